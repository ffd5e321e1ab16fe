from __future__ import annotations

from typing import Any

import pytest

from stacktape_constructs.event_pattern import PatternFault, check_event_pattern
from stacktape_constructs.event_pattern.grammar import RESERVED_IN_OR

_TOKEN = "${Token[TOKEN.7]}"


def _sentences(pattern: object) -> list[str]:
    return [str(fault) for fault in check_event_pattern(pattern)]


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["shop"]},
        {"detail-type": ["Order Paid"], "detail": {"total": [{"numeric": [">", 100]}]}},
        {"replay-name": [{"exists": True}], "time": [{"prefix": "2026-"}], "version": ["0"]},
        {"account": ["012345678901", {"anything-but": "111122223333"}], "region": [{"prefix": "eu-"}]},
        {"detail": {"a": {"b": {"c": [1, 2.5, True, None, ""]}}}},
        {"$or": [{"source": ["a"]}, {"detail": {"x": ["y"]}}]},
        {"detail": {"$or": [{"x": [1]}, {"y": [{"anything-but": ["a", "b"]}]}], "z": ["q"]}},
        {"detail": {"$or": [{"a": {"$or": [{"x": [1]}, {"y": [1]}]}}, {"b": [1]}]}},
        {"detail": {"state": ({"anything-but": {"prefix": "init"}},)}},
        {"detail": {"prefix": ["a field may have an operator's name"]}},
        {"detail": {"filter": {"prefix": ["a"], "suffix": ["b"]}}},
        {"detail": {"filter": {"prefix": ["a"]}}},
        {"detail": {"filter": {"numeric": ["a", "b"]}}},
    ],
)
def test_a_pattern_of_lists_objects_and_operators_is_in_order(pattern: dict[str, Any]) -> None:
    assert check_event_pattern(pattern) == []


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": _TOKEN},
        {"source": [_TOKEN]},
        {"account": [_TOKEN]},
        {"resources": ["#{Token[TOKEN.7]}"]},
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
        ({"detail": {"a": []}}, "detail.a must not be empty: an empty list matches nothing"),
        ({"detail": {"a": {}}}, "detail.a must not be empty: name at least one field to match"),
        ({"detail": ["a"]}, "detail must be an object of fields to match, got ['a']"),
        ({"detail": {"a": [["b"]]}}, "detail.a[0] must be a value or an operator, got the list ['b']"),
        ({"detail": {1: ["a"]}}, "detail must have text as field names, got 1; put it in quotes"),
        ({"detail": {"a": [float("nan")]}}, "detail.a[0] must be a number of JSON, got nan"),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_way_out(pattern: object, sentence: str) -> None:
    assert _sentences(pattern) == [sentence]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ({"prefix": "b"}, "write [{'prefix': 'b'}]"),
        ({"exists": False}, "write [{'exists': False}]"),
        ({"numeric": [">", 1]}, "write [{'numeric': ['>', 1]}]"),
        ({"anything-but": {"prefix": "b"}}, "write [{'anything-but': {'prefix': 'b'}}]"),
    ],
)
def test_an_operator_without_its_list_is_put_into_one(field: dict[str, Any], sentence: str) -> None:
    assert _sentences({"detail": {"a": field}}) == [f"detail.a must be a list of values; {sentence}"]


class TestOperators:
    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ([{}], "detail.a[0] must hold exactly one operator, got {}"),
            (
                ["x", {"prefix": "b", "suffix": "c"}],
                "detail.a[1] must hold exactly one operator, got {'prefix': 'b', 'suffix': 'c'}",
            ),
            ([{"prefx": "b"}], "detail.a[0].prefx is no comparison operator; did you mean 'prefix'?"),
            ([{1: "b"}], "detail.a[0].1 is no comparison operator; operators are anything-but, cidr, "),
            (
                [{"~": "b"}],
                "detail.a[0].~ is no comparison operator; operators are anything-but, cidr, "
                "equals-ignore-case, exists, numeric, prefix, suffix, wildcard",
            ),
        ],
    )
    def test_a_value_holds_one_known_operator(self, values: list[Any], sentence: str) -> None:
        (found,) = _sentences({"detail": {"a": values}})
        assert found.startswith(sentence)

    def test_what_is_wrong_inside_of_an_operator_is_found_in_its_place(self) -> None:
        assert check_event_pattern({"detail": {"a": ["x", {"anything-but": ["b", None]}]}}) == [
            PatternFault(("detail", "a", 1, "anything-but", 1), "must be text or a number, got None")
        ]


