from __future__ import annotations

import doctest
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings

import stacktape_constructs.event_pattern
from stacktape_constructs.errors import InvalidPatternError
from stacktape_constructs.event_pattern import PatternFault, check, matches, matching
from tests.event_pattern.patterns import patterns_with_events

_NESTED_OR: dict[str, Any] = {
    "source": ["cloud"],
    "detail": {
        "$or": [
            {"metric": ["cpu"]},
            {"type": ["T"], "space": ["S"], "$or": [{"id": [1234]}, {"name": [1000]}]},
            {"scope": ["service"]},
        ]
    },
}


def _matches(detail_pattern: dict[str, Any], detail: dict[str, Any]) -> bool:
    return matches({"detail": detail_pattern}, {"detail": detail})


class TestValues:
    @pytest.mark.parametrize(
        ("expected", "value"),
        [("a", "a"), ("", ""), (None, None), (True, True), (300, 300.0), (123456789012, 123456789012)],
    )
    def test_a_value_matches_itself(self, expected: object, value: object) -> None:
        assert _matches({"a": [expected]}, {"a": value})

    @pytest.mark.parametrize(
        ("expected", "value"),
        [("a", "A"), ("1", 1), (1, True), (False, 0), ("", None), (None, ""), ("true", True), ("null", None)],
    )
    def test_values_of_different_kinds_or_spellings_do_not_match(self, expected: object, value: object) -> None:
        assert not _matches({"a": [expected]}, {"a": value})

    def test_any_of_the_listed_values_will_do(self) -> None:
        assert _matches({"a": ["x", {"prefix": "b"}, 1]}, {"a": "bc"})

    def test_all_fields_must_match(self) -> None:
        assert matches({"source": ["s"], "detail": {"a": [1]}}, {"source": "s", "detail": {"a": 1, "b": 2}})
        assert not matches({"source": ["s"], "detail": {"a": [1]}}, {"source": "s", "detail": {"b": 2}})

    @pytest.mark.parametrize("values", [["a"], [None], [{"anything-but": "a"}], [{"exists": True}]])
    @pytest.mark.parametrize("detail", [{}, {"a": {}}, {"a": {"b": "a"}}, {"a": []}, {"a": [{"b": "a"}]}])
    def test_only_leaves_are_values(self, values: list[Any], detail: dict[str, Any]) -> None:
        assert not _matches({"a": values}, detail)
        assert _matches({"a": [*values, {"exists": False}]}, detail)

    def test_a_name_with_a_dot_is_one_name(self) -> None:
        assert _matches({"a.b": [1]}, {"a.b": 1})
        assert not _matches({"a.b": [1]}, {"a": {"b": 1}})


class TestLists:
    @pytest.mark.parametrize("value", [["a", "b"], [["b"], "a"], ("a",)])
    def test_one_matching_entry_is_enough(self, value: object) -> None:
        assert _matches({"a": ["a"]}, {"a": value})

    def test_so_it_is_for_what_is_excluded(self) -> None:
        assert _matches({"a": [{"anything-but": "a"}]}, {"a": ["a", "b"]})
        assert not _matches({"a": [{"anything-but": "a"}]}, {"a": ["a", "a"]})

    def test_fields_match_together_only_in_the_same_object(self) -> None:
        pattern = {"items": {"sku": ["a"], "size": {"x": [1]}}}
        assert _matches(pattern, {"items": [{"sku": "b"}, {"sku": "a", "size": {"x": 1}}]})
        assert not _matches(pattern, {"items": [{"sku": "b", "size": {"x": 1}}, {"sku": "a"}]})

    def test_entries_of_different_lists_are_free_to_match(self) -> None:
        assert _matches({"a": {"x": [1]}, "b": {"x": [1]}}, {"a": [{"x": 1}], "b": [{"x": 2}, {"x": 1}]})

    def test_scalars_of_a_list_do_not_exclude_objects_of_it(self) -> None:
        pattern = {"$or": [{"p": ["x"]}, {"q": ["x"]}], "p": {"a": [1]}}
        assert _matches(pattern, {"p": ["x", {"a": 1}]})

    def test_the_objects_may_lie_in_lists_of_lists(self) -> None:
        pattern = {"p": {"a": [1], "b": [2]}}
        assert _matches(pattern, {"p": [[{"a": 0}], [{"a": 1}, {"a": 1, "b": 2}]]})
        assert not _matches(pattern, {"p": [[{"a": 1}], [{"b": 2}]]})
        assert not _matches(pattern, {"p": [[{"a": 1}, {"b": 2}]]})

    def test_an_early_choice_can_be_revised(self) -> None:
        detail = {"p": [{"a": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 1}]}
        assert _matches({"p": {"a": [1], "b": [1], "c": [1]}}, detail)

    def test_what_is_nowhere_in_the_list_is_absent(self) -> None:
        assert _matches({"p": {"a": [{"exists": False}]}}, {"p": [{"b": 1}, {"c": 1}]})
        assert not _matches({"p": {"a": [{"exists": False}]}}, {"p": [{"b": 1}, {"a": 1}]})

    def test_what_the_chosen_object_does_not_have_is_absent(self) -> None:
        pattern = {"p": {"a": [1], "b": [{"exists": False}]}}
        assert _matches(pattern, {"p": [{"a": 1}, {"a": 2, "b": 3}]})
        assert not _matches(pattern, {"p": [{"a": 1, "b": 1}, {"a": 2}]})

    def test_absence_of_an_earlier_name_is_decided_before_an_object_is_chosen(self) -> None:
        detail = {"p": [{"b": 1}, {"a": 2}]}
        assert not _matches({"p": {"a": [{"exists": False}], "b": [1]}}, detail)
        assert not _matches({"p": {"b": [1], "a": [{"exists": False}]}}, detail)

    def test_a_choice_holds_for_what_lies_deeper_and_beside(self) -> None:
        pattern = {"p": {"a": [1], "m": {"x": [1], "y": [1]}, "z": [1]}}
        lines = [{"x": 1}, {"x": 1, "y": 1}]
        assert _matches(pattern, {"p": [{"a": 1}, {"a": 1, "m": lines, "z": 1}]})
        assert not _matches(pattern, {"p": [{"a": 1, "m": lines}, {"z": 1}]})
        assert not _matches(pattern, {"p": [{"a": 1, "m": [{"x": 1}, {"y": 1}], "z": 1}]})
        assert not _matches(pattern, {"p": [{"a": 1, "z": 1}, {"m": lines, "z": 1}]})

    def test_long_lists_do_not_multiply(self) -> None:
        names = [f"list{index}" for index in range(12)]
        pattern = {name: {"x": [1], "y": [2]} for name in names}
        detail = {name: [{"x": 1, "y": 2}] * 20 for name in names}
        # 20 ** 12 choices, if each were followed to the end.
        assert _matches(pattern, detail)

    def test_an_event_may_be_deeper_than_python_goes(self) -> None:
        objects: Any = 1
        lists: Any = 1
        for _ in range(sys.getrecursionlimit()):
            objects, lists = {"a": objects}, [lists]

        assert _matches({"b": [1], "c": [1]}, {"b": lists, "c": 1, "deep": objects})


