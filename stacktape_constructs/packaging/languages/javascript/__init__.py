"""TypeScript and JavaScript source files, bundled by the user's esbuild."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.javascript.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import ContainerRecipe, Language

JAVASCRIPT = Language(
    name="JavaScript",
    suffixes=(".js", ".mjs", ".cjs"),
    runtime="NODEJS_24_X",
    package_for_lambda=package_for_lambda,
    container=ContainerRecipe(
        base_image="public.ecr.aws/docker/library/node:24-slim",
        command=("node",),
        environment={"NODE_ENV": "production"},
    ),
)

TYPESCRIPT = Language(
    name="TypeScript",  # and JSX, which has to be compiled as well
    suffixes=(".ts", ".mts", ".cts", ".tsx", ".jsx"),
    runtime="NODEJS_24_X",
    package_for_lambda=package_for_lambda,
)
