"""TypeScript and JavaScript source files, bundled by the user's esbuild."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.javascript.image import package_for_image
from stacktape_constructs.packaging.languages.javascript.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import Language

JAVASCRIPT = Language(
    name="JavaScript",
    suffixes=(".js", ".mjs", ".cjs"),
    runtime="NODEJS_24_X",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)

TYPESCRIPT = Language(
    name="TypeScript",  # and JSX, which has to be compiled as well
    suffixes=(".ts", ".mts", ".cts", ".tsx", ".jsx"),
    runtime="NODEJS_24_X",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
