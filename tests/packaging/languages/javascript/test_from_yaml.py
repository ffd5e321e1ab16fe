"""Functions in TypeScript, from a config."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_cdk.assertions import Annotations, Match

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.packaging.languages.projects import write
from tests.support import new_app, template_of

CONFIG = """\
resources:
  one:
    type: function
    properties:
      packaging:
        type: stacktape-lambda-buildpack
        properties:
          entryfilePath: src/one.ts
          languageSpecificConfig: {outputModuleFormat: esm}
  two:
    type: function
    properties:
      architecture: arm64
      packaging:
        type: stacktape-lambda-buildpack
        properties: {entryfilePath: src/two, excludeDependencies: [sharp], handlerFunction: run}
"""
SOURCES = {
    "src/one.ts": "export default async () => 1;",
    "src/two.ts": 'import sharp from "sharp";\nexport const run = async () => sharp();',
}


def stack_of(project: Path, config: str = CONFIG) -> StacktapeStack:
    write(project, {"stacktape.yml": config})
    return StacktapeStack(new_app(), "Demo", config=project / "stacktape.yml", stage="dev", project_name="demo")


def problems_of(project: Path, config: str = CONFIG) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        stack_of(project, config)
    return [str(problem) for problem in caught.value.problems]


def test_functions_are_bundled(project: Path) -> None:
    write(project, SOURCES)
    resources = template_of(stack_of(project))["Resources"]
    functions = [resources[f"{name}Function"]["Properties"] for name in ("One", "Two")]

    assert [function["Handler"] for function in functions] == ["index.default", "index.run"]
    assert all(function["Environment"]["Variables"]["NODE_OPTIONS"] for function in functions)


def test_all_that_is_wrong_is_said_at_its_place_with_the_words_of_esbuild(project: Path) -> None:
    write(project, {**SOURCES, "src/one.ts": "export default async () => {", "src/two.ts": 'import "left-pad";'})
    first, second = problems_of(project)

    assert "stacktape.yml:8:26: function 'one': src/one.ts: cannot be packaged: esbuild failed" in first
    assert "\n    ✘ [ERROR] Unexpected end of file\n" in first
    assert "stacktape.yml:16:37: function 'two': src/two: imports what is not installed: left-pad" in second
    assert '\n    ✘ [ERROR] Could not resolve "left-pad"\n' in second


def test_a_missing_file_does_not_hide_what_is_wrong_with_another(project: Path) -> None:
    write(project, {"src/one.ts": "export default async () => {"})
    first, second = problems_of(project)

    assert "esbuild failed" in first
    assert "function 'two': src/two: there is no such file" in second


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("{pythonVersion: 3.12}", "'pythonVersion' is for Python, and the source file is TypeScript; remove it"),
        ("{emitTsDecoratorMetadata: true}", "'emitTsDecoratorMetadata' is more than esbuild can do; compile with tsc"),
        ("{minify: true, nodeVersion: 24}", "'nodeVersion' is for TypeScript and JavaScript, 'minify' for Python"),
        ("{outputSourceMapsTo: maps}", "outputSourceMapsTo' of function 'one' is not supported"),
    ],
)
def test_options_that_cannot_be_followed_are_problems(project: Path, options: str, message: str) -> None:
    write(project, SOURCES)
    (problem,) = problems_of(project, CONFIG.replace("{outputModuleFormat: esm}", options))

    assert "stacktape.yml:9:" in problem
    assert message in problem


def test_what_esbuild_warns_of_is_a_warning_of_the_function(project: Path) -> None:
    write(project, {**SOURCES, "src/one.ts": "export default async () => ({ x: 1, x: 2 });"})
    stack = stack_of(project)
    (warning,) = Annotations.from_stack(stack).find_warning("/Demo/one", Match.any_value())

    text = str(warning.entry.data)
    assert text.startswith('src/one.ts: what bundles it warns:\n▲ [WARNING] Duplicate key "x"')
    assert "src/one.ts:1:" in text
    assert text.endswith("[ack: stacktape-constructs:bundling]")
