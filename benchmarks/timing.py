"""Two ways to do the same, timed in turn: what slows the machine down meets both."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable

import attrs


@attrs.frozen
class Pair:
    """The seconds of two ways, run by run.

    Attributes:
        ours: of this library.
        plain: of the tool alone.
    """

    ours: tuple[float, ...]
    plain: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of ours divided by plain, each pair by itself."""
        return statistics.median(a / b for a, b in zip(self.ours, self.plain, strict=True))

    @staticmethod
    def seconds(runs: tuple[float, ...]) -> float:
        """The median of one way."""
        return statistics.median(runs)

    def row(self, label: str, count: int) -> str:
        """A line of a table: how many are made in a second, by us and by the tool, and the ratio of the times."""
        ours, plain = (count / statistics.median(seconds) for seconds in (self.ours, self.plain))
        return f"{label:<40}{ours:>12.1f}{plain:>12.1f}{self.ratio:>10.2f}"


HEADER = f"{'':<40}{'ours, /s':>12}{'plain, /s':>12}{'time':>10}"


def compare(ours: Callable[[int], object], plain: Callable[[int], object], *, runs: int) -> Pair:
    """Times both in turn, the first time without counting it, and each first as often as second.

    Args:
        ours: what is timed of this library; it is given the number of the run.
        plain: the same by the tool alone.
        runs: how many are counted.
    """
    seconds: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        order = ((0, ours), (1, plain)) if run % 2 else ((1, plain), (0, ours))
        for which, what in order:
            start = time.perf_counter()
            what(run)
            seconds[which].append(time.perf_counter() - start)
    return Pair(tuple(seconds[0][1:]), tuple(seconds[1][1:]))


def machine() -> str:
    """What the machine is."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
