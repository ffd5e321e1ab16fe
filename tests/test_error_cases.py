"""Configs that are wrong, each named after its fault, and what is said about them.

`pytest --update-cases` writes what is said now; read the difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.support import new_app

CASES = Path(__file__).parent / "cases" / "errors"


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.yml")))
def test_a_wrong_config_is_refused_with_all_its_problems(case, monkeypatch, request):
    monkeypatch.chdir(CASES)
    with pytest.raises(ConfigError) as caught:
        StacktapeStack(new_app(), "Stack", config=f"{case}.yml", stage="dev", project_name="demo", code="placeholder")

    said = f"{caught.value}\n".replace(str(CASES), "FOLDER")
    expected = CASES / f"{case}.txt"
    if request.config.getoption("--update-cases"):
        expected.write_text(said)
    assert said == expected.read_text()
    assert all(problem.position is not None for problem in caught.value.problems)
