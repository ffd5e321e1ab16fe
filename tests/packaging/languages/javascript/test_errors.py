"""One error each, with the tool's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from tests.packaging.languages.javascript.projects import GREETING, refused
from tests.packaging.languages.projects import write


def test_a_syntax_error(project: Path) -> None:
    write(project, {"src/a.ts": "export const handler = async () => {"})
    error = refused(project, "src/a.ts")

    assert error.sentence == "src/a.ts: cannot be packaged: esbuild failed with exit code 1 and said:"
    assert error.details.startswith("✘ [ERROR] Unexpected end of file\n\n    src/a.ts:1:36:\n")
    assert str(error).splitlines()[1] == "    ✘ [ERROR] Unexpected end of file"


def test_a_missing_dependency(project: Path) -> None:
    write(project, {"a.ts": 'import x from "left-pad";\nexport const handler = async () => x;'})

    error = refused(project, "a.ts")
    assert 'Could not resolve "left-pad"' in error.details
    assert error.problem == (
        "imports what is not installed: left-pad; install it in your project, or leave it out "
        "(exclude_dependencies, in YAML excludeDependencies):"
    )


def test_what_a_package_can_do_without(project: Path) -> None:
    write(
        project,
        {
            "a.ts": 'import x from "queries";\nexport const handler = async () => x;',
            "node_modules/queries/index.js": 'exports.a = () => [require("mysql/promise"), require("@db/pg")];',
        },
    )

    assert refused(project, "a.ts").problem.startswith(
        "imports what is not installed: @db/pg, mysql; install it in your project, or where the package that imports "
        "it does without it, leave it out"
    )


@pytest.mark.parametrize("text", ['import x from "left-pad";\nimport "./b";', 'import x from "left-pad";\n<'])
def test_a_missing_dependency_beside_other_errors(text: str, project: Path) -> None:
    write(project, {"a.ts": f"{text}\nexport const handler = async () => x;"})

    assert refused(project, "a.ts").problem == "cannot be packaged: esbuild failed with exit code 1 and said:"


def test_a_path_that_is_a_pattern_to_esbuild(project: Path) -> None:
    write(project, {"src/a*b.ts": GREETING["src/a.ts"]})

    assert refused(project, "src/a*b.ts").sentence == (
        "src/a*b.ts: cannot be bundled: esbuild takes a path with a '*' for several files; rename it"
    )


@pytest.mark.parametrize(
    "said", ['> error: Invalid loader: "empty" (valid: js, jsx)', '✘ [ERROR] Invalid loader value: "empty"']
)
def test_an_esbuild_that_is_too_old(said: str, project: Path) -> None:
    write(project, {**GREETING, "old": f"#!/bin/sh\necho '{said}' >&2\nexit 1\n"})
    (project / "old").chmod(0o755)
    error = refused(project, "src/a.ts", options=JavaScriptOptions(esbuild=project / "old"))

    assert error.sentence == (
        f"src/a.ts: cannot be bundled by {project}/old, which is older than 0.16; install a newer one: "
        "npm i -D esbuild@latest. It said:"
    )
    assert error.details == said


def test_no_esbuild(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.parent / "node_modules" / ".bin" / "esbuild").unlink()
    monkeypatch.setenv("PATH", "")
    write(project, GREETING)

    assert refused(project, "src/a.ts").problem.endswith("install it in your project: npm i -D esbuild")


def test_an_esbuild_that_is_not_there(project: Path) -> None:
    write(project, GREETING)
    error = refused(project, "src/a.ts", options=JavaScriptOptions(esbuild=Path("/nowhere/esbuild")))

    assert error.problem == "cannot be bundled: there is no esbuild at /nowhere/esbuild"


def test_an_esbuild_that_cannot_be_started(project: Path) -> None:
    write(project, {**GREETING, "esbuild": "no program"})
    error = refused(project, "src/a.ts", options=JavaScriptOptions(esbuild=project / "esbuild"))

    assert error.problem.endswith("could not be started: Permission denied")


@pytest.mark.parametrize("entry", ["a.ts", "a.mts"])
def test_a_handler_that_is_not_exported(project: Path, entry: str) -> None:
    write(project, {entry: "export const handle = async () => 1; export const other = 2;"})
    error = refused(project, entry)

    assert error.problem == (
        "does not export 'handler', which is to be called; it exports handle, other; did you mean 'handle'?"
    )


@pytest.mark.parametrize("text", ["", "export interface Handler {}\n", "export type A = string;\n"])
def test_a_handler_without_export(text: str, project: Path) -> None:
    write(project, {"a.ts": f"{text}const handler = async () => 1;\nconsole.log(typeof handler);"})

    assert "does not export 'handler', which is to be called; it exports nothing" in refused(project, "a.ts").problem


def test_a_handler_that_commonjs_does_not_export(project: Path) -> None:
    write(project, {"a.js": 'const b = require("./b");\nexports.handle = () => b;', "b.js": "exports.handler = 1;"})

    assert "it exports handle; did you mean 'handle'?" in refused(project, "a.js").problem


def test_a_runtime_of_another_language(project: Path) -> None:
    write(project, GREETING)

    assert "the function's runtime is python3.13" in refused(project, "src/a.ts", runtime="python3.13").problem


def test_options_of_another_language(project: Path) -> None:
    write(project, GREETING)

    assert refused(project, "src/a.ts", options=PythonOptions()).problem == (
        "takes JavaScriptOptions as its options, got PythonOptions"
    )


def test_esbuild_is_that_of_the_nearest_node_modules(project: Path) -> None:
    write(project, GREETING)
    for folder, text in ((project, "outer"), (project / "src", "inner")):
        write(folder, {"node_modules/.bin/esbuild": f"#!/bin/sh\necho {text} >&2; exit 3\n"})
        (folder / "node_modules/.bin/esbuild").chmod(0o755)

    assert refused(project, "src/a.ts").details == "inner"


def test_esbuild_on_path_is_taken_where_no_project_has_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.parent / "node_modules" / ".bin" / "esbuild").unlink()
    write(project, {**GREETING, "programs/esbuild": "#!/bin/sh\necho that on PATH >&2; exit 3\n"})
    (project / "programs/esbuild").chmod(0o755)
    monkeypatch.setenv("PATH", f"{project / 'programs'}:/bin")

    assert refused(project, "src/a.ts").details == "that on PATH"
