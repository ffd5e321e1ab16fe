"""Bundles that are kept from one synth to the next."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.packaging.bundling.observations import Observations

#: A folder for the cache, in the place of the user's own.
CACHE_VARIABLE = "STACKTAPE_CONSTRUCTS_CACHE"

#: Part of every key: another number makes all bundles anew. To be raised when bundles are made otherwise.
_FORMAT = 3
_LATEST = "latest.json"
_UNUSED_SECONDS = 30 * 24 * 3600


def cache_folder() -> Path:
    """Where bundles are kept: `$STACKTAPE_CONSTRUCTS_CACHE`, or the user's folder for caches."""
    if CACHE_VARIABLE in os.environ:
        return Path(os.environ[CACHE_VARIABLE])
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "stacktape-constructs"


@attrs.frozen
class CacheEntry:
    """The bundles of one request, of which the newest counts.

        <folder>/<key of the request>/latest.json      which bundle that is, what was looked at, and the digest of it
        <folder>/<key of the request>/<any name>/      a bundle

    A bundle is never changed once it is named as the latest, so another process may read it at any time.

    Attributes:
        folder: the folder of the request.
    """

    folder: Path

    @staticmethod
    def of(request: Mapping[str, Any]) -> CacheEntry:
        """The entry for a request: JSON data that says all that is not a file's content."""
        key = hashlib.sha256(json.dumps([_FORMAT, request], sort_keys=True).encode()).hexdigest()
        return CacheEntry(cache_folder() / key[:32])

    def find(self) -> Path | None:
        """The bundle, if everything that it was made of is as it was."""
        try:
            latest = json.loads((self.folder / _LATEST).read_bytes())
            bundle = self.folder / str(latest["bundle"])
            if not bundle.is_dir() or Observations.again(latest["paths"]).digest() != latest["digest"]:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            # Not there, or not written by us: then it is made again.
            return None
        # Tells `_remove_unused` of other runs that this one is in use.
        with contextlib.suppress(OSError):
            os.utime(self.folder)
        return bundle

    def make(self, maker: Callable[[Path], Observations]) -> Path:
        """Makes the bundle and keeps it.

        Args:
            maker: fills a folder and tells what it looked at. What it raises leaves nothing behind.
        """
        _remove_unused(cache_folder())
        self.folder.mkdir(parents=True, exist_ok=True)
        bundle = self.folder / os.urandom(8).hex()
        bundle.mkdir()
        # By the clock that gives files their times, which is behind Python's.
        started = bundle.stat().st_mtime_ns
        try:
            observations = maker(bundle)
        except BaseException:
            shutil.rmtree(bundle, ignore_errors=True)
            raise
        # What was changed meanwhile was read before or after: nobody knows which of them the bundle is of.
        if observations.newest <= started:
            self._point_to(bundle, observations)
        return bundle

    def _point_to(self, bundle: Path, observations: Observations) -> None:
        written = bundle.with_suffix(".json")
        # `dump` would write it piece by piece, which takes ten times as long.
        latest = {"bundle": bundle.name, "digest": observations.digest(), "paths": observations.paths()}
        written.write_bytes(json.dumps(latest).encode())
        written.replace(self.folder / _LATEST)
        for old in self.folder.iterdir():
            if old.name not in (bundle.name, _LATEST) and _is_unused(old):
                shutil.rmtree(old, ignore_errors=True)


@functools.cache
def _remove_unused(folder: Path) -> None:
    """Removes the entries of requests that nobody has made for a month; once is enough for a process."""
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            if _is_unused(entry):
                shutil.rmtree(entry, ignore_errors=True)


def _is_unused(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - folder.stat().st_mtime > _UNUSED_SECONDS
    return False
