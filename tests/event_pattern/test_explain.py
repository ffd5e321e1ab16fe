from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from stacktape_constructs.event_pattern import matches
from stacktape_constructs.event_pattern.explain import certain_mismatches, mismatches
from tests.event_pattern.patterns import patterns_with_events

EVENT = {"source": "shop", "detail": {"state": "paid", "total": 5, "items": [{"sku": "a"}, {"sku": "b"}]}}


def _said(pattern: dict[str, Any]) -> list[str]:
    assert not matches(pattern, EVENT)
    return [str(mismatch) for mismatch in mismatches(pattern, EVENT)]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ({"source": ["store"]}, ['source is "shop", wanted "store"']),
        ({"detail": {"state": ["new", {"prefix": "x"}]}}, ['detail.state is "paid", wanted "new" or {"prefix":"x"}']),
        ({"detail": {"items": {"sku": ["c"]}}}, ['detail.items.sku is "a" and "b", wanted "c"']),
        ({"detail": {"stat": ["paid"]}}, ["detail.stat is not there, wanted \"paid\"; did you mean 'state'?"]),
        ({"detail": {"weight": [5]}}, ["detail.weight is not there, wanted 5"]),
        ({"detail": {"total": [{"exists": False}]}}, ['detail.total is 5, wanted {"exists":false}']),
        ({"detail": {"state": ["x" * 90]}}, [f'detail.state is "paid", wanted "{"x" * 58}…']),
    ],
)
def test_a_field_is_said_with_what_it_is_and_what_is_wanted(pattern, said):
    assert _said(pattern) == said


def test_fields_that_match_are_not_said():
    assert _said({"source": ["shop"], "detail": {"state": ["new"], "total": [5]}}) == [
        'detail.state is "paid", wanted "new"'
    ]


def test_of_alternatives_the_nearest_is_explained():
    pattern = {"$or": [{"source": ["a"], "detail": {"total": [6]}}, {"source": ["shop"], "detail": {"total": [7]}}]}

    assert _said(pattern) == ["detail.total is 5, wanted 7"]


def test_fields_that_do_not_match_together_each_match_by_themselves():
    event = {"detail": {"items": [{"sku": "a", "count": 1}, {"sku": "b", "count": 5}]}}
    pattern = {"detail": {"items": {"sku": ["a"], "count": [5]}}}

    assert not matches(pattern, event)
    assert mismatches(pattern, event) == []


def test_what_matches_has_nothing_to_explain():
    assert mismatches({"source": ["shop"]}, EVENT) == []


@given(patterns_with_events())
def test_what_keeps_an_event_from_matching_does_so_by_itself(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    _, event = case
    for mismatch in mismatches(*case):
        pattern: Any = list(mismatch.wanted)
        for name in reversed(mismatch.field):
            pattern = {name: pattern}
        assert not matches(pattern, event)


LATER = "${Token[AWS.Region.4]}"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ({"source": ["store"], "detail": {"state": [LATER]}}, ['source is "shop", wanted "store"']),
        ({"detail": {"state": [LATER], "total": [6]}}, ["detail.total is 5, wanted 6"]),
        ({"source": ["shop"], "detail": {"state": [LATER]}}, []),
        ({"source": ["store", LATER]}, []),
        ({"source": [{"prefix": LATER}]}, []),
        ({"$or": [{"source": ["store"]}, {"source": [LATER]}]}, []),
        (
            {"$or": [{"source": ["store"]}, {"source": [LATER], "detail": {"total": [6]}}]},
            ['source is "shop", wanted "store"'],
        ),
        ({"detail": {"state": [LATER], "total": [{"exists": False}]}}, ['detail.total is 5, wanted {"exists":false}']),
        ({"detail": {"items": {"count": [LATER], "sku": [{"exists": False}]}}}, []),
        ({"detail": {"items": {"count": [LATER], "sku": ["c"]}}}, ['detail.items.sku is "a" and "b", wanted "c"']),
    ],
)
def test_some_fields_decide_whatever_the_others_will_be(pattern, said):
    assert [str(mismatch) for mismatch in certain_mismatches(pattern, EVENT)] == said


@given(patterns_with_events())
def test_an_event_that_matches_is_never_kept_out(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert not (matches(*case) and certain_mismatches(*case))
