"""Bundles that are kept from one synth to the next."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.packaging.bundling.observations import Observations

#: A folder for the cache, in the place of the user's own.
CACHE_VARIABLE = "STACKTAPE_CONSTRUCTS_CACHE"

#: Part of every key: another number makes all bundles anew. To be raised when bundles are made otherwise.
_FORMAT = 2
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

        <folder>/<key of the request>/latest.json      what was looked at, and the digest of that
        <folder>/<key of the request>/<digest>/        the bundle

    A bundle is never changed once it has its name, so another process may read it at any time.

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
            latest = json.loads((self.folder / "latest.json").read_text(encoding="utf-8"))
            digest = str(latest["digest"])
            if Observations.again(latest["paths"]).digest() != digest:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            # Not there, or not written by us: then it is made again.
            return None
        bundle = self.folder / digest
        if not bundle.is_dir():
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
        _remove_unused()
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=self.folder))
        try:
            unfinished.chmod(0o755)
            observations = maker(unfinished)
            digest = observations.digest()
            bundle = self.folder / digest
            with contextlib.suppress(OSError):
                # Where another process was faster, its bundle is as good.
                unfinished.rename(bundle)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        self._point_to(digest, observations)
        return bundle

    def _point_to(self, digest: str, observations: Observations) -> None:
        handle, name = tempfile.mkstemp(prefix="latest-", dir=self.folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            # `dump` would write it piece by piece, which takes ten times as long.
            file.write(json.dumps({"digest": digest, "paths": observations.paths()}))
        Path(name).replace(self.folder / "latest.json")
        for old in self.folder.iterdir():
            if old.is_dir() and old.name != digest and _is_unused(old):
                shutil.rmtree(old, ignore_errors=True)


def _remove_unused() -> None:
    """Removes the entries of requests that nobody has made for a month."""
    with contextlib.suppress(OSError):
        for entry in cache_folder().iterdir():
            if _is_unused(entry):
                shutil.rmtree(entry, ignore_errors=True)


def _is_unused(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - folder.stat().st_mtime > _UNUSED_SECONDS
    return False
