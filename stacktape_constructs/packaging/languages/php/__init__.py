"""PHP source files."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.language import Language
from stacktape_constructs.packaging.languages.php.image import package_for_image
from stacktape_constructs.packaging.languages.php.package import package_for_lambda

PHP = Language(
    name="PHP",
    suffixes=(".php",),
    runtime="PROVIDED_AL2023",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
