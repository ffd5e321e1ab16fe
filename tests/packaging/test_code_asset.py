from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest

from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.javascript.projects import ESBUILD
from tests.packaging.languages.projects import write
from tests.support import new_app

HANDLERS = {"copied.py": "def handler(event, context): ...", "bundled.ts": "export const handler = () => 1;"}


@pytest.mark.parametrize(
    ("source", "options"), [("copied.py", None), ("bundled.ts", JavaScriptOptions(esbuild=ESBUILD))]
)
def test_a_file_that_becomes_a_program_makes_another_asset(
    source: str, options: JavaScriptOptions | None, tmp_path: Path
) -> None:
    write(tmp_path, {**HANDLERS, "bin/a": "", "bin/b": ""})

    keys = set()
    for program in (None, "a", "b"):
        for name in ("a", "b"):
            (tmp_path / "bin" / name).chmod(0o755 if name == program else 0o644)
        package = LambdaPackage.from_file(
            source, include_files=["bin/*"], options=options, project_folder=ProjectFolder(tmp_path)
        )
        location = package.code.bind(cdk.Stack(new_app(), "Demo")).s3_location
        assert location is not None
        keys.add(location.object_key)

    assert len(keys) == 3
