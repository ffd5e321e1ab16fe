"""What the npm package dotenv, version 16, makes of each text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktape_constructs.config.directives.dotenv import read_dotenv


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A=b", "b"),
        ("  export A = b c  ", "b c"),
        ("A: b", "b"),
        ("A:\n  b", "b"),
        ("A=", ""),
        ("A=\nB=c", ""),
        ("A=b\r\nB=c", "b"),
        ("A=b#c", "b"),
        ("A=b # c", "b"),
        ("A='b # c' # d", "b # c"),
        ('A=`it\'s "b"`', 'it\'s "b"'),
        ('A="b\nc"\nB=d', "b\nc"),
        ('A="b\\nc\\rd"', "b\nc\rd"),
        ("A='b\\nc'", "b\\nc"),
        ("A=b\\nc", "b\\nc"),
        ('A="b \\"c\\" d"', 'b \\"c\\" d'),
        ('A="C:\\"\nB="x"', "C:\\"),
        ('A="b" c', '"b" c'),
        ('A="b', '"b'),
        ('A={"b": 1}', '{"b": 1}'),
        ("A=b==", "b=="),
        ("A=b\nA=c", "c"),
    ],
)
def test_a_value_is_read(text: str, value: str) -> None:
    assert read_dotenv(text)["A"] == value


@pytest.mark.parametrize("text", ["", "# A=b", "A", "A:b", "A B=c", "=b"])
def test_what_gives_no_value_is_passed_over(text: str) -> None:
    assert "A" not in read_dotenv(text)


def test_a_value_may_have_the_name_of_none_in_it() -> None:
    assert read_dotenv("A='b\nC=d'\nE=f") == {"A": "b\nC=d", "E": "f"}


@given(st.dictionaries(st.from_regex(r"[A-Z][A-Z0-9_]*", fullmatch=True), st.text(alphabet="ab# =$\\\n")))
def test_values_in_quotes_are_what_was_written(values: dict[str, str]) -> None:
    text = "\n".join(f"{name}='{value}'" for name, value in values.items() if not value.endswith("\\"))

    assert read_dotenv(text) == {name: value for name, value in values.items() if not value.endswith("\\")}
