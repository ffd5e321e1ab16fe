"""Go source files, compiled by the Go toolchain."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.go.image import package_for_image
from stacktape_constructs.packaging.languages.go.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import Language

# Stacktape runs Go on provided.al2; its Amazon Linux 2 has reached its end of life.
GO = Language(
    name="Go",
    suffixes=(".go",),
    runtime="PROVIDED_AL2023",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
