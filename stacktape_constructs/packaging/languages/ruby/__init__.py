"""Ruby source files, copied with the files that they require by their place."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.language import Language
from stacktape_constructs.packaging.languages.ruby.image import package_for_image
from stacktape_constructs.packaging.languages.ruby.package import package_for_lambda

RUBY = Language(
    name="Ruby",
    suffixes=(".rb",),
    runtime="RUBY_3_3",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
