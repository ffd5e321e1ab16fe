"""Python source files, copied as they are."""

from __future__ import annotations

from pathlib import Path

from stacktape_constructs.packaging.languages.language import (
    ContainerRecipe,
    LambdaSource,
    Language,
    module_name,
)


def _package(file: Path, handler_function: str | None) -> LambdaSource:
    function = handler_function or "handler"
    return LambdaSource(handler=f"{module_name(file)}.{function}", files={file.name: file})


PYTHON = Language(
    name="Python",
    suffixes=(".py",),
    runtime="PYTHON_3_13",
    package_for_lambda=_package,
    container=ContainerRecipe(
        base_image="public.ecr.aws/docker/library/python:3.13-slim",
        command=("python",),
        # Without it a job's last lines are lost when it is ended from outside.
        environment={"PYTHONUNBUFFERED": "1"},
    ),
)
