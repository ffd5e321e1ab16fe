from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs import Function, LambdaPackage
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.support import REPOSITORY, new_app


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    (tmp_path / "a.ts").write_text("export const handler = async (): Promise<number> => 1;")
    return tmp_path


def assets_of(project: Path, **context: Any) -> list[list[str]]:
    """The names in each asset of an app with the function."""
    app = new_app(**context)
    package = LambdaPackage.from_file(
        "a.ts",
        options=JavaScriptOptions(esbuild=REPOSITORY / "node_modules" / ".bin" / "esbuild"),
        project_folder=ProjectFolder(project),
    )
    Function(cdk.Stack(app, "Demo"), "A", packaging=package)
    assembly = Path(app.synth().directory)
    return sorted(sorted(path.name for path in asset.iterdir()) for asset in assembly.glob("asset.*"))


def test_a_bundle_is_an_asset(project: Path) -> None:
    assert assets_of(project) == [["index.js", "index.js.map"]]


def test_a_stack_whose_code_is_not_asked_for_is_not_bundled(project: Path) -> None:
    assert assets_of(project, **{"aws:cdk:bundling-stacks": []}) == [["PLACEHOLDER.txt"]]
    assert not (project / "cache").exists()
