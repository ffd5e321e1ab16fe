"""Functions of a project that one run of esbuild bundles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling import gathering
from stacktape_constructs.packaging.bundling.bundle import start_all
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from tests.packaging.languages.javascript.projects import ESBUILD, called, package
from tests.packaging.languages.projects import write

LIBRARY = {
    "src/shared.ts": 'export * from "lib";\nexport const twice = (n: number): number => n * 2;\n',
    "node_modules/lib/index.js": 'exports.url = () => __filename;\nexports.lazy = () => import("./lazy");\n',
    "node_modules/lib/lazy.js": "exports.lazy = 1;\n",
}
FUNCTIONS = {
    "src/a.ts": 'import { twice } from "./shared";\nexport const handler = async (n: number) => twice(n);\n',
    "src/b.ts": 'import { twice } from "./shared";\nimport { one } from "./one";\n'
    "export const handler = async (n: number) => twice(n) + one;\n",
    "src/one.ts": "export const one = 1;\n",
    "src/c.ts": 'import { lazy } from "./shared";\nexport const handler = async () => (await lazy()).lazy;\n',
}


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[list[str]]]:
    """An esbuild that writes down what it is told; gives the entries of each of its runs."""
    monkeypatch.setattr(gathering, "_WINDOW_SECONDS", 60)
    monkeypatch.setattr(gathering, "_travelers", gathering._Travelers())
    told = tmp_path / "told"
    told.mkdir()
    program = tmp_path / "esbuild"
    program.write_text(f'#!/bin/sh\nprintf \'%s\\n\' "$@" > {told}/$(date +%s%N)-$$\nexec {ESBUILD} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("ESBUILD_BINARY_PATH", str(program))

    def entries() -> list[list[str]]:
        lines = (run.read_text().splitlines() for run in sorted(told.iterdir()))
        return [sorted(one.rpartition("/")[2] for one in run if "/index=" in one) for run in lines]

    return entries


def bundles(project: Path, *names: str, **changes: Any) -> dict[str, Path]:
    """The folders of bundles that are made at the same time."""
    sources = {name: package(project, f"src/{name}", **changes) for name in names}
    made = [source.bundle for source in sources.values() if source.bundle is not None]
    start_all(made)
    return {name: bundle.folder() for name, bundle in zip(names, made, strict=True)}


def files_of(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("module_format", ["cjs", "esm"])
def test_each_is_as_if_it_was_made_alone(
    module_format: Any, project: Path, tmp_path: Path, runs: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {**LIBRARY, **FUNCTIONS})
    options = JavaScriptOptions(module_format=module_format)
    together = bundles(project, "a.ts", "b.ts", "c.ts", options=options)
    assert runs() == [["a.ts", "b.ts", "c.ts"]]

    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "other"))
    for name, folder in together.items():
        assert files_of(bundles(project, name, options=options)[name]) == files_of(folder)
        assert not (folder / "esbuild.json").exists()
    assert called(together["b.ts"], "index.handler", 2) == 5


def test_each_is_made_again_for_its_own_files_only(project: Path, runs: Callable[[], Any]) -> None:
    write(project, {**LIBRARY, **FUNCTIONS})
    bundles(project, "a.ts", "b.ts", "c.ts")
    write(project, {"src/one.ts": "export const one = 100;\n"})
    again = bundles(project, "a.ts", "b.ts", "c.ts")

    assert runs() == [["a.ts", "b.ts", "c.ts"], ["b.ts"]]
    assert called(again["b.ts"], "index.handler", 2) == 104


def test_a_mistake_in_one_is_told_of_that_one(project: Path, runs: Callable[[], Any]) -> None:
    write(project, {**LIBRARY, **FUNCTIONS, "src/b.ts": "export const handler = async () => {"})
    sources = [package(project, f"src/{name}.ts") for name in "abc"]
    made = [source.bundle for source in sources if source.bundle is not None]
    start_all(made)

    assert called(made[0].folder(), "index.handler", 2) == 4
    with pytest.raises(PackagingError) as caught:
        made[1].folder()
    assert (caught.value.path, caught.value.details.count("ERROR")) == ("src/b.ts", 1)
    assert called(made[2].folder(), "index.handler", None) == 1
    assert sorted(runs()) == [["a.ts"], ["a.ts", "b.ts", "c.ts"], ["b.ts"], ["c.ts"]]


def test_two_of_one_file_are_one_and_others_are_told_other_things(
    project: Path, runs: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The second of one file waits for the first, and never comes to esbuild.
    monkeypatch.setattr(gathering, "_WINDOW_SECONDS", 0)
    write(project, {**LIBRARY, **FUNCTIONS})
    short = package(project, "src/b.ts", options=JavaScriptOptions(minify=True)).bundle
    made = [package(project, "src/a.ts").bundle, package(project, "src/a.ts").bundle, short]
    start_all(bundle for bundle in made if bundle is not None)

    assert len({bundle.folder() for bundle in made if bundle is not None}) == 2
    assert sorted(runs()) == [["a.ts"], ["b.ts"]]


def test_each_has_the_handler_that_is_asked_of_it(project: Path, runs: Callable[[], Any]) -> None:
    write(project, {"src/a.ts": "export const one = async () => 1;\nexport const two = async () => 2;\n"})
    one, two, none = (package(project, "src/a.ts", handler_function=name).bundle for name in ("one", "two", "three"))
    assert one is not None
    assert two is not None
    assert none is not None
    start_all([one, two, none])

    assert (called(one.folder(), "index.one", None), called(two.folder(), "index.two", None)) == (1, 2)
    with pytest.raises(PackagingError, match="does not export 'three'"):
        none.folder()
    assert runs() == [["a.ts"] * 3]
    assert json.loads((one.folder() / "index.js.map").read_text())["sources"] == ["src/a.ts"]


def test_each_has_its_own_warnings(project: Path, runs: Callable[[], Any]) -> None:
    write(project, {**LIBRARY, **FUNCTIONS, "src/a.ts": "export const handler = async () => ({ x: 1, x: 2 });\n"})
    sources = [package(project, f"src/{name}.ts") for name in "abc"]
    made = [source.bundle for source in sources if source.bundle is not None]
    start_all(made)

    warning, *others = (bundle.warnings() for bundle in made)
    assert 'Duplicate key "x" in object literal' in "".join(warning)
    assert others == [(), ()]
    assert sorted(runs()) == [["a.ts"], ["a.ts", "b.ts", "c.ts"], ["b.ts"], ["c.ts"]]
    assert [package(project, f"src/{name}.ts").bundle.warnings() for name in "ab"] == [warning, ()]
