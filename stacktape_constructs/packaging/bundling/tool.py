"""The users' own tools: where they are, and how they are run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError

#: How programs end that the user interrupts: by the signal, as shells tell it, and on Windows.
_INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT, 0xC000013A)

# Bundles are made by more threads than these: while some read what went into theirs, others' tools go on.
_running = threading.BoundedSemaphore(os.cpu_count() or 1)


@attrs.frozen(kw_only=True)
class Said:
    """What a program wrote.

    Attributes:
        output: to standard output.
        warnings: to standard error, without the space around it.
    """

    output: str
    warnings: str


@attrs.frozen
class Tool:
    """A program of the user's. Nothing is ever downloaded to have one.

    Attributes:
        path: the program.
    """

    path: Path

    @property
    def identity(self) -> list[str | int]:
        """What tells one version of the program from another without running it, as JSON data."""
        real = self.path.resolve()
        stat = real.stat()
        return [str(real), stat.st_size, stat.st_mtime_ns]

    def run(
        self,
        arguments: Sequence[str],
        *,
        folder: Path,
        subject: str,
        environment: Mapping[str, str] | None = None,
        told: str = "",
    ) -> Said:
        """Runs the program to its end.

        Args:
            arguments: what it is told.
            folder: where it runs.
            subject: what is packaged, for the error.
            environment: variables beside those of this process.
            told: what it reads from standard input.

        Raises:
            PackagingError: it failed, or could not be started; with what it said.
            KeyboardInterrupt: the user interrupted it.
        """
        try:
            with _running:
                done = subprocess.run(
                    [str(self.path), *arguments],
                    cwd=folder,
                    env={**os.environ, **(environment or {})},
                    input=told,
                    capture_output=True,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    check=False,
                )
        except OSError as error:
            raise PackagingError(
                path=subject, problem=f"cannot be packaged: {self.path} could not be started: {error.strerror}"
            ) from None
        if done.returncode in _INTERRUPTED:
            # A terminal interrupts all that was started from it.
            raise KeyboardInterrupt
        if done.returncode != 0:
            raise PackagingError(
                path=subject,
                problem=f"cannot be packaged: {self.path.name} failed with exit code {done.returncode} and said:",
                details=done.stderr.strip() or done.stdout.strip(),
            )
        return Said(output=done.stdout, warnings=done.stderr.strip())


def nearest_in_node_modules(name: str, start: Path) -> Tool | None:
    """The program of that name in the nearest `node_modules/.bin`, from a folder upward."""
    for folder in (start, *start.parents):
        for candidate in _executables(folder / "node_modules" / ".bin", name):
            return Tool(candidate)
    return None


def on_path(name: str) -> Tool | None:
    """The program of that name on PATH."""
    found = shutil.which(name)
    return None if found is None else Tool(Path(found))


def _executables(folder: Path, name: str) -> Iterator[Path]:
    # On Windows there is a script for other shells beside it, which cannot be started there.
    for suffix in (".exe", ".cmd") if os.name == "nt" else ("",):
        candidate = folder / f"{name}{suffix}"
        if candidate.is_file() and os.access(candidate, os.X_OK):
            yield candidate
