"""Java source files, which are built by a project's own build."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.java.image import package_for_image
from stacktape_constructs.packaging.languages.java.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import Language

JAVA = Language(
    name="Java",
    suffixes=(".java",),
    runtime="JAVA_21",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
