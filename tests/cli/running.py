"""The command line, run in this process or as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from stacktape_constructs.cli.main import main


@attrs.frozen
class Outcome:
    """What a command said, and how it ended."""

    code: int
    output: str
    errors: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Outcome:
    """Runs a command in this process."""
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return Outcome(code, said.out, said.err)


def run_apart(*arguments: object, stdin: str = "", folder: Path | None = None) -> Outcome:
    """Runs a command in a process of its own."""
    command = [sys.executable, "-m", "stacktape_constructs.cli", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=folder, encoding="utf-8")
    return Outcome(done.returncode, done.stdout, done.stderr)
