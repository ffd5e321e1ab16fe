"""Projects of a language, and what becomes of their files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.language import LambdaSource
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.requests import request_for

#: Those of CDK would start its Node.js, which a test that empties PATH has not.
_RUNTIMES = {".go": "provided.al2023", ".rs": "provided.al2023", ".cs": "dotnet10", ".rb": "ruby3.4",
             ".java": "java21", ".php": "provided.al2023"}  # fmt: skip


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def package(project: Path, entry: str, **changes: Any) -> LambdaSource:
    language = language_of(entry)
    values = {"title": entry, "folder": ProjectFolder(project), "runtime": _RUNTIMES[Path(entry).suffix], **changes}
    return language.package_for_lambda(request_for(project / entry, **values))


def bundle(project: Path, entry: str, **changes: Any) -> Path:
    source = package(project, entry, **changes)
    assert source.bundle is not None
    return source.bundle.folder()


def refusal(project: Path, entry: str, **changes: Any) -> PackagingError:
    """What is said of a file that cannot be packaged."""
    with pytest.raises(PackagingError) as caught:
        bundle(project, entry, **changes)
    return caught.value
