from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs import ContainerPackage, LambdaPackage
from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write


@pytest.mark.parametrize(
    ("make", "arguments", "said"),
    [
        (LambdaPackage.from_file, {"architecture": "arm64"}, "must have an Architecture, such as .* got 'arm64'"),
        (LambdaPackage.from_file, {"include_files": "src/*"}, r"takes a list as include_files, .* write \['src/\*'\]"),
        (
            LambdaPackage.from_file,
            {"exclude_dependencies": "numpy"},
            "takes a list as exclude_dependencies, got 'numpy'",
        ),
        (ContainerPackage.from_file, {"build_commands": "apt-get update"}, "takes a list as build_commands"),
        (ContainerPackage.from_file, {"version": 3.12}, "takes a text as version, got 3.12; write '3.12'"),
    ],
)
def test_a_value_of_another_kind_is_told(make: Any, arguments: dict[str, Any], said: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "def handler(event, context): ..."})

    with pytest.raises(PackagingError, match=rf"^a\.py: {said}"):
        make("a.py", project_folder=ProjectFolder(tmp_path), **arguments)


@pytest.mark.parametrize("path", [None, 3])
def test_what_is_no_path_is_told(path: Any) -> None:
    for make in (LambdaPackage.from_file, ContainerPackage.from_file):
        with pytest.raises(PackagingError, match=f"^{path}: must be a path, such as 'src/handler.py'"):
            make(path)
    with pytest.raises(PackagingError, match=f"^{path}: must be a path"):
        LambdaPackage.from_artifact(path, runtime=lambda_.Runtime.PYTHON_3_13)
