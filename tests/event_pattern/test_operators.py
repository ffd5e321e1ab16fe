from __future__ import annotations

from typing import Any

import pytest

from stacktape_constructs.event_pattern.operators import OPERATORS

_TOKEN = "${Token[TOKEN.7]}"


def _faults(name: str, operand: object) -> list[str]:
    return [str(fault) for fault in OPERATORS[name].check(operand)]


def _matching(name: str, operand: Any, *values: object) -> list[object]:
    return [value for value in values if OPERATORS[name].matches(operand, value)]


@pytest.mark.parametrize(
    ("name", "operand"),
    [
        ("prefix", "a"),
        ("prefix", ""),
        ("prefix", {"equals-ignore-case": "a"}),
        ("prefix", object()),
        ("suffix", {"equals-ignore-case": _TOKEN}),
        ("equals-ignore-case", ""),
        ("exists", True),
        ("exists", object()),
        ("anything-but", "a"),
        ("anything-but", 1.5),
        ("anything-but", 123456789012),
        ("anything-but", ["a", "b", _TOKEN]),
        ("anything-but", [1, 2.5, object()]),
        ("anything-but", object()),
        ("anything-but", {"prefix": "a"}),
        ("anything-but", {"suffix": ["a", "b"]}),
        ("anything-but", {"equals-ignore-case": ["a", ""]}),
        ("anything-but", {"wildcard": ["*/lib/*", "*/bin/*"]}),
        ("anything-but", {"wildcard": object()}),
    ],
)
def test_an_operand_of_the_documented_kinds_is_in_order(name: str, operand: object) -> None:
    assert _faults(name, operand) == []


@pytest.mark.parametrize(
    ("name", "operand", "sentences"),
    [
        ("prefix", 3, ["must be text, got 3"]),
        ("prefix", ["a"], ["must be text, got ['a']"]),
        ("prefix", {"equals-ignore-case": ["a"]}, ["equals-ignore-case must be text, got ['a']"]),
        ("suffix", {"wildcard": "a"}, ["must hold one of equals-ignore-case, got {'wildcard': 'a'}"]),
        ("suffix", {}, ["must hold one of equals-ignore-case, got {}"]),
        ("equals-ignore-case", None, ["must be text, got None"]),
        ("exists", "true", ["must be true or false, got 'true'"]),
        ("exists", 1, ["must be true or false, got 1"]),
        ("anything-but", None, ["must be text or a number, got None"]),
        ("anything-but", True, ["must be text or a number, got True"]),
        ("anything-but", [], ["must not be an empty list"]),
        ("anything-but", ["a", 1], ["must hold only texts or only numbers, got ['a', 1]"]),
        ("anything-but", float("inf"), ["must be a number of JSON, got inf"]),
        (
            "anything-but",
            [{"prefix": "a"}],
            ["[0] must be text or a number, got {'prefix': 'a'}; an operator stands here without a list"],
        ),
        (
            "anything-but",
            {"numeric": [">", 1]},
            ["must hold one of equals-ignore-case, prefix, suffix, wildcard, got {'numeric': ['>', 1]}"],
        ),
        ("anything-but", {"prefix": ""}, ["prefix must not be empty: every text would be excluded"]),
        (
            "anything-but",
            {"suffix": ["a", ""]},
            ["suffix[1] must not be empty: every text would be excluded"],
        ),
        ("anything-but", {"prefix": {"equals-ignore-case": "a"}}, ["prefix must be text, got {'equals-i"]),
        ("anything-but", {"prefix": []}, ["prefix must not be an empty list"]),
        ("anything-but", {"wildcard": ["a", "b**"]}, ["wildcard[1] must not have two '*' in a row, got "]),
        (
            "anything-but",
            {"prefix": 1, "suffix": "b"},
            ["must hold one of equals-ignore-case, prefix, suffix, wildcard, got ", "prefix must be text"],
        ),
    ],
)
def test_an_operand_of_another_kind_is_refused(name: str, operand: object, sentences: list[str]) -> None:
    found = _faults(name, operand)
    assert len(found) == len(sentences)
    assert all(each.startswith(sentence) for each, sentence in zip(found, sentences, strict=True))


_VALUES = ("", "a", "ab", "AB", "ba", 1, 1.0, True, None)


@pytest.mark.parametrize(
    ("name", "operand", "matching"),
    [
        ("prefix", "a", ["a", "ab"]),
        ("prefix", "", ["", "a", "ab", "AB", "ba"]),
        ("prefix", {"equals-ignore-case": "A"}, ["a", "ab", "AB"]),
        ("suffix", "b", ["ab"]),
        ("suffix", "", ["", "a", "ab", "AB", "ba"]),
        ("suffix", {"equals-ignore-case": "b"}, ["ab", "AB"]),
        ("equals-ignore-case", "Ab", ["ab", "AB"]),
        ("exists", True, list(_VALUES)),
        ("exists", False, []),
        ("anything-but", "a", ["", "ab", "AB", "ba", 1, 1.0, True, None]),
        ("anything-but", ["a", "ba"], ["", "ab", "AB", 1, 1.0, True, None]),
        ("anything-but", 1, ["", "a", "ab", "AB", "ba", True, None]),
        ("anything-but", {"prefix": "a"}, ["", "AB", "ba", 1, 1.0, True, None]),
        ("anything-but", {"suffix": ["a", "b"]}, ["", "AB", 1, 1.0, True, None]),
        ("anything-but", {"equals-ignore-case": ["AB", "A"]}, ["", "ba", 1, 1.0, True, None]),
        ("anything-but", {"wildcard": "a*"}, ["", "AB", "ba", 1, 1.0, True, None]),
    ],
)
def test_an_operator_matches_values_of_its_kind(name: str, operand: Any, matching: list[object]) -> None:
    # By their representation: to Python, True is 1.
    assert list(map(repr, _matching(name, operand, *_VALUES))) == list(map(repr, matching))


@pytest.mark.parametrize(
    ("operand", "value", "expected"),
    [
        ("straße", "STRASSE", True),
        ("STRASSE", "straße", False),
        ("a.c", "abc", False),
        ("ὈΔΥΣΣΕΎΣ", "ὀδυσσεύσ", True),
    ],
)
def test_case_is_ignored_character_by_character(operand: str, value: str, expected: bool) -> None:
    assert OPERATORS["equals-ignore-case"].matches(operand, value) is expected
    assert OPERATORS["prefix"].matches({"equals-ignore-case": operand}, f"{value}…") is expected
    assert OPERATORS["suffix"].matches({"equals-ignore-case": operand}, f"…{value}") is expected


def test_only_exists_can_match_a_field_that_is_not_there() -> None:
    operands = {"exists": False, "anything-but": "a", "prefix": ""}
    assert [name for name, operand in operands.items() if OPERATORS[name].matches_absence(operand)] == ["exists"]
    assert not OPERATORS["exists"].matches_absence(True)
