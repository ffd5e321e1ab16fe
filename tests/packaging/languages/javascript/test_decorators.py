from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from tests.packaging.languages.javascript.projects import package
from tests.packaging.languages.projects import write

ASKS = '{"compilerOptions": {"emitDecoratorMetadata": true}}'
HANDLER = "export const handler = async () => 1;"


@pytest.mark.parametrize(
    ("files", "entry", "warned"),
    [
        ({"tsconfig.json": ASKS}, "src/a.ts", True),
        ({"tsconfig.json": ASKS, "src/tsconfig.json": "{}"}, "src/a.ts", False),
        ({"tsconfig.json": ASKS}, "src/a.mjs", False),
        ({"tsconfig.json": '{\n  // "emitDecoratorMetadata": true\n}'}, "src/a.ts", False),
        ({"tsconfig.json": ASKS.replace("true", "false")}, "src/a.ts", False),
        ({}, "src/a.ts", False),
    ],
)
def test_who_asks_for_metadata_is_told_that_there_is_none(
    files: dict[str, str], entry: str, warned: bool, project: Path
) -> None:
    write(project, {**files, "src/b.ts": "export const b = 1;", entry: f'import "./b";\n{HANDLER}'})
    warnings = package(project, entry).warnings

    assert set(warnings) == ({"decoratorMetadata"} if warned else set())
    if warned:
        assert f"src/a.ts: {project}/tsconfig.json sets emitDecoratorMetadata" in warnings["decoratorMetadata"]


def test_a_tsconfig_that_is_named_counts(project: Path) -> None:
    write(project, {"a.ts": HANDLER, "tsconfig.json": ASKS, "tsconfig.lambda.json": "{}"})

    assert package(project, "a.ts", options=JavaScriptOptions(tsconfig="tsconfig.lambda.json")).warnings == {}
