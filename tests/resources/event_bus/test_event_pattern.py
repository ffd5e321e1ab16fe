from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktape_constructs.resources.event_bus.event_pattern import (
    EVENT_FIELDS,
    OPERATORS,
    PatternFault,
    check_event_pattern,
)

_TOKEN = "${Token[TOKEN.7]}"


def _sentences(pattern: object) -> list[str]:
    return [str(fault) for fault in check_event_pattern(pattern)]


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["shop"]},
        {"detail-type": ["Order Paid"], "detail": {"total": [{"numeric": [">", 100]}]}},
        {"replay-name": [{"exists": True}], "time": [{"prefix": "2026-"}]},
        {"detail": {"a": {"b": {"c": [1, 2.5, True, None, ""]}}}},
        {"$or": [{"source": ["a"]}, {"detail": {"x": ["y"]}}]},
        {"detail": {"$or": [{"x": [1]}, {"y": [{"anything-but": ["a", "b"]}]}], "z": ["q"]}},
        {"detail": {"state": ({"anything-but": {"prefix": "init"}},)}},
        {"detail": {"prefix": ["a field may have an operator's name"]}},
    ],
)
def test_a_pattern_of_lists_objects_and_operators_is_in_order(pattern: dict[str, Any]) -> None:
    assert check_event_pattern(pattern) == []


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": _TOKEN},
        {"source": [_TOKEN]},
        {"detail": _TOKEN},
        {"detail": {"x": object()}},
        {"detail": {"x": [object()]}},
        {"$or": object()},
        {"$or": [object(), {"source": ["a"]}]},
    ],
)
def test_what_is_only_known_at_deploy_passes(pattern: dict[str, Any]) -> None:
    assert check_event_pattern(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ({}, "must not be empty: name at least one field to match"),
        ("shop", "must be an object such as {'source': ['my.app']}, got 'shop'"),
        ({"source": "shop"}, "source must be a list of values, got 'shop'; write ['shop']"),
        ({"detail": {"paid": True}}, "detail.paid must be a list of values, got True; write [True]"),
        ({"detail": {"a": None}}, "detail.a must be a list of values, got None; write [None]"),
        (
            {"source": {"prefix": "a"}},
            "source must be a list of values, got {'prefix': 'a'}; write [{'prefix': 'a'}]",
        ),
        ({"detail": {"a": {"prefix": "b"}}}, "detail.a must be a list of values; write [{'prefix': 'b'}]"),
        ({"detail": {"a": []}}, "detail.a must not be empty: an empty list matches nothing"),
        ({"detail": {"a": {}}}, "detail.a must not be empty: name at least one field to match"),
        ({"detail": ["a"]}, "detail must be an object of fields to match, got ['a']"),
        ({"detailType": ["a"]}, "detailType is no field of an event; did you mean 'detail-type'?"),
        ({"detail": {"a": [["b"]]}}, "detail.a[0] must be a value or an operator, got the list ['b']"),
        ({"detail": {"a": [{}]}}, "detail.a[0] must hold exactly one operator, got {}"),
        (
            {"detail": {"a": ["x", {"prefix": "b", "suffix": "c"}]}},
            "detail.a[1] must hold exactly one operator, got {'prefix': 'b', 'suffix': 'c'}",
        ),
        (
            {"detail": {"a": [{"prefx": "b"}]}},
            "detail.a[0].prefx is no comparison operator; did you mean 'prefix'?",
        ),
        (
            {"$or": [{"source": ["a"]}]},
            "$or must be a list of two or more alternatives, got [{'source': ['a']}]",
        ),
        ({"$or": [{"source": ["a"]}, "b"]}, "$or[1] must be an object of fields to match, got 'b'"),
        (
            {"$or": [{"sorce": ["a"]}, {"id": ["b"]}]},
            "$or[0].sorce is no field of an event; did you mean 'source'?",
        ),
        ({"detail": {1: ["a"]}}, "detail must have text as field names, got 1; put it in quotes"),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_way_out(pattern: object, sentence: str) -> None:
    assert _sentences(pattern) == [sentence]


def test_a_field_like_no_other_is_answered_with_the_list_of_fields() -> None:
    (sentence,) = _sentences({"colour": ["red"]})
    assert sentence.startswith("colour is no field of an event; events have source, detail-type, detail")


def test_an_operator_like_no_other_is_answered_with_the_list_of_operators() -> None:
    (sentence,) = _sentences({"source": [{"~": "a"}]})
    assert sentence.startswith("source[0].~ is no comparison operator; operators are anything-but, cidr")


def test_all_faults_are_found_in_the_order_of_the_pattern() -> None:
    faults = check_event_pattern({"source": "a", "detail": {"b": 1, "c": [[2]]}})
    assert [fault.path for fault in faults] == [("source",), ("detail", "b"), ("detail", "c", 0)]


def test_a_fault_of_the_whole_pattern_has_an_empty_path() -> None:
    assert check_event_pattern({}) == [
        PatternFault(path=(), message="must not be empty: name at least one field to match")
    ]


_scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8))
_operators = st.builds(lambda name, operand: {name: operand}, st.sampled_from(sorted(OPERATORS)), _scalars)
_leaves = st.lists(st.one_of(_scalars, _operators), min_size=1, max_size=3)
_field_names = st.text("abc-", min_size=1, max_size=4)
_details = st.recursive(
    st.dictionaries(_field_names, _leaves, min_size=1, max_size=3),
    lambda inner: st.dictionaries(_field_names, st.one_of(_leaves, inner), min_size=1, max_size=3),
    max_leaves=6,
)
_envelope_names = st.sampled_from([field for field in EVENT_FIELDS if field != "detail"])


@given(st.dictionaries(_envelope_names, _leaves, min_size=1), _details)
def test_every_well_formed_pattern_is_in_order(envelope: dict[str, Any], detail: dict[str, Any]) -> None:
    assert check_event_pattern({**envelope, "detail": detail}) == []
