"""Why an event does not match a pattern."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from stacktape_constructs.errors import InvalidPatternError
from stacktape_constructs.event_pattern import matches
from stacktape_constructs.event_pattern.refusals import refusals
from tests.event_pattern.patterns import patterns_with_events


def said(pattern: dict[str, Any], event: dict[str, Any]) -> list[str]:
    return [str(each) for each in refusals(pattern, event)]


@given(patterns_with_events())
def test_nothing_refuses_an_event_that_matches(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert not (matches(*case) and refusals(*case))


@given(patterns_with_events())
def test_what_refuses_an_event_does_so_by_itself(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    _, event = case
    for refusal in refusals(*case):
        pattern: Any = list(refusal.wanted)
        for name in reversed(refusal.field.split(".")):
            pattern = {name: pattern}
        assert not matches(pattern, event)


def test_all_values_of_a_field_are_shown() -> None:
    pattern, event = {"detail": {"a": {"b": ["x"]}}}, {"detail": {"a": [{"b": "y"}, {"b": ["z", 1]}]}}

    assert said(pattern, event) == ['detail.a.b must match ["x"], the event has "y" and "z" and 1']


def test_a_field_that_must_not_be_there_is_named() -> None:
    assert said({"detail": {"a": [{"exists": False}]}}, {"detail": {"a": 1}}) == [
        'detail.a must match [{"exists": false}], the event has 1'
    ]


def test_of_alternatives_the_one_that_is_missed_least_counts() -> None:
    pattern = {"detail": {"$or": [{"a": [1], "b": [1]}, {"a": [2], "b": [3]}]}}

    assert said(pattern, {"detail": {"a": 2, "b": 2}}) == ["detail.b must match [3], the event has 2"]


def test_a_wrong_pattern_is_told_to_be_wrong() -> None:
    with pytest.raises(InvalidPatternError):
        refusals({"source": "shop"}, {})