class TestOr:
    @pytest.mark.parametrize(
        "detail",
        [{"metric": "cpu"}, {"type": "T", "space": "S", "name": 1000}, {"scope": "service", "metric": "x"}],
    )
    def test_one_alternative_must_match(self, detail: dict[str, Any]) -> None:
        assert matches(_NESTED_OR, {"source": "cloud", "detail": detail})

    @pytest.mark.parametrize("detail", [{}, {"type": "T", "space": "S"}, {"type": "T", "id": 1234}])
    def test_parts_of_several_do_not(self, detail: dict[str, Any]) -> None:
        assert not matches(_NESTED_OR, {"source": "cloud", "detail": detail})

    def test_what_stands_beside_it_must_match_as_well(self) -> None:
        assert not matches(_NESTED_OR, {"source": "other", "detail": {"metric": "cpu"}})


class TestRefusals:
    def test_a_wrong_pattern_is_told_with_all_its_faults(self) -> None:
        with pytest.raises(InvalidPatternError) as caught:
            matches({"source": "shop", "detail": {"a": []}}, {})
        assert caught.value.faults == (
            PatternFault(("source",), "must be a list of values, got 'shop'; write ['shop']"),
            PatternFault(("detail", "a"), "must not be empty: an empty list matches nothing"),
        )
        assert str(caught.value) == (
            "the event pattern is wrong: source must be a list of values, got 'shop'; write ['shop']; "
            "detail.a must not be empty: an empty list matches nothing"
        )

    def test_a_pattern_that_is_settled_at_deploy_cannot_be_tried(self) -> None:
        pattern = {
            "source": ["a", "${Token[TOKEN.7]}"],
            "detail": {"$or": object(), "n": (-1.8881545897087513e289,)},
        }
        with pytest.raises(InvalidPatternError) as caught:
            matches(pattern, {"source": "a"})
        assert str(caught.value) == (
            "the event pattern is wrong: source[1] is only known at deploy; put in the text it will be; "
            "detail.$or is only known at deploy; put in the text it will be; "
            "detail.n[0] is only known at deploy; put in the text it will be"
        )

    def test_the_text_of_an_event_is_no_event(self) -> None:
        event: Any = json.dumps({"source": "a"})
        with pytest.raises(TypeError, match=r"an event must be a dict, got str; read JSON with json\.loads"):
            matches({"source": ["a"]}, event)


@pytest.mark.parametrize("module", [stacktape_constructs.event_pattern, check, matching])
def test_the_examples_run(module: Any) -> None:
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


def test_the_cdk_is_not_needed() -> None:
    code = "import sys, stacktape_constructs.event_pattern; sys.exit('aws_cdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _reversed(value: Any) -> Any:
    """The same JSON with the names of all objects in another order."""
    if isinstance(value, dict):
        return {key: _reversed(entry) for key, entry in reversed(value.items())}
    return [_reversed(entry) for entry in value] if isinstance(value, list) else value


def _in_lists(value: Any) -> Any:
    """The same event with each value as the only entry of a list."""
    if isinstance(value, dict):
        return [{key: _in_lists(entry) for key, entry in value.items()}]
    return [value]


@settings(max_examples=100, deadline=None)
@given(patterns_with_events())
def test_neither_order_nor_lists_of_one_change_a_match(drawn: tuple[dict[str, Any], dict[str, Any]]) -> None:
    pattern, event = drawn
    expected = matches(pattern, event)
    assert matches(_reversed(pattern), _reversed(event)) is expected
    assert matches(pattern, {name: _in_lists(value) for name, value in event.items()}) is expected


@settings(max_examples=50, deadline=None)
@given(patterns_with_events())
def test_what_a_pattern_does_not_ask_for_changes_nothing(
    drawn: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    pattern, event = drawn
    more = {**event, "time": "2026-01-01T00:00:00Z", "detail": {**event["detail"], "other": {"x": [1]}}}
    assert matches(pattern, more) is matches(pattern, event)
