"""Bundles of TypeScript."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.packaging.languages.javascript.esbuild_program import BINARY_VARIABLE
from stacktape_constructs.packaging.languages.javascript.exports import handler_function
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.javascript.package import package_for_lambda
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.javascript.projects import ESBUILD, GREETING, bundle, called, package, refused
from tests.packaging.languages.projects import write
from tests.packaging.languages.requests import request_for


def test_a_bundle_holds_what_is_imported_and_no_more(project: Path) -> None:
    write(project, GREETING)
    source = package(project, "src/a.ts")
    assert source.bundle is not None
    folder = source.bundle.folder()

    assert sorted(path.name for path in folder.iterdir()) == ["index.js", "index.js.map"]
    assert called(folder, source.handler, "you") == "hello you"
    assert "unused" not in (folder / "index.js").read_text()


@pytest.mark.parametrize(("runtime", "as_written"), [("nodejs18.x", False), ("nodejs24.x", True)])
def test_a_bundle_is_written_for_the_node_of_its_runtime(project: Path, runtime: str, as_written: bool) -> None:
    source = 'import data from "@aws-sdk/x/data.json" with { type: "json" };\nexport const handler = async () => data;'
    write(project, {"a.mts": source})

    text = (bundle(project, "a.mts", runtime=runtime) / "index.mjs").read_text()

    assert ('with { type: "json" }' in text) is as_written


def test_the_source_map_names_the_sources_from_the_project(project: Path) -> None:
    write(project, GREETING)

    source_map = json.loads((bundle(project, "src/a.ts") / "index.js.map").read_text())

    assert sorted(source_map["sources"]) == ["src/a.ts", "src/greet.ts"]


@pytest.mark.parametrize("name", ["a=b/c=d.ts", "a,b/c;d.ts", "a b/c.ts", "a*b=/../c.ts"])
def test_paths_may_have_other_characters(name: str, project: Path) -> None:
    folder = project / "1=2*3"
    write(folder, {"a*b=/d.ts": "", name: "export const handler = async () => 1;\n"})

    assert called(bundle(folder, name), "index.handler", None) == 1


def test_node_reads_the_source_map(project: Path) -> None:
    write(project, GREETING)

    assert package(project, "src/a.ts").environment == {"NODE_OPTIONS": "--enable-source-maps"}


def test_source_maps_can_be_left_out(project: Path) -> None:
    write(project, GREETING)
    options = JavaScriptOptions(source_maps=False)
    source = package(project, "src/a.ts", options=options)
    assert source.bundle is not None

    assert source.environment == {}
    assert [path.name for path in source.bundle.folder().iterdir()] == ["index.js"]


def test_the_bundle_is_the_same_in_another_folder(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "deeper" / "down"
    contents = []
    for folder in (project, other):
        write(folder, GREETING)
        made = bundle(folder, "src/a.ts")
        contents.append({path.name: path.read_bytes() for path in made.iterdir()})

    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("files", "entry"),
    [
        ({"a.mts": "export const handler = await Promise.resolve(() => 1);"}, "a.mts"),
        ({"package.json": '{"type": "module"}', "a.ts": "export const handler = await (() => 1)();"}, "a.ts"),
    ],
)
def test_an_es_module_may_await_at_its_top_level(project: Path, files: Mapping[str, str], entry: str) -> None:
    write(project, files)

    assert (bundle(project, entry) / "index.mjs").is_file()


@pytest.mark.parametrize("module_format", ["cjs", "esm"])
def test_a_module_knows_where_it_is(module_format: Literal["cjs", "esm"], project: Path) -> None:
    text = """
