"""What an input may cost: seconds of processor time, and memory on top of what the process has already."""

from __future__ import annotations

import contextlib
import re
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LONGEST = 2.0  # seconds
#: How many times as long what is traced may take, as by coverage.
TRACED = 4
#: MiB. With the 300 that Python and the CDK take, they are the 500 that an input may need.
LARGEST = 200

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


@contextlib.contextmanager
def limits() -> Iterator[None]:
    """Fails what takes too much. A hang does not hang the tests: it is interrupted."""
    before = _peak_from_now_on()
    handler = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LONGEST * TRACED if sys.gettrace() else LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
    grown = _peak() - before
    assert grown < LARGEST, f"took {grown:.0f} MiB"


def _too_long(*_: Any) -> None:
    raise AssertionError(f"took more than {LONGEST:g} s, or {TRACED} times as many if traced")


def _peak_from_now_on() -> float:
    # Other inputs, and tests in the same process, may have needed more before.
    with contextlib.suppress(OSError):
        _RESET.write_text("5")
    return _peak()


def _peak() -> float:
    """The most memory that the process has had, in MiB; on Linux since the last reset."""
    if _STATUS.exists():
        peak = re.search(r"^VmHWM:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE)
        if peak is not None:
            return int(peak[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
