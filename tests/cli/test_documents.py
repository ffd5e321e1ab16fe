from __future__ import annotations

import json

import pytest

from tests.cli.running import run_apart

CONFIG = """
resources:
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
      events:
        - {type: event-bus, properties: {useDefaultBus: true, eventPattern: {source: [größe→😀]}}}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "stacktape.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "wrong.yml").write_text(CONFIG.replace("type: function", "größe: →😀"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_what_programs_read_is_the_same_whatever_a_terminal_takes(encoding, folder):
    picture = run_apart("graph", "--format", "svg", folder=folder, PYTHONIOENCODING=encoding)
    problems = run_apart("validate", "wrong.yml", "--format", "json", folder=folder, PYTHONIOENCODING=encoding)

    assert "größe→😀" in picture.output
    assert "'größe'" in json.loads(problems.output)[1]["message"]


def test_what_people_read_is_what_a_terminal_takes(folder):
    outcome = run_apart("validate", "wrong.yml", folder=folder, PYTHONIOENCODING="ascii")

    assert "gr\\xf6\\xdfe: \\u2192\\U0001f600" in outcome.output
