"""Modes of files in packages: the same on every machine, whatever its umask."""

from __future__ import annotations

import os
import stat


def packaged_mode(state: os.stat_result) -> int:
    """What a file has in a package: everybody may read it, and run it if its owner may.

    Lambda runs code as a user who does not own it, and programs beside the code as programs.
    """
    return 0o755 if state.st_mode & stat.S_IXUSR else 0o644
