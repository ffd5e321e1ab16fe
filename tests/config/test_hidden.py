from __future__ import annotations

import pytest

from stacktape_constructs.config.hidden import hiding
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.source import Position, Source

HERE = Position(Source("stacktape.yml", "memory: x"), 1, 9)


def _shown(message: str, *values: str) -> str:
    with pytest.raises(ConfigError) as caught, hiding(set(values)):
        raise ConfigError([Problem(HERE, message)])
    (problem,) = caught.value.problems
    assert problem.position is HERE
    assert caught.value.__suppress_context__, "the traceback would show the problem as it was"
    return problem.message


@pytest.mark.parametrize(
    ("message", "values", "shown"),
    [
        ("must be a number, got 'hunter2'", ["hunter2"], "must be a number, got a value of a .env file"),
        ("must be a number, got correct-horse-battery", ["correct-horse-battery"], "must be a number, got …"),
        ("must be a number, got '" + "x" * 37 + "...'", ["x" * 60], "must be a number, got '…...'"),
        ("'dev' of 'development'", ["dev"], "a value of a .env file of 'development'"),
        ("got 'longer-than-the-other'", ["longer-than-t", "longer-than-the-other"], "got '…'"),
        ("must be a number, got 'x'", [""], "must be a number, got 'x'"),
    ],
)
def test_values_are_taken_out_of_what_is_said(message: str, values: list[str], shown: str) -> None:
    assert _shown(message, *values) == shown


def test_where_nothing_is_wrong_nothing_is_changed() -> None:
    with hiding({"x"}):
        pass
