"""Texts that are longer than AWS takes."""

from __future__ import annotations

from stacktape_constructs.cdk.tokens import is_unresolved


def length_problem(text: str | None, *, most: int) -> str | None:
    """What is wrong with a text of more than so many characters, as the rest of a sentence about it.

    >>> length_problem("a bus for orders", most=10)
    'must have at most 10 characters, got 16'
    """
    # What is only known at deploy is as long as it is.
    if text is None or len(text) <= most or is_unresolved(text):
        return None
    return f"must have at most {most} characters, got {len(text)}"
