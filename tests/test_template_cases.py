"""Configs and the templates they give, each named after what it shows.

Code is a placeholder. `pytest --update-cases` writes what the templates are now; read the difference
before you keep it: each line of it is something that changes in a stack of a user.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stacktape_constructs import StacktapeStack
from tests.support import new_app, template_of

CASES = Path(__file__).parent / "cases" / "templates"
NAMES = sorted(path.stem for path in CASES.glob("*.yml"))


@pytest.mark.parametrize("case", NAMES)
def test_a_config_gives_its_template(case: str, request: pytest.FixtureRequest) -> None:
    stack = StacktapeStack(
        new_app(), "Stack", config=CASES / f"{case}.yml", stage="dev", code="placeholder", profile="default"
    )

    text = json.dumps(template_of(stack), indent=2, sort_keys=True) + "\n"
    expected = CASES / f"{case}.json"
    if request.config.getoption("--update-cases"):
        expected.write_text(text)
    assert text == expected.read_text()


def test_every_template_belongs_to_a_config() -> None:
    assert [path.stem for path in sorted(CASES.glob("*.json"))] == NAMES