import { fileURLToPath } from "node:url";
const here = [fileURLToPath(import.meta.url), import.meta.filename, import.meta.dirname];
export const handler = async () => here;
"""
    write(project, {"a.ts": text})
    folder = bundle(project, "a.ts", options=JavaScriptOptions(module_format=module_format))

    file, name, above = called(folder, "index.handler", {})
    assert Path(file) == Path(name)
    assert Path(file).parent == Path(above)


def test_a_bundle_that_asks_for_no_place_has_none(project: Path) -> None:
    write(project, GREETING)

    assert "pathToFileURL" not in (bundle(project, "src/a.ts") / "index.js").read_text()


def test_an_es_module_runs_packages_written_for_commonjs(project: Path) -> None:
    write(
        project,
        {
            "a.mts": 'import old from "old";\nexport const handler = async () => old();',
            "node_modules/old/package.json": '{"name": "old", "version": "1.0.0"}',
            "node_modules/old/index.js": 'const path = require("path");\n'
            "module.exports = () => typeof __dirname + path.sep;",
        },
    )
    source = package(project, "a.mts")
    assert source.bundle is not None

    assert called(source.bundle.folder(), source.handler, None) == "string/"


@pytest.mark.parametrize("entry", ["a.ts", "a.mts"])
def test_a_default_export_is_called_whatever_else_is_exported(project: Path, entry: str) -> None:
    write(project, {entry: "export const other = 1;\nexport default async (event: number) => event + other;"})

    assert called(bundle(project, entry), "index.default", 2) == 3


@pytest.mark.parametrize(
    "comment",
    [
        "/*\nexport default function old() {}\n*/",
        "// export default old;",
        "  /** export default */ export const a = 1;",
    ],
)
def test_a_default_export_in_a_comment_is_none(project: Path, comment: str) -> None:
    write(project, {"a.ts": f"{comment}\nexport const handler = async (event: number) => event + 1;"})

    assert called(bundle(project, "a.ts"), "index.handler", 2) == 3
    assert handler_function((project / "a.ts").read_text()) == "handler"


def test_the_module_format_can_be_chosen(project: Path) -> None:
    write(project, GREETING)

    assert (bundle(project, "src/a.ts", options=JavaScriptOptions(module_format="esm")) / "index.mjs").is_file()


def test_excluded_dependencies_and_the_sdk_stay_outside(project: Path) -> None:
    write(
        project,
        {"a.ts": 'import x from "sharp/deep";\nimport "@aws-sdk/client-s3";\nexport const handler = async () => x;'},
    )

    text = (bundle(project, "a.ts", exclude_dependencies=("sharp",)) / "index.js").read_text()

    assert 'require("sharp/deep")' in text
    assert 'require("@aws-sdk/client-s3")' in text


def test_paths_of_tsconfig_are_followed_and_extended_files_observed(project: Path) -> None:
    write(
        project,
        {
            "tsconfig.json": '{\n  // a comment\n  "extends": "./base",\n}',
            "base.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["one/*"]}}}',
            "one/x.ts": "export const x = 1;",
            "two/x.ts": "export const x = 2;",
            "a.ts": 'import { x } from "@lib/x";\nexport const handler = async () => x;',
        },
    )
    assert called(bundle(project, "a.ts"), "index.handler", None) == 1

    write(project, {"base.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["two/*"]}}}'})
    assert called(bundle(project, "a.ts"), "index.handler", None) == 2


def test_another_version_of_pnpm_is_seen(project: Path) -> None:
    for version in ("1", "2"):
        write(project, {f"node_modules/.pnpm/ms@{version}/node_modules/ms/index.js": f"module.exports = {version};"})
    write(project, {"a.ts": 'import ms from "ms";\nexport const handler = async () => ms;'})
    link = project / "node_modules/ms"
    answers = []
    for version in ("1", "2"):
        link.unlink(missing_ok=True)
        link.symlink_to(f".pnpm/ms@{version}/node_modules/ms")
        write(project, {"node_modules/.pnpm/lock.yaml": f"ms: {version}"})
        answers.append(called(bundle(project, "a.ts"), "index.handler", {}))

    assert answers == [1, 2]


def test_what_a_comment_says_of_extending_is_no_way_out(project: Path) -> None:
    write(project, {"tsconfig.json": '{\n  // "extends": "./old",\n  "extends": "./base.json"\n}'})
    write(project, {"a.ts": 'import { x } from "x";\nexport const handler = async () => x;'})
    write(project, {"one.ts": "export const x = 1;", "two.ts": "export const x = 2;"})
    answers = []
    for file in ("one", "two"):
        write(project, {"base.json": f'{{"compilerOptions": {{"paths": {{"x": ["./{file}.ts"]}}}}}}'})
        answers.append(called(bundle(project, "a.ts"), "index.handler", {}))

    assert answers == [1, 2]


def test_another_tsconfig_can_be_given(project: Path) -> None:
    write(
        project,
        {
            "other.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["one/*"]}}}',
            "one/x.ts": "export const x = 1;",
            "a.ts": 'import { x } from "@lib/x";\nexport const handler = async () => x;',
        },
    )

    folder = bundle(project, "a.ts", options=JavaScriptOptions(tsconfig=Path("other.json")))

    assert called(folder, "index.handler", None) == 1


def test_packages_of_a_workspace_are_bundled(project: Path) -> None:
    write(
        project,
        {
            "package.json": '{"workspaces": ["packages/*"]}',
            "packages/shared/package.json": '{"name": "@shop/shared", "main": "index.ts"}',
            "packages/shared/index.ts": "export const shared = () => 'shared';",
            "packages/api/package.json": '{"name": "@shop/api"}',
            "packages/api/a.ts": 'import { shared } from "@shop/shared";\nexport const handler = async () => shared();',
        },
    )
    (project / "node_modules" / "@shop").mkdir(parents=True)
    (project / "node_modules" / "@shop" / "shared").symlink_to(project / "packages" / "shared")

    assert called(bundle(project, "packages/api/a.ts"), "index.handler", None) == "shared"


class TestCache:
    """An unchanged bundle is not made again."""

    @pytest.fixture(autouse=True)
    def runs(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An esbuild that writes a line for each of its runs."""
        log = project.parent / "runs"
        log.touch()
        counting = project.parent / "counting"
        counting.write_text(f'#!/bin/sh\necho run >> {log}\nexec {ESBUILD} "$@"\n')
        counting.chmod(0o755)
        monkeypatch.setenv(BINARY_VARIABLE, str(counting))
        return log

    def test_nothing_has_changed(self, project: Path, runs: Path) -> None:
        write(project, GREETING)

        assert bundle(project, "src/a.ts") == bundle(project, "src/a.ts")
        assert len(runs.read_text().splitlines()) == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"src/greet.ts": "export const greet = (name: string) => name;"},
            {"src/greet.js": "// TypeScript is found first, but who knows"},
            {"package.json": "{}"},
            {"tsconfig.json": "{}"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_what_it_is_made_of_has_changed(self, project: Path, runs: Path, change: Mapping[str, str]) -> None:
        write(project, GREETING)
        bundle(project, "src/a.ts")
        write(project, change)
        bundle(project, "src/a.ts")

        assert len(runs.read_text().splitlines()) == 2

    @pytest.mark.parametrize(
        "change",
        [
            {"options": JavaScriptOptions(minify=True)},
            {"exclude_dependencies": ("x",)},
            {"runtime": "nodejs22.x"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_what_is_asked_for_has_changed(self, project: Path, runs: Path, change: Mapping[str, Any]) -> None:
        write(project, GREETING)
        bundle(project, "src/a.ts")
        bundle(project, "src/a.ts", **change)

        assert len(runs.read_text().splitlines()) == 2

    def test_a_file_that_is_not_bundled_has_changed(self, project: Path, runs: Path) -> None:
        write(project, {**GREETING, "other/b.ts": ""})
        bundle(project, "src/a.ts")
        write(project, {"other/b.ts": "// changed"})
        bundle(project, "src/a.ts")

        assert len(runs.read_text().splitlines()) == 1


class TestProjectFolder:
    """A config from elsewhere must not put any file of this machine into a package."""

    @pytest.fixture
    def within(self, project: Path) -> Path:
        write(
            project,
            {
                "secret.json": '{"token": "t"}',
                "mine/a.ts": 'import s from "../secret.json";\nexport const handler = async () => s.token;',
                "mine/b.ts": 'import x from "shared";\nexport const handler = async () => x;',
                "node_modules/shared/package.json": '{"name": "shared", "version": "1.0.0"}',
                "node_modules/shared/index.js": "module.exports = 1;",
            },
        )
        return project / "mine"

    def test_what_is_imported_is_in_it(self, within: Path) -> None:
        assert "secret.json: leads out of the project folder" in refused(within, "a.ts").sentence

    def test_packages_may_be_above_it(self, within: Path) -> None:
        assert called(bundle(within, "b.ts"), "index.handler", 0) == 1

    def test_it_may_be_wider_than_where_paths_start(self, within: Path) -> None:
        folder = ProjectFolder(within, within=within.parent)
        made = package_for_lambda(request_for(within / "a.ts", title="a.ts", folder=folder)).bundle

        assert made is not None
        assert called(made.folder(), "index.handler", 0) == "t"


def test_one_name_is_no_list_of_names() -> None:
    with pytest.raises(InvalidArgumentError, match=r"external_dependencies must be a list, got 'sharp'"):
        JavaScriptOptions(external_dependencies="sharp")
