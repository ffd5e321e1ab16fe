"""The values of JSON as patterns and events hold them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import TypeGuard

from stacktape_constructs.event_pattern.faults import PatternPath

#: How CDK writes a token into a text, and into the only entry of a list.
_TEXT_MARKERS = ("${Token[", "#{Token[")
#: How CDK writes a token into a number: the first two bytes of a double that nobody writes by hand.
_NUMBER_MARKER = b"\xfb\xff"


def is_known_later(value: object) -> bool:
    """Whether a value is settled at deploy: a CDK token, or an object that is no JSON at all."""
    if isinstance(value, str):
        return any(marker in value for marker in _TEXT_MARKERS)
    if isinstance(value, float):
        return struct.pack(">d", value).startswith(_NUMBER_MARKER)
    return not isinstance(value, Mapping | list | tuple | int | type(None))


def known_later_paths(value: object, path: PatternPath = ()) -> Iterator[PatternPath]:
    """Where a pattern has what is only known at deploy."""
    if is_known_later(value):
        yield path
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from known_later_paths(entry, (*path, key))
    elif isinstance(value, list | tuple):
        for index, entry in enumerate(value):
            yield from known_later_paths(entry, (*path, index))


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a JSON number. Python counts `True` as a number too."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_same(value: object, other: object) -> bool:
    """Whether two scalars are the same in JSON, where `true` is not `1`.

    Numbers are compared as numbers. AWS's page says that it compares their texts (300 is not 300.0), but
    the matcher that AWS publishes compares both ways, and the text is lost once an event is parsed.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
    https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/JsonRuleCompiler.java
    """
    return isinstance(value, bool) == isinstance(other, bool) and value == other
