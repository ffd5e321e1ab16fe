from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.languages.javascript.esbuild_program import BINARY_VARIABLE
from tests.packaging.languages.javascript.projects import ESBUILD


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, with a cache of its own and the repository's esbuild."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.delenv(BINARY_VARIABLE, raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    # Where every project's own esbuild is found: upward from its source files.
    programs = tmp_path / "node_modules" / ".bin"
    programs.mkdir(parents=True)
    (programs / "esbuild").symlink_to(ESBUILD)
    return folder
