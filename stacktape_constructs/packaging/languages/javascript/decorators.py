"""Metadata of TypeScript's decorators, which esbuild does not write.

https://esbuild.github.io/content-types/#typescript-caveats
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from stacktape_constructs.packaging.languages.language import LambdaRequest

_TYPESCRIPT = (".ts", ".mts", ".cts", ".tsx")
_ASKED_FOR = re.compile(r'^(?!\s*//).*"emitDecoratorMetadata"\s*:\s*true', re.MULTILINE)


def metadata_warnings(request: LambdaRequest, tsconfig: Path | None) -> Mapping[str, str]:
    """A warning where a project in TypeScript asks for such metadata.

    Args:
        request: what is packaged.
        tsconfig: the tsconfig.json that is named; None where it is the nearest one.
    """
    if request.entry.suffix not in _TYPESCRIPT:
        return {}
    candidates = [tsconfig] if tsconfig else [folder / "tsconfig.json" for folder in request.folders_upward()]
    nearest = next((file for file in candidates if file.is_file()), None)
    if nearest is None or not _ASKED_FOR.search(nearest.read_text(encoding="utf-8", errors="replace")):
        return {}
    return {
        "decoratorMetadata": f"{request.title}: {nearest} sets emitDecoratorMetadata, which esbuild does not write; "
        "where the code reads such metadata (NestJS, TypeORM), compile it with tsc, and give the compiled file"
    }
