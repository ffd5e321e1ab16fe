"""Projects in TypeScript, and their bundles by this repository's esbuild."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.javascript.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import LambdaSource
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.requests import request_for
from tests.packaging.runtimes import Deployed
from tests.support import REPOSITORY

ESBUILD = REPOSITORY / "node_modules" / ".bin" / "esbuild"

GREETING = {
    "src/a.ts": 'import { greet } from "./greet";\nexport const handler = async (name: string) => greet(name);\n',
    "src/greet.ts": "export const greet = (name: string): string => `hello ${name}`;\nexport const unused = 1;\n",
}


def package(project: Path, entry: str, **changes: Any) -> LambdaSource:
    request = request_for(project / entry, title=entry, folder=ProjectFolder(project), **changes)
    return package_for_lambda(request)


def bundle(project: Path, entry: str, **changes: Any) -> Path:
    source = package(project, entry, **changes)
    assert source.bundle is not None
    return source.bundle.folder()


def refused(project: Path, entry: str, **changes: Any) -> PackagingError:
    with pytest.raises(PackagingError) as caught:
        bundle(project, entry, **changes)
    return caught.value


def called(folder: Path, handler: str, event: object) -> Any:
    """What the handler of a bundle answers."""
    return Deployed(package=folder, handler=handler, runtime="nodejs24.x").call(event)
