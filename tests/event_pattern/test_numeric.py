from __future__ import annotations

from typing import Any

import pytest

from stacktape_constructs.event_pattern.numeric import check_numeric, matches_numeric

#: How CDK writes a token where a number is expected.
_TOKEN = -1.8881545897087513e289


@pytest.mark.parametrize(
    "operand",
    [
        ["=", 3.018e2],
        ["<", 10],
        ["<=", -5e9],
        [">", 5_000_000_000],
        (">=", 0.000001),
        [">", 0, "<=", 5],
        [">=", -1.5, "<", -1.25],
        ["=", 123456789.123456],
        [">", _TOKEN],
        [">", _TOKEN, "<", 1],
        [">", 1, "<", _TOKEN],
        ["${Token[TOKEN.7]}", 1],
        [object(), object()],
    ],
)
def test_a_comparison_or_a_range_is_in_order(operand: object) -> None:
    assert list(check_numeric(operand)) == []


@pytest.mark.parametrize(
    ("operand", "sentence"),
    [
        (5, "must be a list such as ['=', 5], ['>', 0] or ['>', 0, '<=', 5], got 5"),
        (
            [],
            "must be a list of 2 or 4 entries such as ['=', 5], ['>', 0] or ['>', 0, '<=', 5], got []",
        ),
        (
            [">", 0, "<"],
            "must be a list of 2 or 4 entries such as ['=', 5], ['>', 0] or ['>', 0, '<=', 5], got ['>', 0, '<']",
        ),
        (["==", 5], "[0] must be one of =, <, <=, >, >=, got '=='"),
        ([5, ">"], "[0] must be one of =, <, <=, >, >=, got 5; [1] must be a number, got '>'"),
        (["<", 5, ">", 0], "[0] must be one of >, >=, got '<'; [2] must be one of <, <=, got '>'"),
        (["=", 5, "<", 9], "[0] must be one of >, >=, got '='"),
        ([">", 5, "<", 5], "must have a lower bound below the upper one, got 5 and 5"),
        ([">", "5"], "[1] must be a number, got '5'"),
        ([">", True], "[1] must be a number, got True"),
        ([">", 5_000_000_001], "[1] must be between -5e9 and 5e9, got 5000000001"),
        (["<", -1e10], "[1] must be between -5e9 and 5e9, got -10000000000.0"),
        ([">", 0, "<", float("inf")], "[3] must be between -5e9 and 5e9, got inf"),
        (["=", float("nan")], "[1] must be between -5e9 and 5e9, got nan"),
        (["=", 0.0000001], "[1] must have at most 6 decimals and 15 digits, got 1e-07"),
        (["=", 4999999999.999999], "[1] must have at most 6 decimals and 15 digits, got 4999999999.999999"),
    ],
)
def test_another_form_or_number_is_refused(operand: object, sentence: str) -> None:
    assert "; ".join(map(str, check_numeric(operand))) == sentence


@pytest.mark.parametrize(
    ("operand", "matching"),
    [
        (["=", 2], [2, 2.0]),
        (["<", 2], [-1.5, 1]),
        (["<=", 2], [-1.5, 1, 2, 2.0]),
        ([">", 1], [2, 2.0, 300]),
        ([">=", 2], [2, 2.0, 300]),
        ([">", 1, "<=", 2], [2, 2.0]),
        ([">=", 1, "<", 2], [1]),
    ],
)
def test_numbers_are_compared(operand: list[Any], matching: list[float]) -> None:
    assert [value for value in (-1.5, 1, 2, 2.0, 300) if matches_numeric(operand, value)] == matching


@pytest.mark.parametrize("value", ["5", True, None, 5_000_000_001, -1e10, float("nan")])
def test_what_is_no_number_within_the_limits_never_matches(value: object) -> None:
    assert not matches_numeric([">", 0], value)
    assert not matches_numeric(["<=", 5], value)
