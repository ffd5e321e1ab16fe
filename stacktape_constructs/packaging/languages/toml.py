"""TOML files of a project."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from stacktape_constructs.errors import PackagingError


def read_toml(file: Path) -> Mapping[str, Any]:
    """The content of a file.

    Raises:
        PackagingError: it is not TOML, or cannot be read; or this Python is 3.10, which cannot read
            TOML by itself, and has no `tomli`.
    """
    path = os.fspath(file)
    toml = _reader()
    if toml is None:
        raise PackagingError(
            path=path, problem="cannot be read by Python 3.10 alone; take Python 3.11 or later, or install tomli"
        )
    try:
        content: Mapping[str, Any] = toml.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackagingError(path=path, problem=f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise PackagingError(path=path, problem=f"is not TOML: {error}; correct it") from None
    return content


def check_toml(file: Path) -> None:
    """Refuses a file that is not TOML, if this Python can tell.

    Raises:
        PackagingError: it is not TOML, or cannot be read.
    """
    if _reader() is not None:
        read_toml(file)


def _reader() -> ModuleType | None:
    for name in ("tomllib", "tomli"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def table(content: Mapping[str, Any], *keys: str, file: Path) -> Mapping[str, Any]:
    """The table at a path of keys; empty where there is none.

    Raises:
        PackagingError: there is something else.
    """
    for place, key in enumerate(keys, 1):
        content = content.get(key, {})
        if not isinstance(content, dict):
            raise PackagingError(
                path=os.fspath(file), problem=f"must have a table [{'.'.join(keys[:place])}], got {content!r}"
            )
    return content
