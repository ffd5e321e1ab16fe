"""`JavaScriptOptions`: how TypeScript and JavaScript are bundled."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import attrs

from stacktape_constructs.errors import InvalidArgumentError


def _path(value: str | os.PathLike[str] | None) -> Path | None:
    return None if value is None else Path(value)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    # It would be taken for a list of its letters.
    if isinstance(names, str):
        raise InvalidArgumentError(
            path="JavaScriptOptions",
            argument="external_dependencies",
            problem=f"must be a list, got '{names}'; write [...] around it",
        )
    return tuple(names)


@attrs.frozen(kw_only=True)
class JavaScriptOptions:
    """How esbuild bundles TypeScript and JavaScript.

    Attributes:
        module_format: `esm` or `cjs`. ES modules may await at their top level. Default: `esm` for a
            `.mts` or `.mjs` file and in a package whose package.json says `"type": "module"`, else `cjs`.
        source_maps: put a source map beside the bundle, and have Node.js read it for stack traces.
        minify: write the shortest code. Stack traces stay readable with source maps.
        external_dependencies: packages that are not bundled but installed beside the bundle. Packages
            with native code are found and installed so by themselves.
        tsconfig: a tsconfig.json in the place of the one that esbuild finds by itself.
        esbuild: the program. Default: `$ESBUILD_BINARY_PATH`, then that of the nearest `node_modules`,
            from the source file's folder upward, then that on PATH.

    Example:
        ```python
        from stacktape_constructs import JavaScriptOptions

        options = JavaScriptOptions(module_format="esm", external_dependencies=["sharp"])
        assert options.source_maps
        ```
    """

    module_format: Literal["esm", "cjs"] | None = None
    source_maps: bool = True
    minify: bool = False
    external_dependencies: tuple[str, ...] = attrs.field(default=(), converter=_names)
    tsconfig: Path | None = attrs.field(default=None, converter=_path)
    esbuild: Path | None = attrs.field(default=None, converter=_path)
