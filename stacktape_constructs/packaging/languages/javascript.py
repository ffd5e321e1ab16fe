"""JavaScript source files, copied as they are."""

from __future__ import annotations

import re
from pathlib import Path

from stacktape_constructs.packaging.languages.language import (
    ContainerRecipe,
    LambdaSource,
    Language,
    module_name,
)

# A minified file is one line, so a statement may also begin behind another one.
_STATEMENT = r"(?:^|[;}])[ \t]*"
_DEFAULT_EXPORT = re.compile(
    _STATEMENT + r"(?:export\s+default\b"
    r"|export\s*\{(?:[^}]*\bas\s+default\b|(?:[^}]*,)?\s*default\s*[,}])"
    r"|(?:module\.)?exports\.default\s*=)",
    re.MULTILINE,
)
# `import(...)` is left out: CommonJS has it too.
_MODULE_SYNTAX = re.compile(
    _STATEMENT + r"(?:export\s*[{*]"
    r"|export\s+(?:default|async|function|class|const|let|var)\b"
    r"|import(?:\s+\w|\s*[{*\"']))",
    re.MULTILINE,
)


def _package(file: Path, handler_function: str | None) -> LambdaSource:
    text = file.read_text(encoding="utf-8", errors="replace")
    if handler_function is None:
        # Stacktape calls the default export; Lambda's own documentation names the export `handler`.
        handler_function = "default" if _DEFAULT_EXPORT.search(text) else "handler"
    generated = {}
    if file.suffix == ".js" and _MODULE_SYNTAX.search(text):
        # Lambda takes a lone .js file for CommonJS; before Node 24 it even turns Node's detection off.
        # https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
        generated["package.json"] = '{"type": "module"}\n'
    return LambdaSource(handler=f"{module_name(file)}.{handler_function}", files={file.name: file}, generated=generated)


JAVASCRIPT = Language(
    name="JavaScript",
    suffixes=(".js", ".mjs", ".cjs"),
    runtime="NODEJS_24_X",
    package_for_lambda=_package,
    container=ContainerRecipe(
        base_image="public.ecr.aws/docker/library/node:24-slim",
        command=("node",),
        environment={"NODE_ENV": "production"},
    ),
)
