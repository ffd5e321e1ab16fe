from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.running import run
from tests.graph.graphs import EVERYTHING
from tests.support import REPOSITORY

EXAMPLE = "examples/event-bus/stacktape.yml"
PICTURE = REPOSITORY / "docs" / "images" / "event-bus.svg"


@pytest.fixture
def config(tmp_path, monkeypatch):
    (tmp_path / "stacktape.yml").write_text(EVERYTHING)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_picture_of_the_example_is_the_published_one(capsys, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    outcome = run(capsys, "graph", EXAMPLE, "--format", "svg", "--direction", "down")

    assert outcome.code == 0
    assert PICTURE.read_text(encoding="utf-8") == outcome.output, (
        f"run: stacktape-constructs graph {EXAMPLE} --direction down -o docs/images/event-bus.svg"
    )


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ((), "flowchart LR\n"),
        (("--direction", "down"), "flowchart TD\n"),
        (("--format", "svg"), "<svg "),
        (("--format", "html"), "<!doctype html>\n"),
    ],
)
def test_it_draws_the_config_of_the_folder(arguments, start, config, capsys):
    outcome = run(capsys, "graph", *arguments)

    assert (outcome.code, outcome.errors) == (0, "")
    assert outcome.output.startswith(start)
    assert "selfish" in outcome.output


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.svg", "<svg "),
        ("A.SVG", "<svg "),
        ("a.html", "<!doctype"),
        ("a.mmd", "flowchart"),
        ("a.txt", "flowchart"),
        ("a", "flowchart"),
    ],
)
def test_the_name_of_the_output_says_what_is_drawn(name, start, config, capsys):
    outcome = run(capsys, "graph", "-o", name)

    assert (outcome.code, outcome.output) == (0, "")
    assert (config / name).read_text(encoding="utf-8").startswith(start)


def test_an_output_that_no_format_has_needs_one_that_is_named(config, capsys):
    outcome = run(capsys, "graph", "-o", "a.png")

    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.errors == "the ending of 'a.png' says no format; let it be .mmd, .svg or .html, or give --format\n"
    assert not (config / "a.png").exists()
    assert run(capsys, "graph", "-o", "a.md", "--format", "mermaid").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.mmd"])
def test_a_config_whose_name_is_no_text_is_drawn(name, config, capsys):
    path = os.fsdecode(b"\xff.yml")
    (config / "stacktape.yml").rename(path)

    assert run(capsys, "graph", path, "-o", name).code == 0


def test_an_output_that_cannot_be_written_is_said(config, capsys):
    outcome = run(capsys, "graph", "-o", "nowhere/a.svg")

    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.errors == "'nowhere/a.svg' cannot be written: no such file or directory; choose another output\n"


def test_a_wrong_config_is_not_drawn(config, capsys):
    (config / "stacktape.yml").write_text("resources: {bus: {type: event-bs}}\n")

    outcome = run(capsys, "graph", "-o", "a.svg")

    assert outcome.code == 1
    assert "unknown resource type 'event-bs'" in outcome.errors
    assert not (config / "a.svg").exists()


def test_the_same_config_gives_the_same_picture_in_each_process(config):
    command = [sys.executable, "-m", "stacktape_constructs.cli", "graph", "--format", "svg"]
    pictures = {
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }

    assert len(pictures) == 1
