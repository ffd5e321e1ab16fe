"""Work of a tool that does it for several at once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

from stacktape_constructs.errors import PackagingError

Command = TypeVar("Command", bound=Hashable)
Part = TypeVar("Part")
Result = TypeVar("Result")

#: How long a tool waits at most for those who are on their way to it.
_WINDOW_SECONDS = 0.005


class _Travelers:
    """Threads that make a bundle each and are on their way to a tool, if to any."""

    def __init__(self) -> None:
        self._number = 0
        self._changed = threading.Condition()
        self._thread = threading.local()

    def change(self, number: int) -> None:
        with self._changed:
            self._number += number
            self._changed.notify_all()

    def set_out(self) -> None:
        self._thread.travels = True

    def arrive(self) -> None:
        if getattr(self._thread, "travels", False):
            self._thread.travels = False
            self.change(-1)

    def await_others(self) -> None:
        # Some never come here: their bundles are found, or made by another tool.
        with self._changed:
            self._changed.wait_for(lambda: not self._number, timeout=_WINDOW_SECONDS)


_travelers = _Travelers()


def announce(number: int) -> None:
    """Says that as many bundles are going to be made in threads, each in `traveling`."""
    _travelers.change(number)


def withdraw() -> None:
    """Says that one of these is not going to be made."""
    _travelers.change(-1)


@contextlib.contextmanager
def traveling() -> Iterator[None]:
    """The making of one bundle that was announced."""
    _travelers.set_out()
    try:
        yield
    finally:
        _travelers.arrive()


class _Asked(Generic[Part, Result]):
    """Somebody who waits for a part of the work."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.results: Sequence[Result] = ()
        self.interruption: BaseException | None = None
        self.taken = False


class _Queue(Generic[Part, Result]):
    """Those who wait for the same command."""

    def __init__(self) -> None:
        self.running = threading.Lock()
        self.waiting: list[_Asked[Part, Result]] = []

    def take(self) -> list[_Asked[Part, Result]]:
        """All who wait until now."""
        taken, self.waiting = self.waiting, []
        for asked in taken:
            asked.taken = True
        return taken


class Gathering(Generic[Command, Part, Result]):
    """Runs a command for all who ask for it while it runs for those before them.

    A tool that is started once for many functions reads once what they share.

    Args:
        work: runs a command for some parts, and gives the result of each. If it raises a PackagingError for
            several, it is run again for each alone, so that everyone gets a result or an error of their own.
    """

    def __init__(self, work: Callable[[Command, Sequence[Part]], Sequence[Result]]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._queues: dict[Command, _Queue[Part, Result]] = {}

    def run(self, command: Command, part: Part) -> Result:
        """The result for a part.

        Raises:
            PackagingError: the work for this part cannot be done.
        """
        asked: _Asked[Part, Result] = _Asked(part)
        with self._lock:
            queue = self._queues.setdefault(command, _Queue())
            queue.waiting.append(asked)
        _travelers.arrive()
        with queue.running:
            if not asked.taken:
                _travelers.await_others()
                with self._lock:
                    everyone = queue.take()
                self._serve(command, everyone)
        if asked.interruption is not None:
            raise asked.interruption
        return asked.results[0] if asked.results else self._work(command, [part])[0]

    def _serve(self, command: Command, everyone: Sequence[_Asked[Part, Result]]) -> None:
        try:
            results = self._work(command, [asked.part for asked in everyone])
        except PackagingError:
            if len(everyone) == 1:
                raise
            return
        except BaseException as interruption:
            # Who interrupts means all of it.
            for asked in everyone:
                asked.interruption = interruption
            return
        for asked, result in zip(everyone, results, strict=True):
            asked.results = [result]
