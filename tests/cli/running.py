"""The command line, run in this process or as a user runs it."""

from __future__ import annotations

import os
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


def run_apart(*arguments: object, stdin: bytes = b"", folder: Path | None = None, **environment: str) -> Outcome:
    """Runs a command in a process of its own, which must say it in UTF-8."""
    command = [sys.executable, "-m", "stacktape_constructs.cli", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=folder, env=os.environ | environment)
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
