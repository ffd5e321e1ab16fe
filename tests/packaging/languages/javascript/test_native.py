"""Packages with native code are installed beside the bundle."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from tests.packaging.languages.javascript.projects import bundle, refused
from tests.packaging.languages.projects import write


@pytest.fixture(autouse=True)
def npm(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm that installs an addon for a machine of the test's choice."""
    folder = project.parent / "bin"
    folder.mkdir()
    log = project.parent / "npm.json"
    npm = folder / "npm"
    npm.write_text(
        f"""#!{sys.executable}
import json, os, pathlib, sys
manifest = json.loads(pathlib.Path("package.json").read_text())
pathlib.Path({str(log)!r}).write_text(json.dumps([sys.argv[1:], manifest["dependencies"]]))
for name in manifest["dependencies"]:
    folder = pathlib.Path("node_modules") / name
    folder.mkdir(parents=True)
    machine = bytes([int(os.environ.get("ADDON_FOR", "0x3e"), 16), 0])
    (folder / "target.txt").write_text(os.environ["npm_config_runtime"] + " " + os.environ["npm_config_target"])
    for programs in (folder / "node_modules" / ".bin", folder.parent / ".bin"):
        programs.mkdir(parents=True, exist_ok=True)
    (folder / "addon.node").write_bytes(b"\\x7fELF" + bytes(14) + machine)
pathlib.Path("node_modules/.package-lock.json").write_text("of this registry")
"""
    )
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    write(
        project,
        {
            "a.ts": 'import sharp from "sharp";\nexport const handler = async () => sharp();',
            "node_modules/sharp/package.json": '{"name": "sharp", "version": "1.2.3", "gypfile": true}',
            "node_modules/sharp/index.js": "module.exports = require('./addon.node');",
            "node_modules/sharp/addon.node": "for this machine",
        },
    )
    return log


def test_it_is_found_and_installed_in_the_version_that_is_installed_here(project: Path, npm: Path) -> None:
    folder = bundle(project, "a.ts")

    arguments, dependencies = json.loads(npm.read_text())
    assert dependencies == {"sharp": "1.2.3"}
    assert {"--os=linux", "--cpu=x64", "--libc=glibc"} <= set(arguments)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == ["index.js", "index.js.map", "node_modules/sharp/addon.node", "node_modules/sharp/target.txt"]
    assert 'require("sharp")' in (folder / "index.js").read_text()


def test_it_must_be_for_the_functions_machine(project: Path) -> None:
    error = refused(project, "a.ts", architecture="arm64")

    assert "does not run on Lambda's arm64 Linux: node_modules/sharp/addon.node" in error.problem


def test_a_package_can_be_installed_because_it_is_asked_for(project: Path, npm: Path) -> None:
    write(
        project,
        {
            "b.ts": 'import x from "plain";\nexport const handler = async () => x;',
            "node_modules/plain/package.json": '{"name": "plain", "version": "2.0.0"}',
            "node_modules/plain/index.js": "module.exports = 1;",
        },
    )
    bundle(project, "b.ts", options=JavaScriptOptions(external_dependencies=["plain"]))

    assert json.loads(npm.read_text())[1] == {"plain": "2.0.0"}

    # As `npm update` does it: the project's own package.json stays as it is.
    write(project, {"node_modules/plain/package.json": '{"name": "plain", "version": "2.0.1"}'})
    bundle(project, "b.ts", options=JavaScriptOptions(external_dependencies=["plain"]))

    assert json.loads(npm.read_text())[1] == {"plain": "2.0.1"}


def test_install_scripts_find_their_programs_and_the_functions_node(project: Path, npm: Path) -> None:
    folder = bundle(project, "a.ts")
    arguments, _ = json.loads(npm.read_text())

    assert "--no-bin-links" not in arguments
    assert (folder / "node_modules" / "sharp" / "target.txt").read_text() == "node 24.0.0"
    assert not list(folder.rglob(".bin"))


def test_a_package_that_is_asked_for_must_be_installed_here(project: Path) -> None:
    error = refused(project, "a.ts", options=JavaScriptOptions(external_dependencies=["missing"]))

    assert error.problem.endswith("install it in your project: npm i missing")
