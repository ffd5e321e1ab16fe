"""Functions in Python, from a config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from aws_cdk import assertions

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import HANDLER, make_wheel
from tests.support import new_app, template_of

CONFIG = """\
resources:
  report:
    type: function
    properties:
      packaging:
        type: stacktape-lambda-buildpack
        properties:
          entryfilePath: src/report.py
"""
NEEDS_FIRST = {"src/report.py": "import first\n" + HANDLER}


def stack_of(project: Path, files: Mapping[str, str]) -> StacktapeStack:
    write(project, {"stacktape.yml": CONFIG, **files})
    return StacktapeStack(new_app(), "Demo", config=project / "stacktape.yml", stage="dev", project_name="demo")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, ["src/report.py: there is no such file"]),
        ({"src/report.py": "\nx = = 1\n"}, ["src/report.py:2: is not Python: invalid syntax; correct it"]),
        (NEEDS_FIRST, ["src/report.py: imports 'first' (src/report.py:1), which is neither in the project"]),
        (
            {**NEEDS_FIRST, "requirements.txt": "second==1.0\n"},
            [
                "src/report.py: imports 'first' (src/report.py:1), which is",
                "no package that requirements.txt names has it",
            ],
        ),
        (
            {**NEEDS_FIRST, "requirements.txt": "nowhere==1.0\n"},
            [
                "src/report.py: cannot be packaged: uv cannot install what requirements.txt",
                "\n    ",
                "nowhere was not found",
            ],
        ),
    ],
    ids=["no file", "no Python", "no file of dependencies", "not named", "not to be had"],
)
def test_what_is_wrong_is_said_once_at_its_place(
    files: Mapping[str, str], said: list[str], project: Path, wheels: Path
) -> None:
    make_wheel(wheels, "second")

    with pytest.raises(ConfigError) as caught:
        stack_of(project, files)

    (problem,) = map(str, caught.value.problems)
    assert f"stacktape.yml:8:26: function 'report': {said[0]}" in problem
    assert all(text in problem for text in said)


def test_what_is_doubtful_is_a_warning_of_the_function(project: Path, wheels: Path) -> None:
    make_wheel(wheels, "first")
    stack = stack_of(project, {**NEEDS_FIRST, "requirements.txt": "first\n"})

    assert template_of(stack)["Resources"]["ReportFunction"]["Properties"]["Handler"] == "report.handler"
    (warning,) = assertions.Annotations.from_stack(stack).find_warning("*", assertions.Match.any_value())
    assert warning.id == "/Demo/report"
    assert "src/report.py: requirements.txt does not say which version of first is installed" in str(warning.entry.data)
    assert "[ack: stacktape-constructs:openVersions]" in str(warning.entry.data)
