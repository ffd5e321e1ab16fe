from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from stacktape_constructs.event_pattern import check_event_pattern


def _sentences(pattern: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in check_event_pattern(pattern)]


class TestSize:
    def test_a_pattern_of_4096_characters_is_the_largest(self) -> None:
        empty = '{"source":[""]}'
        assert _sentences({"source": ["é" * (4096 - len(empty))]}) == []
        assert _sentences({"source": ["é" * (4097 - len(empty))]}) == [
            "must have at most 4096 characters as JSON, got 4097"
        ]

    def test_the_size_of_what_is_known_at_deploy_is_not_guessed(self) -> None:
        assert _sentences({"source": ["a" * 5000, "${Token[TOKEN.7]}"]}) == []

    def test_a_mapping_of_any_kind_has_a_size(self) -> None:
        assert _sentences({"detail": MappingProxyType({"a": ["b" * 5000]})}) == [
            "must have at most 4096 characters as JSON, got 5021"
        ]


class TestAlternatives:
    @staticmethod
    def _or(field: str, count: int) -> dict[str, Any]:
        return {"$or": [{f"{field}{index}": [index]} for index in range(count)]}

    def test_a_thousand_are_the_most(self) -> None:
        pattern = {"detail": {"a": self._or("a", 10), "b": self._or("b", 10), "c": self._or("c", 10)}}
        assert _sentences(pattern) == []
        pattern["detail"]["c"] = self._or("c", 11)
        assert _sentences(pattern) == ["must come to at most 1000 alternatives by $or, got 1100"]

    def test_those_of_one_alternative_are_added_not_multiplied(self) -> None:
        # 4 * 6 * 6 * 6 * 6 by the lengths of all lists, 24 in truth.
        inner = [{name: self._or("x", 6)} for name in "abcd"]
        assert _sentences({"detail": {"$or": inner}}) == []

    def test_those_known_at_deploy_count_as_one(self) -> None:
        assert _sentences({"$or": [object(), {"source": ["a"]}], "detail": object()}) == []


class TestRepetitions:
    @pytest.mark.parametrize(
        ("detail", "sentence"),
        [
            (
                {"a": [1], "$or": [{"a": [2]}, {"b": [3]}]},
                "detail.$or[0].a must not be given at detail.a too",
            ),
            (
                {"$or": [{"b": [3]}, {"a": [2]}], "a": [1]},
                "detail.a must not be given at detail.$or[1].a too",
            ),
            (
                {"$or": [{"a": {"$or": [{"x": [1]}, {"y": [1]}]}, "b": [1]}, {"c": [2]}], "a": {"y": [2]}},
                "detail.a.y must not be given at detail.$or[0].a.$or[1].y too",
            ),
        ],
    )
    def test_a_field_stands_once_on_each_way_through_the_alternatives(
        self, detail: dict[str, Any], sentence: str
    ) -> None:
        assert _sentences({"detail": detail}) == [
            f"{sentence}: EventBridge uses only one of the two; combine them where the alternatives are"
        ]

    def test_two_ors_may_not_share_a_field(self) -> None:
        pattern = {
            "$or": [{"detail": {"a": [1]}}, {"source": ["x"]}],
            "detail": {"$or": [{"a": [2]}, {"b": [3]}]},
        }
        assert [fault.path for fault in check_event_pattern(pattern)] == [("detail", "$or", 0, "a")]

    def test_each_alternative_may_have_the_same_field(self) -> None:
        assert _sentences({"detail": {"$or": [{"a": [1], "b": [2]}, {"a": [2], "b": [1]}], "c": [3]}}) == []

    def test_a_repetition_is_told_once(self) -> None:
        pattern = {
            "detail": {
                "a": [1],
                "$or": [{"a": [2]}, {"b": [3]}],
                "c": {"$or": [{"x": [1]}, {"y": [1]}, {"z": [1]}]},
            }
        }
        assert len(_sentences(pattern)) == 1
