from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktape_constructs.graph.boxes import box_of, text_width, wrapped
from stacktape_constructs.graph.model import Node


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["short"]),
        ("", [""]),
        ("aaa bbb ccc ddd", ["aaa bbb", "  ccc ddd"]),
        ("detail.EventName", ["detail.", "  Event", "  Name"]),
        ("aVeryLongName", ["aVeryLong", "  Name"]),
        ("abcdefghijklmno", ["abcdefghij", "  klmno"]),
        ("aaaaaaaaaa   ", ["aaaaaaaaaa"]),
        ("日本語日本語日本語", ["日本語日本", "  語日本語"]),
    ],
)
def test_a_text_is_wrapped_where_it_reads_best(text, lines):
    assert wrapped(text, 10) == lines


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@given(st.text(st.characters() | st.sampled_from("日本ｆ 　aB.")), st.integers(6, 40))
def test_no_line_is_too_long_and_nothing_but_white_space_is_lost(text, longest):
    lines = wrapped(text, longest)

    assert all(_cells(line) <= longest for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_text_of_any_length_is_wrapped():
    lines = wrapped("ab cd" * 40_000, 40)

    assert len(lines) > 5_000


def test_a_box_holds_its_text():
    low = box_of(Node("a", "rule", "name"))
    tall = box_of(Node("a", "rule", "name", ("x" * 200,)))
    wide = box_of(Node("a", "rule", "m" * 24))

    assert low.height < tall.height
    assert len(tall.lines) == 6
    assert wide.width > low.width
    assert wide.width > text_width("m" * 24, 14)


def test_a_wide_letter_takes_more_room_than_a_thin_one():
    assert text_width("iii", 10) < text_width("aaa", 10) < text_width("MMM", 10) < text_width("日本語", 10)
