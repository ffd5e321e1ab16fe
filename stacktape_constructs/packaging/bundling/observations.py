"""What a bundle was made of, so that it can be told whether it would be made the same again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_MISSING = "missing"


class Observations:
    """Files and folders that a tool looked at, each with a digest of what it saw there.

    A tool also looks for files that are not there: `import "./a"` takes `a.ts` before `a/index.ts`. So a
    folder is observed by the names in it, and a file may be observed to be missing.

    There may be thousands for one bundle, so that paths are text here.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], str] = {}

    def add_file(self, path: Path | str) -> None:
        """Observes the content of a file, or that it is missing."""
        self._add("file", str(path))

    def add_names(self, folder: Path | str) -> None:
        """Observes which files and folders are in a folder, and not what is in them."""
        self._add("names", str(folder))

    def _add(self, kind: str, path: str) -> None:
        key = (kind, path)
        if key not in self._seen:
            self._seen[key] = _digest(kind, path)

    def digest(self) -> str:
        """One digest of everything that was seen."""
        text = json.dumps(sorted((kind, path, seen) for (kind, path), seen in self._seen.items()))
        return hashlib.sha256(text.encode()).hexdigest()

    def paths(self) -> list[list[str]]:
        """What was looked at, as JSON data, without what was seen."""
        return sorted([kind, path] for kind, path in self._seen)

    @staticmethod
    def again(paths: Iterable[Any]) -> Observations:
        """Looks again at what `paths` returned."""
        observations = Observations()
        for kind, path in paths:
            observations._add(kind, path)
        return observations


def _digest(kind: str, path: str) -> str:
    try:
        content = _content(path) if kind == "file" else "\0".join(sorted(os.listdir(path))).encode()  # noqa: PTH208
    except OSError:
        return _MISSING
    return hashlib.sha256(content).hexdigest()


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()
