"""Projects whose packages Yarn keeps in archives."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript import esbuild_program
from stacktape_constructs.packaging.languages.javascript.esbuild_program import find_esbuild
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.javascript.pnp import archive_folders, is_archived, real_path
from tests.packaging.languages.javascript import npm
from tests.packaging.languages.javascript.projects import bundle, called, refused
from tests.packaging.languages.projects import write

SOURCES = {
    "api/package.json": '{"name": "api"}',
    "api/a.js": 'import ms from "ms";\nimport { wait } from "lib";\nexport const handler = async () => ms + wait;',
    "lib/package.json": '{"name": "lib", "main": "index.js"}',
    "lib/index.js": "export const wait = 1;",
}


def installed(project: Path, archives: Path, version: str, code: str) -> None:
    """What `yarn install` leaves of a package `ms` and of a workspace `lib` with peer dependencies."""
    archives.mkdir(parents=True, exist_ok=True)
    archive = archives / f"ms-npm-{version}.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("node_modules/ms/package.json", json.dumps({"name": "ms", "version": version}))
        file.writestr("node_modules/ms/index.js", code)
    ms, lib = [["ms", f"npm:{version}"]], [["lib", "virtual:1a#workspace:lib"]]
    places = {
        None: (None, "./", []),
        "api": ("workspace:api", "./api/", ms + lib),
        "lib": ("virtual:1a#workspace:lib", "./.yarn/__virtual__/lib-virtual-1a/1/lib/", lib),
        "ms": (f"npm:{version}", f"{os.path.relpath(archive, project)}/node_modules/ms/", ms),
    }
    registry = [
        [name, [[reference, {"packageLocation": place, "packageDependencies": needs, "linkType": "SOFT"}]]]
        for name, (reference, place, needs) in places.items()
    ]
    state = {
        "dependencyTreeRoots": [{"name": "api", "reference": "workspace:api"}],
        "enableTopLevelFallback": False,
        "fallbackExclusionList": [],
        "fallbackPool": [],
        "ignorePatternData": None,
        "packageRegistryData": registry,
    }
    (project / ".pnp.cjs").write_text(
        f"const RAW_RUNTIME_STATE = {json.dumps(json.dumps(state))};\n"
        "function $$SETUP_STATE(hydrateRuntimeState, basePath) {\n"
        "  return hydrateRuntimeState(JSON.parse(RAW_RUNTIME_STATE), { basePath });\n"
        "}\n"
    )


def test_packages_are_bundled_from_their_archives(project: Path) -> None:
    write(project, SOURCES)
    installed(project, project / ".yarn/cache", "2.1.3", "module.exports = 2;")

    assert called(bundle(project, "api/a.js"), "index.handler", {}) == 3


def test_another_version_and_another_source_are_seen(project: Path) -> None:
    write(project, SOURCES)
    installed(project, project / ".yarn/cache", "2.1.3", "module.exports = 2;")
    first = bundle(project, "api/a.js")
    assert bundle(project, "api/a.js") == first

    installed(project, project / ".yarn/cache", "2.1.4", "module.exports = 4;")
    assert called(bundle(project, "api/a.js"), "index.handler", {}) == 5

    # Its path for Yarn is one that is not on the disk.
    write(project, {"lib/index.js": "export const wait = 10;"})
    assert called(bundle(project, "api/a.js"), "index.handler", {}) == 14


def test_where_a_user_keeps_archives_is_not_told(project: Path) -> None:
    write(project, SOURCES)
    texts = []
    for user in ("one", "another/one"):
        installed(project, project.parent / user / "berry/cache", "2.1.3", "module.exports = 2;")
        folder = bundle(project, "api/a.js")
        texts.append([(folder / name).read_bytes() for name in ("index.js", "index.js.map")])

    assert texts[0] == texts[1]
    assert b"// .yarn/cache/ms-npm-2.1.3.zip/node_modules/ms/index.js" in texts[0][0]
    assert json.loads(texts[0][1])["sources"][0] == ".yarn/cache/ms-npm-2.1.3.zip/node_modules/ms/index.js"


def test_esbuild_is_the_one_that_yarn_unplugged(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esbuild_program, "_SYSTEM", "plan9")
    monkeypatch.setattr(esbuild_program, "_PROCESSOR", "x64")
    (project.parent / "node_modules" / ".bin" / "esbuild").unlink()
    program = ".yarn/unplugged/@esbuild-plan9-x64-npm-1.0.0-1a/node_modules/@esbuild/plan9-x64/bin/esbuild"
    write(project, {".pnp.cjs": "", program: ""})
    (project / program).chmod(0o755)

    assert find_esbuild(None, project / "api" / "a.js", "a").path == project / program


def test_what_stays_outside_is_what_yarn_unplugged(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer = npm.first_on_path(tmp_path / "bin", monkeypatch, node="24.1.0")
    write(project, SOURCES)
    installed(project, project / ".yarn/cache", "2.1.3", "module.exports = 2;")
    folder = ".yarn/unplugged/sharp-npm-1.2.3-1a/node_modules/sharp"
    write(project, {f"{folder}/package.json": '{"name": "sharp", "version": "1.2.3"}'})
    bundle(project, "api/a.js", options=JavaScriptOptions(external_dependencies=["sharp"]))

    assert installer.manifest["dependencies"] == {"sharp": "1.2.3"}
    options = JavaScriptOptions(external_dependencies=["ms"])
    assert "needs the package 'ms' beside its bundle" in refused(project, "api/a.js", options=options).problem


@pytest.mark.parametrize(
    ("path", "real"),
    [
        ("/shop/lib/index.ts", "/shop/lib/index.ts"),
        ("/shop/.yarn/__virtual__/lib-1a/1/lib/index.ts", "/shop/lib/index.ts"),
        (
            "/shop/.yarn/__virtual__/a-1a/0/cache/a.zip/node_modules/a/b.js",
            "/shop/.yarn/cache/a.zip/node_modules/a/b.js",
        ),
        ("/shop/api/../.yarn/__virtual__/lib-1a/2/elsewhere/index.ts", "/elsewhere/index.ts"),
        ("/shop/__virtual__/index.ts", "/shop/__virtual__/index.ts"),
    ],
)
def test_a_virtual_path_stands_for_a_real_one(path: str, real: str) -> None:
    assert real_path(path) == real


def test_a_folder_may_be_called_like_an_archive() -> None:
    assert not is_archived("/shop/old.zip/index.ts")
    assert archive_folders(["../old.zip/index.ts", "../b/a.zip/node_modules/a/b.js"]) == {"../b/"}
