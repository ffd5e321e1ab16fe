"""What a bundle was made of, so that it can be told whether it would be made the same again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

#: In the place of a size.
_MISSING = -1
_AT_ONCE = 64 * 1024


class Observations:
    """Files and folders that a tool looked at, and a digest of all that was seen there.

    A tool also looks for files that are not there: `import "./a"` takes `a.ts` before `a/index.ts`. So a
    folder is observed by the names in it, and a file may be observed to be missing.

    There may be thousands for one bundle, so that paths are text here, and one digest is made of all.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], None] = {}
        self._digest = hashlib.sha256()

    def add_file(self, path: Path | str) -> None:
        """Observes the content of a file, or that it is missing."""
        self._add("file", str(path))

    def add_names(self, folder: Path | str) -> None:
        """Observes which files and folders are in a folder, and not what is in them."""
        self._add("names", str(folder))

    def _add(self, kind: str, path: str) -> None:
        key = (kind, path)
        if key in self._seen:
            return
        self._seen[key] = None
        try:
            content = _content(path) if kind == "file" else _names(path)
            size = len(content)
        except OSError:
            content, size = b"", _MISSING
        self._digest.update(b"%b\0%b\0%d\0%b" % (kind.encode(), os.fsencode(path), size, content))

    def digest(self) -> str:
        """One digest of everything that was seen, in the order in which it was."""
        return self._digest.hexdigest()

    def paths(self) -> list[list[str]]:
        """What was looked at, as JSON data in that order, without what was seen."""
        return [[kind, path] for kind, path in self._seen]

    @staticmethod
    def again(paths: Iterable[Any]) -> Observations:
        """Looks again at what `paths` returned."""
        observations = Observations()
        for kind, path in paths:
            observations._add(kind, path)
        return observations


def _content(path: str) -> bytes:
    # Without Python's file objects, which take longer than the reading of a small file.
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        content = os.read(file, _AT_ONCE)
        if len(content) < _AT_ONCE:
            return content
        pieces = [content]
        while content := os.read(file, _AT_ONCE):
            pieces.append(content)
        return b"".join(pieces)
    finally:
        os.close(file)


def _names(folder: str) -> bytes:
    return os.fsencode("\0".join(sorted(os.listdir(folder))))  # noqa: PTH208
