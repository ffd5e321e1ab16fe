from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktape_constructs.event_pattern.wildcard import check_wildcard, matches_wildcard


@pytest.mark.parametrize(
    "operand", ["", "*", "dir/*.png", "*a*b*", r"a\*b", r"a\\b", r"*\**", r"\\*", "${Token[A]}**", object()]
)
def test_single_asterisks_and_known_escapes_are_in_order(operand: object) -> None:
    assert list(check_wildcard(operand)) == []


@pytest.mark.parametrize(
    ("operand", "sentences"),
    [
        (5, ["must be text, got 5"]),
        (["a*"], ["must be text, got ['a*']"]),
        ("a**b", ["must not have two '*' in a row, got 'a**b'; one is enough"]),
        (r"\\**", [r"must not have two '*' in a row, got '\\\\**'; one is enough"]),
        (r"a\b", [r"must have only '*' or '\' after a '\', got 'a\\b'; write '\\' for a backslash"]),
        ("a\\", [r"must have only '*' or '\' after a '\', got 'a\\'; write '\\' for a backslash"]),
    ],
)
def test_other_text_is_refused(operand: object, sentences: list[str]) -> None:
    assert [str(fault) for fault in check_wildcard(operand)] == sentences


@pytest.mark.parametrize(
    ("operand", "matching", "others"),
    [
        ("abc", ["abc"], ["ab", "abcd", ""]),
        ("*", ["", "a", "a\nb"], []),
        ("a*", ["a", "ab"], ["ba", ""]),
        ("*a", ["a", "ba"], ["ab"]),
        ("a*a", ["aa", "aba"], ["a", "ab"]),
        ("*a*b*", ["ab", "xaxbx"], ["ba", "a"]),
        ("*a*a*", ["aa", "xaxax"], ["a", "xax"]),
        ("ab*b*ba", ["abbba"], ["abba", "aba"]),
        (r"a\*b", ["a*b"], ["axb", r"a\*b"]),
        (r"a\\*", ["a\\", "a\\b"], ["a*", "a"]),
        ("a.c?", ["a.c?"], ["abc?", "a.cd"]),
    ],
)
def test_an_asterisk_is_any_text_and_the_rest_itself(operand: str, matching: list[str], others: list[str]) -> None:
    assert [value for value in matching + others if matches_wildcard(operand, value)] == matching


@pytest.mark.parametrize("value", [1, True, None])
def test_only_text_matches(value: object) -> None:
    assert not matches_wildcard("*", value)


def test_many_asterisks_do_not_multiply() -> None:
    assert not matches_wildcard("*a" * 1000 + "*b", "a" * 100_000)


@settings(deadline=None)
@given(st.lists(st.text("ab", max_size=2), min_size=1, max_size=4), st.text("ab", max_size=8))
def test_it_is_what_a_regular_expression_would_find(literals: list[str], value: str) -> None:
    operand = re.sub(r"\*+", "*", "*".join(literals))
    assert matches_wildcard(operand, value) == (re.fullmatch(operand.replace("*", ".*"), value) is not None)
