"""The transcripts of the pages about the command line: what is shown is what is said."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from stacktape_constructs.cli.main import COMMANDS
from tests.support import REPOSITORY

PAGES = [REPOSITORY / "docs" / "cli.md", REPOSITORY / "docs" / "editors.md"]

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRAM = f'stacktape-constructs() {{ {shlex.quote(sys.executable)} -m stacktape_constructs.cli "$@"; }}'


@attrs.frozen
class Step:
    """A command and what the page shows below it."""

    command: str
    shown: str


def _steps(page: Path) -> Iterator[Step]:
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield Step(command, shown)


def _run(step: Step, folder: Path, code: int) -> subprocess.CompletedProcess[str]:
    if step.command.startswith("cat "):
        # The page shows a file that is there.
        path = folder / step.command.removeprefix("cat ")
        path.parent.mkdir(exist_ok=True)
        path.write_text(step.shown, encoding="utf-8")
    script = f"{_PROGRAM}\n(exit {code})\n{step.command}"
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_transcript_shows_what_is_said(page, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    code = 0
    for step in _steps(page):
        done = _run(step, tmp_path, code)
        assert (done.stdout + done.stderr).splitlines() == step.shown.splitlines(), step.command
        code = done.returncode


def test_each_command_has_a_transcript():
    commands = {words[1] for page in PAGES for step in _steps(page) for words in [step.command.split()] if words[1:]}

    assert set(COMMANDS) <= commands


def test_each_command_has_a_section():
    text = PAGES[0].read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"\n## {name}\n" not in text] == []


def test_each_option_of_reading_is_described():
    text = PAGES[0].read_text(encoding="utf-8")
    options = re.findall(r'"(--[a-z-]+)"', (REPOSITORY / "stacktape_constructs/cli/config_options.py").read_text())

    assert len(options) > 5
    assert [option for option in options if option != "--context" and f"`{option}`" not in text] == []
