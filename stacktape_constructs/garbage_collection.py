"""Python's garbage collection, paused for what makes no garbage."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Pauses it for what is done inside.

    Reading a config and importing modules make none, and a look through all that the CDK has loaded takes a
    twentieth of a second each time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
