from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling import gathering as gathering_module
from stacktape_constructs.packaging.bundling.gathering import Gathering, announce, traveling


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is nothing that a test on a busy machine may depend on."""
    monkeypatch.setattr(gathering_module, "_WINDOW_SECONDS", 60)
    monkeypatch.setattr(gathering_module, "_travelers", gathering_module._Travelers())


class Tool:
    """Writes parts in capitals, refuses what is no word, and waits for a sign where the command says so."""

    def __init__(self) -> None:
        self.runs: list[Sequence[str]] = []
        self.started, self.go_on = threading.Event(), threading.Event()
        self.gathering: Gathering[str, str, str] = Gathering(self.work)

    def work(self, command: str, parts: Sequence[str]) -> Sequence[str]:
        self.runs.append(sorted(parts))
        if command == "slow" and not self.started.is_set():
            self.started.set()
            assert self.go_on.wait(timeout=60)
        wrong = [part for part in parts if not part.isalpha()]
        if wrong:
            raise PackagingError(path=", ".join(wrong), problem="is no word")
        return [part.upper() for part in parts]

    def ask(self, pool: ThreadPoolExecutor, *parts: str) -> list[Future[str]]:
        """Asks for parts, and gives the answers to come when all of them are waited for."""
        answers = [pool.submit(self.gathering.run, "slow", part) for part in parts]
        while len(self.gathering._queues["slow"].waiting) < len(parts):
            threading.Event().wait(0.001)
        return answers

    @contextmanager
    def busy(self) -> Iterator[ThreadPoolExecutor]:
        """Runs for one, and goes on when those that are asked for meanwhile wait."""
        with ThreadPoolExecutor(8) as pool:
            first = pool.submit(self.gathering.run, "slow", "first")
            assert self.started.wait(timeout=60)
            try:
                yield pool
            finally:
                self.go_on.set()
            assert first.result() == "FIRST"


def test_who_comes_alone_is_served_alone() -> None:
    tool = Tool()

    assert [tool.gathering.run("fast", part) for part in ("a", "b")] == ["A", "B"]
    assert tool.runs == [["a"], ["b"]]


def test_who_comes_while_it_runs_is_served_with_others() -> None:
    tool = Tool()
    with tool.busy() as pool:
        results = tool.ask(pool, "a", "b", "c")

    assert [result.result() for result in results] == ["A", "B", "C"]
    assert tool.runs == [["first"], ["a", "b", "c"]]


def test_other_commands_do_not_wait() -> None:
    tool = Tool()
    with tool.busy():
        assert tool.gathering.run("fast", "a") == "A"


def test_each_is_told_what_is_wrong_with_its_own_part() -> None:
    tool = Tool()
    with tool.busy() as pool:
        results = tool.ask(pool, "a", "1", "2")

    assert results[0].result() == "A"
    for result, part in zip(results[1:], ("1", "2"), strict=True):
        assert str(result.exception()) == f"{part}: is no word"
    assert sorted(tool.runs) == [["1"], ["1", "2", "a"], ["2"], ["a"], ["first"]]


def test_who_is_announced_is_waited_for() -> None:
    tool = Tool()
    announce(3)

    def make(part: str) -> str:
        with traveling():
            return "found" if part == "c" else tool.gathering.run("fast", part)

    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(make, ("a", "b", "c")))

    assert results == ["A", "B", "found"]
    assert tool.runs == [["a", "b"]]


def test_nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering_module, "_WINDOW_SECONDS", 0)
    tool = Tool()
    announce(2)
    with traveling():
        assert tool.gathering.run("fast", "a") == "A"
    with traveling():
        pass


def test_an_interruption_is_one_of_all() -> None:
    tool = Tool()

    def interrupted(command: str, parts: Sequence[str]) -> Sequence[str]:
        if len(parts) > 1:
            raise KeyboardInterrupt
        return Tool.work(tool, command, parts)

    tool.gathering = Gathering(interrupted)
    with tool.busy() as pool:
        results = tool.ask(pool, "a", "b", "c")

    assert [type(result.exception()) for result in results] == [KeyboardInterrupt] * 3
    assert tool.runs == [["first"]]
