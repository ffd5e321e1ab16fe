r"""The operator `wildcard`: text in which `*` stands for any characters, or none.

`\*` is an asterisk and `\\` a backslash; there are no other escapes, and no `**`. AWS also refuses
patterns that are too complex to match, but does not say from where on.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.values import is_known_later

_TOKEN = re.compile(r"\\[\\*]|\*\*|.", re.DOTALL)


def check_wildcard(operand: object) -> Iterator[PatternFault]:
    """Checks that the operand is text with nothing but known escapes and single asterisks."""
    if is_known_later(operand):
        return
    if not isinstance(operand, str):
        yield PatternFault((), f"must be text, got {operand!r}")
        return
    tokens = _TOKEN.findall(operand)
    if "**" in tokens:
        yield PatternFault((), f"must not have two '*' in a row, got {operand!r}; one is enough")
    if "\\" in tokens:
        yield PatternFault((), rf"must have only '*' or '\' after a '\', got {operand!r}; write '\\' for a backslash")


def matches_wildcard(operand: str, value: object) -> bool:
    """Whether a value is text of that form."""
    if not isinstance(value, str):
        return False
    first, *others = _literals(operand)
    if not others:
        return value == first
    *between, last = others
    end = len(value) - len(last)
    if not value.startswith(first) or not value.endswith(last) or end < len(first):
        return False
    # The first place is as good as any later one, so nothing needs to be tried twice.
    position = len(first)
    for literal in between:
        found = value.find(literal, position, end)
        if found < 0:
            return False
        position = found + len(literal)
    return True


def _literals(operand: str) -> list[str]:
    """The texts between the asterisks."""
    literals = [""]
    for token in _TOKEN.findall(operand):
        if token == "*":
            literals.append("")
        else:
            literals[-1] += token[-1]
    return literals
