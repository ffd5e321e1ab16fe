"""A line for each bundle that is made, where somebody is there to read it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def report(title: str, bundle: Path, seconds: float) -> None:
    """Says what was made: on a terminal only, and never in CI.

    `cdk synth` reads our output through a pipe. It passes standard error on, so there the terminal that
    the process belongs to decides.
    """
    if "CI" in os.environ or not _has_terminal():
        return
    size = sum(file.stat().st_size for file in bundle.rglob("*") if file.is_file())
    print(f"bundled {title}: {_readable(size)} in {seconds:.1f} s", file=sys.stderr, flush=True)


def _has_terminal() -> bool:
    if sys.stderr.isatty():
        return True
    if "CDK_CLI_VERSION" not in os.environ:
        return False
    try:
        os.close(os.open("/dev/tty", os.O_WRONLY))
    except OSError:
        return False
    return True


def _readable(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
