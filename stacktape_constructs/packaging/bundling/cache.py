"""Bundles that are kept from one synth to the next."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.observations import Observations

#: A folder for the cache, in the place of the user's own.
CACHE_VARIABLE = "STACKTAPE_CONSTRUCTS_CACHE"

#: Part of every key: another number makes all bundles anew. To be raised when bundles are made otherwise.
_FORMAT = 11
_UNUSED_SECONDS = 30 * 24 * 3600
#: What is ours, in a folder that may be somebody else's.
_OURS = re.compile(r"bundle-[0-9a-f]{32}(?:\.json|-[0-9a-f]{16}(?:\.json)?)")

_locks: dict[Path, threading.Lock] = {}


def cache_folder() -> Path:
    """Where bundles are kept: `$STACKTAPE_CONSTRUCTS_CACHE`, or the user's folder for caches."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        # The tools run in other folders.
        return Path(named).absolute()
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # https://specifications.freedesktop.org/basedir-spec/latest/ says to ignore a relative one.
    return (base if base.is_absolute() else _home() / ".cache") / "stacktape-constructs"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        problem = f"has no place: there is no home folder; name a folder with {CACHE_VARIABLE}"
        raise PackagingError(path="the cache of bundles", problem=problem) from None


@attrs.frozen
class KeptBundle:
    """A bundle that was made.

    Attributes:
        folder: its folder.
        warnings: what the tool warned of when it made it, in its own words.
    """

    folder: Path
    warnings: tuple[str, ...]


@attrs.frozen
class CacheEntry:
    """The bundles of one request, of which the newest counts.

        <cache>/bundle-<key of the request>.json          which of them that is, what was looked at, and its digest
        <cache>/bundle-<key of the request>-<anything>/   a bundle

    A bundle is never changed once it is named there, so another process may read it at any time.

    Attributes:
        pointer: the file that says which bundle is the newest.
    """

    pointer: Path

    @staticmethod
    def of(request: Mapping[str, Any]) -> CacheEntry:
        """The entry for a request: JSON data that says all that is not a file's content."""
        key = hashlib.sha256(json.dumps([_FORMAT, request], sort_keys=True).encode()).hexdigest()
        return CacheEntry(cache_folder() / f"bundle-{key[:32]}.json")

    @property
    def lock(self) -> threading.Lock:
        """To be held while a bundle is looked for and made: what is needed twice is then made once."""
        return _locks.setdefault(self.pointer, threading.Lock())

    def find(self) -> KeptBundle | None:
        """The bundle, if everything that it was made of is as it was."""
        try:
            latest = json.loads(self.pointer.read_bytes())
            bundle = self.pointer.with_name(latest["bundle"])
            # Who tidies folders for temporary files may have taken some of the bundle's.
            if _listing(bundle) != latest["listing"]:
                return None
            if Observations.of(latest["paths"]).look().digest != latest["digest"]:
                return None
            kept = KeptBundle(bundle, tuple(map(str, latest["warnings"])))
        except (OSError, ValueError, KeyError, TypeError):
            # Not there, or not written by us: then it is made again.
            return None
        # Tells `_remove_unused` of other runs that these are in use.
        with contextlib.suppress(OSError):
            os.utime(self.pointer)
            os.utime(bundle)
        return kept

    def make(self, maker: Callable[[Path], Observations]) -> KeptBundle:
        """Makes the bundle and keeps it.

        Args:
            maker: fills a folder and tells what it looked at. What it raises leaves nothing behind.

        Raises:
            PackagingError: the folder of the cache cannot be written.
        """
        _remove_unused(cache_folder())
        bundle = self.pointer.with_name(f"{self.pointer.stem}-{os.urandom(8).hex()}")
        try:
            self.pointer.parent.mkdir(parents=True, exist_ok=True)
            bundle.mkdir()
        except OSError as error:
            problem = f"is where bundles are kept, and cannot be written: {error.strerror}; name another folder with "
            raise PackagingError(path=str(self.pointer.parent), problem=problem + CACHE_VARIABLE) from None
        # By the clock that gives files their times, which is behind Python's.
        started = bundle.stat().st_mtime_ns
        try:
            observations = maker(bundle)
            view = observations.look()
        except BaseException:
            shutil.rmtree(bundle, ignore_errors=True)
            raise
        # What was changed meanwhile was read before or after: nobody knows which of them the bundle is of.
        if view.newest <= started:
            self._point_to(
                {
                    "bundle": bundle.name,
                    "listing": _listing(bundle),
                    "digest": view.digest,
                    "paths": observations.paths(),
                    "warnings": observations.warnings,
                }
            )
        return KeptBundle(bundle, tuple(observations.warnings))

    def _point_to(self, latest: Mapping[str, Any]) -> None:
        written = self.pointer.with_name(f"{latest['bundle']}.json")
        # `dump` would write it piece by piece, which takes ten times as long.
        written.write_bytes(json.dumps(latest).encode())
        written.replace(self.pointer)


def _listing(folder: Path) -> str:
    """A digest of which files are in a folder.

    Raises:
        OSError: the folder is not there.
    """
    names: list[str] = []
    left, start = [str(folder)], len(str(folder))
    while left:
        with os.scandir(left.pop()) as entries:
            for entry in entries:
                names.append(entry.path[start:])
                if entry.is_dir(follow_symlinks=False):
                    left.append(entry.path)
    return hashlib.sha256(os.fsencode("\0".join(sorted(names)))).hexdigest()


@functools.cache
def _remove_unused(folder: Path) -> None:
    """Removes what nobody has made or found for a month; once is enough for a process."""
    limit = time.time() - _UNUSED_SECONDS
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name) is None or entry.stat().st_mtime > limit:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink(missing_ok=True)
