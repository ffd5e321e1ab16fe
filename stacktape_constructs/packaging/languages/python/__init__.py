"""Python source files, with the dependencies that uv or pip installs."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.language import ContainerRecipe, Language
from stacktape_constructs.packaging.languages.python.package import package_for_lambda

PYTHON = Language(
    name="Python",
    suffixes=(".py",),
    runtime="PYTHON_3_13",
    package_for_lambda=package_for_lambda,
    container=ContainerRecipe(
        base_image="public.ecr.aws/docker/library/python:3.13-slim",
        command=("python",),
        # Without it a job's last lines are lost when it is ended from outside.
        environment={"PYTHONUNBUFFERED": "1"},
    ),
)
