"""`Bundle`: a folder that a tool makes of source files, at most once and only if it is asked for."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.cache import CacheEntry, KeptBundle
from stacktape_constructs.packaging.bundling.gathering import announce, traveling, withdraw
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.bundling.progress import report
from stacktape_constructs.packaging.file_modes import packaged_mode

#: As many are begun at once. A tool that makes several at once is told of no more.
_AT_ONCE = 16

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None


class Check(Protocol):
    """Refuses a bundle by a PackagingError."""

    def __call__(self, folder: Path, *, title: str) -> None:
        """Looks at a bundle's folder."""


@attrs.define(eq=False)
class Bundle:
    """What is to be made, and how.

    Making it runs the users' tools and no CDK, so several are made at the same time.

    Attributes:
        title: what progress and errors call it: the source file as it was given.
        request: JSON data with all that the result depends on beside the content of files.
        make: fills a folder and tells what it looked at. It raises a PackagingError.
        files: files to put into the folder, by their path in it.
        texts: texts of more files to put there.
        checks: refuse what is no use to its runtime, by a PackagingError.
    """

    title: str
    request: Mapping[str, Any]
    make: Callable[[Path], Observations]
    files: Mapping[str, Path] = attrs.field(factory=dict)
    texts: Mapping[str, str] = attrs.field(factory=dict)
    checks: tuple[Check, ...] = ()
    _made: Future[KeptBundle] | None = attrs.field(default=None, init=False)

    def with_files(self, files: Mapping[str, Path], texts: Mapping[str, str] | None = None) -> Bundle:
        """The same bundle with more files in it, and with texts for those that are not among them."""
        more = {name: text for name, text in (texts or {}).items() if name not in files}
        return attrs.evolve(self, files={**self.files, **files}, texts={**self.texts, **more})

    def with_check(self, check: Check) -> Bundle:
        """The same bundle, refused where a check refuses it."""
        return attrs.evolve(self, checks=(*self.checks, check))

    def start(self) -> None:
        """Begins to make the bundle beside what else goes on; `folder` waits for it."""
        start_all([self])

    def folder(self) -> Path:
        """The folder, which must not be changed.

        Raises:
            PackagingError: it cannot be made.
        """
        return self._result().folder

    def warnings(self) -> tuple[str, ...]:
        """What the tool warned of, in its own words.

        Raises:
            PackagingError: the bundle cannot be made.
        """
        return self._result().warnings

    def _result(self) -> KeptBundle:
        made = self._begin()
        if made is not None:
            self._make_into(made)
        assert self._made is not None
        try:
            return self._made.result()
        except KeyboardInterrupt:
            _drop_what_waits()
            raise

    def _begin(self) -> Future[KeptBundle] | None:
        """What the bundle is to be made into, for the first who asks."""
        with _lock:
            if self._made is not None:
                return None
            self._made = Future()
            return self._made

    def _make_beside_others(self, made: Future[KeptBundle]) -> None:
        with traveling():
            self._make_into(made)

    def _make_into(self, made: Future[KeptBundle]) -> None:
        try:
            made.set_result(self._find_or_make())
        except BaseException as error:
            made.set_exception(error)
            if isinstance(error, KeyboardInterrupt):
                _drop_what_waits()

    def _find_or_make(self) -> KeptBundle:
        files = {name: str(file) for name, file in self.files.items()}
        entry = CacheEntry.of({**self.request, "files": files, "texts": self.texts})
        # Two functions of one file are one bundle: the second waits, and finds it.
        with entry.lock:
            found = entry.find()
            if found is not None:
                return found
            start = time.perf_counter()
            made = entry.make(self._make_and_check)
            report(self.title, made.folder, time.perf_counter() - start)
            return made

    def _make_and_check(self, folder: Path) -> Observations:
        observations = self.make(folder)
        for name, file in self.files.items():
            self._add(folder / name, file)
            observations.add_file(file)
        for name, text in self.texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            (folder / name).chmod(0o644)
        for check in self.checks:
            check(folder, title=self.title)
        return observations

    def _add(self, target: Path, file: Path) -> None:
        if target.exists():
            raise PackagingError(
                path=self.title,
                problem=f"is bundled as {target.name}, and the included file {file} has that place, too; "
                "rename or exclude the included one",
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.chmod(packaged_mode(file.stat()))


def start_all(bundles: Iterable[Bundle]) -> None:
    """Begins to make bundles at the same time, so that tools can be told of several at once."""
    begun = [(bundle, made) for bundle in bundles if (made := bundle._begin()) is not None]
    announce(len(begun))
    for bundle, made in begun:
        _workers().submit(bundle._make_beside_others, made).add_done_callback(_dropped)


def _dropped(work: Future[None]) -> None:
    if work.cancelled():
        withdraw()


def _workers() -> ThreadPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            # The work is done by the tools' processes, of which no more run at once than there are cores.
            _pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="bundling")
        return _pool


def _drop_what_waits() -> None:
    """Has nothing begun any more, as Python would for all that waits before it ends."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.shutdown(wait=False, cancel_futures=True)
