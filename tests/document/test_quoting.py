from __future__ import annotations

import pytest

from stacktape_constructs.document.quoting import MAX_LENGTH, quoted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("memory", "'memory'"),
        ("größe", "'größe'"),
        ("a\nb", "'a\\nb'"),
        ("\x1b[2J", "'\\x1b[2J'"),
        ("", "''"),
    ],
)
def test_a_text_is_quoted_on_one_printable_line(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_a_text_of_the_greatest_length_is_quoted_whole() -> None:
    assert quoted("x" * MAX_LENGTH) == f"'{'x' * MAX_LENGTH}'"


def test_a_longer_text_is_shortened_to_that_length() -> None:
    shown = quoted("x" * (MAX_LENGTH + 1))
    assert shown == f"'{'x' * (MAX_LENGTH - 1)}…'"
