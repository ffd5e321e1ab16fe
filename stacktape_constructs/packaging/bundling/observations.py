"""What a bundle was made of, so that it can be told whether it would be made the same again."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import attrs

from stacktape_constructs.packaging.file_modes import is_program

#: What was seen of a file: a digest of its content and of whether it is a program, and when it was changed last.
_Seen = tuple[bytes, int]

# Twice as fast as SHA-256 where the processor does not know that, and half as fast where it does.
_digest = partial(hashlib.blake2b, digest_size=32)

#: The digest of what is not there.
_NOTHING = bytes(32)
_MISSING: _Seen = (_NOTHING, 0)
#: The clocks of file systems go in steps: within one, a file may change twice and look the same.
_SETTLED_NANOSECONDS = 1_000_000_000
#: What tells a program from a file of the same content.
_PROGRAM = b"\0executable"
_AT_ONCE = 64 * 1024
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)

_looking = threading.Lock()

#: Files that were read, by their path: the state in which each was, and what was seen. A stack's functions share many.
_known: dict[str, tuple[tuple[int, int, int, int], _Seen]] = {}


@attrs.frozen
class View:
    """What was seen of some files and folders.

    Attributes:
        digest: differs if anything differs that was looked at.
        newest: the time of the latest change to any of the files, in nanoseconds as file systems give them. Folders
            do not count: the tools write into some of them.
    """

    digest: str
    newest: int


class Observations:
    """Files and folders that a tool looked at.

    A tool also looks for files that are not there: `import "./a"` takes `a.ts` before `a/index.ts`. So a
    folder is observed by the names in it, and a file may be observed to be missing.

    There may be thousands for one bundle, so that paths are text here, and one digest is made of all.
    """

    def __init__(self) -> None:
        self._files: dict[str, None] = {}
        self._names: dict[str, None] = {}
        #: What the tool warned of, in its own words.
        self.warnings: list[str] = []

    def add_file(self, path: Path | str) -> None:
        """Observes the content of a file, whether it is a program, or that it is missing."""
        self._files[str(path)] = None

    def add_names(self, folder: Path | str) -> None:
        """Observes which files and folders are in a folder, and not what is in them."""
        self._names[str(folder)] = None

    def look(self) -> View:
        """Looks at all of it."""
        # One thread at a time: to look at a file lets the next thread run, and with several that all have
        # files to look at, to change between them takes longer than to look.
        with _looking:
            files = [_file(path) for path in self._files]
            names = [_names(folder) for folder in self._names]
        digest = _digest()
        for paths, seen in ((self._files, [content for content, _ in files]), (self._names, names)):
            digest.update(b"%d\0%b\0" % (len(paths), os.fsencode("\0".join(paths))))
            digest.update(b"".join(seen))
        return View(digest.hexdigest(), max((changed for _, changed in files), default=0))

    def paths(self) -> dict[str, list[str]]:
        """What is looked at, as JSON data in the order in which it was added."""
        return {"files": list(self._files), "names": list(self._names)}

    @staticmethod
    def of(paths: Mapping[str, Iterable[str]]) -> Observations:
        """What `paths` returned."""
        observations = Observations()
        observations._files = dict.fromkeys(paths["files"])
        observations._names = dict.fromkeys(paths["names"])
        return observations


def _file(path: str) -> _Seen:
    try:
        known = _known.get(path)
        if known is not None and known[0] == _state(os.stat(path)):  # noqa: PTH116
            return known[1]
        state, seen = _read(path)
    except OSError:
        return _MISSING
    if time.time_ns() - seen[1] > _SETTLED_NANOSECONDS:
        _known[path] = state, seen
    return seen


def _read(path: str) -> tuple[tuple[int, int, int, int], _Seen]:
    # Without Python's file objects, which take longer than the reading of a small file.
    file = os.open(path, _READ)
    try:
        content = os.read(file, _AT_ONCE)
        digest = _digest(content)
        found = os.fstat(file)
        # Nearly all are read at once, and to ask for the end takes as long as to read.
        if len(content) < found.st_size:
            while content := os.read(file, _AT_ONCE):
                digest.update(content)
            found = os.fstat(file)
    finally:
        os.close(file)
    if is_program(found):
        digest.update(_PROGRAM)
    return _state(found), (digest.digest(), _changed(found))


def _names(folder: str) -> bytes:
    try:
        names = "\0".join(sorted(os.listdir(folder)))  # noqa: PTH208
    except OSError:
        return _NOTHING
    return _digest(os.fsencode(names)).digest()


def _state(found: os.stat_result) -> tuple[int, int, int, int]:
    """What is another one when a file is."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _changed(found: os.stat_result) -> int:
    # A file that was moved to a name kept the time of its content.
    return max(found.st_mtime_ns, found.st_ctime_ns)
