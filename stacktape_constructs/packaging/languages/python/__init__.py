"""Python source files, with the dependencies that uv or pip installs."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.language import Language
from stacktape_constructs.packaging.languages.python.image import package_for_image
from stacktape_constructs.packaging.languages.python.package import package_for_lambda

PYTHON = Language(
    name="Python",
    suffixes=(".py",),
    runtime="PYTHON_3_13",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
