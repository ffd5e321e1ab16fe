"""Modes of files in packages: the same on every machine, whatever its umask."""

from __future__ import annotations

import os
import stat


def is_program(state: os.stat_result) -> bool:
    """Whether a file can be run."""
    return bool(state.st_mode & stat.S_IXUSR)


def packaged_mode(state: os.stat_result) -> int:
    """What a file has in a package: everybody may read it, and run it if its owner may.

    Lambda runs code as a user who does not own it, and programs beside the code as programs.
    """
    return 0o755 if is_program(state) else 0o644
