"""Programs of the user's, and how they end."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling import tool as tool_module
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.bundling.tool import Tool

SHELL = Tool(Path("/bin/sh"))


def test_a_program_says_something_and_warns_of_something(tmp_path: Path) -> None:
    arguments = ["-c", "echo said; echo warned >&2; pwd; cat"]

    said = SHELL.run(arguments, folder=tmp_path, subject="a", told="told")

    assert (said.output, said.warnings) == (f"said\n{tmp_path}\ntold", "warned")


def test_a_program_has_more_variables(tmp_path: Path) -> None:
    arguments = ["-c", 'test -n "$PATH" && echo $COLOUR']

    assert SHELL.run(arguments, folder=tmp_path, subject="a", environment={"COLOUR": "red"}).output == "red\n"


def test_a_program_that_fails_is_an_error_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(PackagingError) as caught:
        SHELL.run(["-c", "echo wrong >&2; exit 3"], folder=tmp_path, subject="a.ts")

    assert caught.value.sentence == "a.ts: cannot be packaged: sh failed with exit code 3 and said:"
    assert caught.value.details == "wrong"


def test_a_program_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match=r"could not be started: Permission denied"):
        Tool(tmp_path).run([], folder=tmp_path, subject="a.ts")


@pytest.mark.parametrize(
    "ends",
    [
        # Where these tests run in the background, the signal is ignored unless somebody says otherwise.
        "import os, signal; signal.signal(signal.SIGINT, signal.SIG_DFL); os.kill(os.getpid(), signal.SIGINT)",
        "import sys; sys.exit(130)",
    ],
    ids=["by the signal", "as shells tell it"],
)
def test_who_interrupts_a_program_interrupts_all(ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))

    def interrupted(folder: Path) -> Observations:
        Tool(Path(sys.executable)).run(["-c", ends], folder=folder, subject="a.ts")
        return Observations()

    with pytest.raises(KeyboardInterrupt):
        Bundle(title="a.ts", request={}, make=interrupted).folder()
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


def test_no_more_programs_run_at_once_than_there_are_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool_module, "_running", threading.BoundedSemaphore(2))
    wait = f"touch {tmp_path}/$$; ls {tmp_path} | wc -l; sleep 0.05; rm {tmp_path}/$$"

    def run(_: int) -> int:
        return int(SHELL.run(["-c", wait], folder=tmp_path, subject="a").output)

    with ThreadPoolExecutor(6) as pool:
        assert max(pool.map(run, range(6))) <= 2
