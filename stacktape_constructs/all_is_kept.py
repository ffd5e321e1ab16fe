"""For what makes no garbage: nobody looks for any meanwhile."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def all_is_kept() -> Iterator[None]:
    """Lets Python not look for garbage in what is done inside.

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
