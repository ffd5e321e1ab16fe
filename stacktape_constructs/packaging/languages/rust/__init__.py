"""Rust source files, compiled by cargo."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.language import Language
from stacktape_constructs.packaging.languages.rust.image import package_for_image
from stacktape_constructs.packaging.languages.rust.package import package_for_lambda

RUST = Language(
    name="Rust",
    suffixes=(".rs",),
    runtime="PROVIDED_AL2023",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
