"""Each hostile input ends, within `limits`, in a config or in what is wrong with it, told in a few lines."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stacktape_constructs.config.directives import local
from stacktape_constructs.errors import ConfigError
from tests.fuzz.hostile import CONFIGS, DIRECTIVES, DOCUMENTS, FILE_DIRECTIVES, FILES, numbered, values
from tests.fuzz.limits import limits
from tests.fuzz.reading import outcome_of_file

#: Coverage would take them three times as long, and what they reach is counted elsewhere.
pytestmark = pytest.mark.no_cover


def assert_told(config: str | bytes, said: str, folder: Path) -> None:
    path = folder / "stacktape.yml"
    path.write_bytes(config if isinstance(config, bytes) else config.encode())
    with limits():
        outcome = outcome_of_file(path)
    if not said:
        assert not isinstance(outcome, ConfigError)
        return
    assert isinstance(outcome, ConfigError)
    assert [problem.message for problem in outcome.problems if problem.message.startswith(said)]


def each(cases: dict[str, tuple[str, str]] | dict[str, tuple[str | bytes, str]]) -> Callable[..., object]:
    return pytest.mark.parametrize(("config", "said"), cases.values(), ids=cases.keys())


@each(DOCUMENTS)
def test_a_document_made_to_exhaust_its_reader_is_told_what_is_wrong(config, said, tmp_path):
    assert_told(config, said, tmp_path)


@each(CONFIGS)
def test_a_config_made_to_exhaust_its_reader_is_told_what_is_wrong(config, said, tmp_path):
    assert_told(config, said, tmp_path)


@each(DIRECTIVES)
def test_directives_made_to_exhaust_their_reader_are_told_what_is_wrong(config, said, tmp_path):
    assert_told(config, said, tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    for name, content in FILES.items():
        (folder / name).write_text(content, "utf-8")
    return folder


@each(FILE_DIRECTIVES)
def test_files_made_to_exhaust_their_reader_are_told_what_is_wrong(config, said, folder):
    assert_told(config, said, folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_that_never_begins_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert_told(values("$FileRaw('pipe')"), "'pipe' is not a regular file; name one", tmp_path)


def test_a_circle_of_links_is_no_path(tmp_path):
    (tmp_path / "circle").symlink_to("circle")

    assert_told(values("$FileRaw('circle')"), "'circle' ", tmp_path)


def test_git_is_asked_once_for_what_many_places_want(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(local, "git_fact", lambda fact, facts: asked.append(fact) or "main")

    assert_told(values(numbered("\"$GitInfo('branch', #)\", ", 100)), "'serviceName' of the config must be", tmp_path)
    assert asked == ["branch"]
