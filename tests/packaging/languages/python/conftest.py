from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, with caches of its own and `wheels` as the only place that packages come from."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    settings = tmp_path / "uv.toml"
    settings.write_text(f'no-index = true\nfind-links = ["{wheels}"]\n')
    for name, value in {
        "UV_CONFIG_FILE": settings,
        "UV_CACHE_DIR": tmp_path / "uv-cache",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": wheels,
        "PIP_CACHE_DIR": tmp_path / "pip-cache",
    }.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.delenv("UV_PYTHON_DOWNLOADS", raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """The folder that packages come from."""
    return tmp_path / "wheels"