class TestEnvelope:
    @pytest.mark.parametrize("name", ["detailType", "detail_type", "DetailType"])
    def test_a_field_in_another_spelling_is_answered_with_its_own(self, name: str) -> None:
        assert _sentences({name: ["a"]}) == [f"{name} is no field of an event; did you mean 'detail-type'?"]

    def test_a_field_of_the_app_is_told_where_it_belongs(self) -> None:
        assert _sentences({"colour": ["red"]}) == [
            "colour is no field of an event; events have source, detail-type, detail, account, region, "
            "resources, time, version, id, replay-name, $or, and what is your own in detail"
        ]

    @pytest.mark.parametrize(
        ("pattern", "sentence"),
        [
            (
                {"account": [111122223333]},
                "account[0] must be text, as it is in events, got 111122223333; write '111122223333'",
            ),
            (
                {"account": [12345678901]},
                "account[0] must be text, as it is in events, got 12345678901; write '012345678901'",
            ),
            ({"account": ["1234"]}, "account[0] must be the 12 digits of an account, got '1234'"),
            ({"version": [0]}, "version[0] must be text, as it is in events, got 0; write '0'"),
            ({"region": [None]}, "region[0] must be text, as it is in events, got None"),
            ({"source": [True]}, "source[0] must be text, as it is in events, got True"),
        ],
    )
    def test_values_are_text_as_they_are_in_every_event(self, pattern: Any, sentence: str) -> None:
        assert _sentences(pattern) == [sentence]


class TestOr:
    @pytest.mark.parametrize("value", [[], [{"source": ["a"]}], {"source": ["a"]}, "a"])
    def test_there_are_two_alternatives_or_more(self, value: object) -> None:
        assert _sentences({"$or": value}) == [f"$or must be a list of two or more alternatives, got {value!r}"]

    def test_an_alternative_is_an_object(self) -> None:
        assert _sentences({"$or": [{"source": ["a"]}, "b"]}) == ["$or[1] must be an object of fields to match, got 'b'"]

    def test_an_alternative_has_the_fields_of_the_place_where_it_stands(self) -> None:
        assert _sentences({"$or": [{"sorce": ["a"]}, {"id": ["b"]}]}) == [
            "$or[0].sorce is no field of an event; did you mean 'source'?"
        ]
        assert _sentences({"detail": {"$or": [{"sorce": ["a"]}, {"id": [1]}]}}) == []

    def test_it_is_looked_into_at_any_depth(self) -> None:
        pattern = {"detail": {"$or": [{"a": {"$or": [{"b": "c"}, {"d": []}]}}, {"e": ["f"]}]}}
        assert [fault.path for fault in check_event_pattern(pattern)] == [
            ("detail", "$or", 0, "a", "$or", 0, "b"),
            ("detail", "$or", 0, "a", "$or", 1, "d"),
        ]

    @pytest.mark.parametrize("name", sorted(RESERVED_IN_OR))
    def test_fields_may_not_be_named_as_operators_are_or_will_be(self, name: str) -> None:
        assert _sentences({"detail": {"$or": [{"a": {name: ["x"]}}, {"b": ["y"]}]}}) == [
            f"detail.$or[0].a.{name} must not be a field's name inside of $or: it is reserved"
        ]

    def test_that_holds_for_detail_inside_of_it_too(self) -> None:
        assert _sentences({"$or": [{"detail": {"cidr": ["x"]}}, {"source": ["y"]}]}) == [
            "$or[0].detail.cidr must not be a field's name inside of $or: it is reserved"
        ]

    def test_an_operator_in_place_of_an_alternative_is_such_a_name_too(self) -> None:
        assert _sentences({"$or": [{"prefix": "a"}, {"suffix": "b"}]}) == [
            "$or[0].prefix must not be a field's name inside of $or: it is reserved",
            "$or[1].suffix must not be a field's name inside of $or: it is reserved",
        ]


def test_all_faults_are_found_in_the_order_of_the_pattern() -> None:
    faults = check_event_pattern({"source": "a", "detail": {"b": 1, "c": [[2]]}})
    assert [fault.path for fault in faults] == [("source",), ("detail", "b"), ("detail", "c", 0)]


def test_a_fault_of_the_whole_pattern_has_an_empty_path() -> None:
    assert check_event_pattern({}) == [
        PatternFault(path=(), message="must not be empty: name at least one field to match")
    ]
