"""What stays outside of a bundle is installed beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.javascript.package import package_for_lambda
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.javascript import npm
from tests.packaging.languages.javascript.npm import Npm
from tests.packaging.languages.javascript.projects import bundle, refused
from tests.packaging.languages.projects import write
from tests.packaging.languages.requests import request_for

PLAIN = JavaScriptOptions(external_dependencies=["plain"])


@pytest.fixture(autouse=True)
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    return npm.first_on_path(tmp_path / "bin", monkeypatch, node="24.1.0")


@pytest.fixture(autouse=True)
def sources(project: Path) -> None:
    write(project, {"src/a.ts": 'import x from "plain";\nexport const handler = async () => x;'})
    installed(project, "plain")


def installed(project: Path, package: str, version: str = "1.0.0", at: str = "", **manifest: object) -> None:
    folder = f"{at}node_modules/{package}"
    content = {"name": package, "version": version, **manifest}
    write(project, {f"{folder}/package.json": json.dumps(content), f"{folder}/index.js": "module.exports = 1;"})


def test_it_has_the_version_that_is_installed_here(project: Path, installer: Npm) -> None:
    folder = bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["dependencies"] == {"plain": "1.0.0"}
    assert {"--os=linux", "--cpu=x64", "--libc=glibc"} <= set(installer.arguments)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    # Of the compilation, only what it made.
    assert files == [
        "index.js",
        "index.js.map",
        "node_modules/plain/build/Release/addon.node",
        "node_modules/plain/told.json",
    ]


def test_an_update_is_seen(project: Path, installer: Npm) -> None:
    bundle(project, "src/a.ts", options=PLAIN)
    # As `npm update` does it: the project's own package.json stays as it is.
    installed(project, "plain", "1.0.1")
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["dependencies"] == {"plain": "1.0.1"}


def test_what_it_depends_on_has_the_versions_that_are_installed_here(project: Path, installer: Npm) -> None:
    installed(project, "plain", dependencies={"a": "^1.0.0"}, optionalDependencies={"for-others": "1.0.0"})
    installed(project, "a", "1.2.0", dependencies={"b": "^1.0.0"}, peerDependencies={"c": "*"})
    installed(project, "b", "1.3.0", dependencies={"a": "^1.0.0"})
    installed(project, "c", "1.4.0")
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["overrides"] == {"plain": "1.0.0", "a": "1.2.0", "b": "1.3.0", "c": "1.4.0"}

    installed(project, "c", "1.5.0")
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["overrides"]["c"] == "1.5.0"


def test_of_a_name_with_two_versions_each_package_has_its_own(project: Path, installer: Npm) -> None:
    installed(project, "plain", dependencies={"a": "1", "b": "1"})
    installed(project, "a", dependencies={"b": "2", "c": "1"})
    installed(project, "b")
    installed(project, "b", "2.0.0", at="node_modules/a/", dependencies={"c": "2"})
    installed(project, "c", dependencies={"b": "1"})
    installed(project, "c", "2.0.0", at="node_modules/a/node_modules/b/")
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["overrides"] == {
        "plain": {".": "1.0.0", "b": "1.0.0"},
        "a": {".": "1.0.0", "b": {".": "2.0.0", "c": "2.0.0"}, "c": {".": "1.0.0", "b": "1.0.0"}},
    }


def test_what_comes_from_elsewhere_than_a_registry_is_left_to_npm(project: Path, installer: Npm) -> None:
    installed(project, "plain", dependencies={"a": "github:of/a", "b": "file:../b", "c": "npm:real-c@^1.0.0"})
    installed(project, "a")
    installed(project, "b")
    installed(project, "c", "1.2.0", name="real-c")
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["overrides"] == {"plain": "1.0.0", "c": "npm:real-c@1.2.0"}


def test_two_versions_of_one_package_have_no_place(project: Path) -> None:
    write(
        project,
        {
            "src/a.ts": 'import x from "plain";\nimport y from "other";\nexport const handler = () => [x, y];',
            "node_modules/other/package.json": '{"name": "other"}',
            "node_modules/other/index.js": 'module.exports = require("plain");',
        },
    )
    installed(project, "plain", gypfile=True)
    installed(project, "plain", "2.0.0", at="node_modules/other/", gypfile=True)

    assert "place for one version, and imports 1.0.0 and 2.0.0" in refused(project, "src/a.ts").problem


def test_npm_has_the_projects_settings(project: Path, installer: Npm) -> None:
    folder = bundle(project, "src/a.ts", options=PLAIN)
    assert installer.settings is None

    write(project, {".npmrc": "registry=of-the-company\n"})
    again = bundle(project, "src/a.ts", options=PLAIN)
    assert installer.settings == "registry=of-the-company\n"
    assert again != folder
    assert not (again / ".npmrc").exists()

    write(project, {"src/.npmrc": "registry=of-the-package\n"})
    bundle(project, "src/a.ts", options=PLAIN)
    assert installer.settings == "registry=of-the-package\n"


def test_scripts_of_native_packages_may_run(project: Path, installer: Npm) -> None:
    installed(project, "plain", dependencies={"addon": "1", "other": "1"})
    installed(project, "addon", gypfile=True)
    installed(project, "other")
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["allowScripts"] == {"plain": True, "addon": True}


def test_what_the_project_says_of_scripts_counts(project: Path, installer: Npm) -> None:
    write(
        project, {"package.json": '{"allowScripts": {"plain@1.0.0": true, "other": false}}', "src/package.json": "{}"}
    )
    bundle(project, "src/a.ts", options=PLAIN)

    assert installer.manifest["allowScripts"] == {"plain@1.0.0": True, "other": False}


def test_a_script_that_did_not_run_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, {"node_modules/plain/binding.gyp": "{}"})
    bundle(project, "src/a.ts", options=PLAIN)

    monkeypatch.setenv("WITHOUT_SCRIPTS", "1")
    write(project, {"src/a.ts": 'import "plain";\nexport const handler = async () => 2;'})
    assert refused(project, "src/a.ts", options=PLAIN).problem == (
        "needs the package 'plain' beside its bundle, whose install script made no native code; where the project "
        "does not allow it to run (allowScripts in package.json, ignore-scripts in .npmrc), allow it: "
        "npm approve-scripts plain"
    )


def test_settings_of_a_project_elsewhere_are_found_where_it_may_be(
    project: Path, installer: Npm, tmp_path: Path
) -> None:
    (tmp_path / "infra").mkdir()
    write(project, {".npmrc": "registry=of-the-company\n"})
    for allowed in (True, False):
        write(project, {"src/a.ts": f'import x from "plain";\nexport const handler = async () => [x, {allowed:d}];'})
        folder = ProjectFolder(tmp_path / "infra" if allowed else project / "src", allow_outside=allowed)
        request = request_for(project / "src/a.ts", title="a.ts", folder=folder, options=PLAIN)
        bundle = package_for_lambda(request).bundle
        assert bundle is not None
        bundle.folder()

        assert installer.settings == ("registry=of-the-company\n" if allowed else None)


def test_its_native_code_must_be_for_the_functions_machine(project: Path) -> None:
    error = refused(project, "src/a.ts", options=PLAIN, architecture="arm64")

    assert "does not run on Lambda's arm64 Linux: node_modules/plain/build/Release/addon.node" in error.problem


def test_install_scripts_find_their_programs(project: Path, installer: Npm) -> None:
    folder = bundle(project, "src/a.ts", options=PLAIN)

    assert "--no-bin-links" not in installer.arguments
    assert not list(folder.rglob(".bin"))


@pytest.mark.parametrize(
    ("running", "told"), [("24.1.0", [None, None]), ("22.9.0", ["node", "24.0.0"]), ("2.4.0", ["node", "24.0.0"])]
)
def test_install_scripts_are_told_of_another_node_than_the_one_that_runs_them(
    running: str, told: list[str | None], project: Path, installer: Npm
) -> None:
    (installer.log.parent / "node").write_text(f"#!/bin/sh\necho v{running}\n")
    folder = bundle(project, "src/a.ts", options=PLAIN)

    seen = json.loads((folder / "node_modules" / "plain" / "told.json").read_text())
    assert [seen["runtime"], seen["target"]] == told


def test_it_must_be_installed_here(project: Path) -> None:
    error = refused(project, "src/a.ts", options=JavaScriptOptions(external_dependencies=["missing"]))

    assert error.problem.endswith("install it in your project: npm i missing")


def test_what_is_excluded_is_left_out_of_it_as_well(project: Path, installer: Npm) -> None:
    installed(project, "layered")
    options = JavaScriptOptions(external_dependencies=["plain", "layered"])
    folder = bundle(project, "src/a.ts", options=options, exclude_dependencies=("layered",))

    assert sorted(path.name for path in (folder / "node_modules").iterdir()) == ["plain"]


@pytest.mark.parametrize(
    ("manifest", "is_optional"),
    [
        ({"dependencies": {"ssh": "1"}}, True),
        ({"dependencies": {"ssh": "1", "other": "1"}}, False),
        ({"dependencies": {"ssh": "1", "features": "1"}}, False),
    ],
    ids=["of one package", "and needed by another", "and needed by the project"],
)
def test_what_a_package_does_without_may_have_no_code_for_the_machine(
    manifest: dict[str, object], is_optional: bool, project: Path, installer: Npm
) -> None:
    write(
        project,
        {
            "package.json": json.dumps(manifest),
            "src/a.ts": 'import x from "ssh";\nexport const handler = async () => x;',
        },
    )
    installed(project, "ssh", optionalDependencies={"features": "1"}, dependencies={"features": "1"})
    installed(project, "other", dependencies={"features": "1"})
    installed(project, "features", gypfile=True)
    write(project, {"node_modules/ssh/index.js": 'try { require("features"); } catch { module.exports = 1; }'})
    if is_optional:
        folder = bundle(project, "src/a.ts", architecture="arm64")

        assert list((folder / "node_modules").iterdir()) == []
        assert installer.manifest["optionalDependencies"] == {"features": "1.0.0"}
    else:
        assert "does not run on Lambda's arm64 Linux" in refused(project, "src/a.ts", architecture="arm64").problem


@pytest.mark.parametrize("name", ["", "..", "./local", "plain/sub", "a b"])
def test_what_is_no_name_of_a_package_is_told(name: str, project: Path) -> None:
    error = refused(project, "src/a.ts", options=JavaScriptOptions(external_dependencies=["plain", name]))

    assert (error.given, error.problem) == (
        name,
        "must have names of packages in external_dependencies (in YAML dependenciesToExcludeFromBundle), "
        f"got '{name}'; correct it",
    )


def test_a_package_of_the_workspace_has_to_be_bundled(project: Path) -> None:
    write(project, {"packages/shared/package.json": '{"name": "shared", "version": "1.0.0"}'})
    (project / "node_modules" / "shared").symlink_to(project / "packages" / "shared")
    write(project, {"packages/shared/index.js": "module.exports = 1;"})
    error = refused(project, "src/a.ts", options=JavaScriptOptions(external_dependencies=["shared"]))

    assert error.problem.startswith("cannot have 'shared' beside its bundle, for that is a package of the workspace")
