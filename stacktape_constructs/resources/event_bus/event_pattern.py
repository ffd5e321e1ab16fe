"""What is wrong with an EventBridge event pattern, before AWS says so at deploy.

A pattern is data here (AWS's own JSON form), never a CDK object, so a construct and a reader of
configs can use the same check: one raises, the other points at a line. Neither CDK's validation nor
cfn-lint looks inside a pattern.

The shape of a pattern:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs

from stacktape_constructs.errors import did_you_mean

#: The fields of an event's envelope, by which a pattern can match.
EVENT_FIELDS = (
    "source",
    "detail-type",
    "detail",
    "account",
    "region",
    "resources",
    "time",
    "version",
    "id",
    "replay-name",
)

#: The comparison operators of event buses. Pipes know fewer.
#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
OPERATORS = frozenset(
    {
        "anything-but",
        "cidr",
        "equals-ignore-case",
        "exists",
        "numeric",
        "prefix",
        "suffix",
        "wildcard",
    }
)

_OR = "$or"
_TOKEN_MARKER = "${Token["

Path = tuple[str | int, ...]


@attrs.frozen
class PatternFault:
    """One thing that is wrong with a pattern.

    Attributes:
        path: keys and list indices from the pattern's root to the faulty node; `()` is the pattern.
        message: what is wrong with that node, as the rest of a sentence about it.
    """

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{self.location} {self.message}" if self.path else self.message

    @property
    def location(self) -> str:
        """The path as it would be written in JavaScript, such as `detail.items[0]`."""
        keys = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(keys).removeprefix(".")


def check_event_pattern(pattern: object) -> list[PatternFault]:
    """Finds the structural faults of an event pattern.

    A pattern is an object that has lists of values at its leaves, and `$or` with alternatives. A
    value is a JSON scalar or an object with one comparison operator. What an operator compares with
    is not looked at. Values that are no JSON, and strings that hold a CDK token, are taken for
    values that are known later, and pass.

    Args:
        pattern: the pattern in AWS's JSON form, with keys such as `detail-type`.

    Returns:
        The faults in the order of the pattern; empty when there are none.

    >>> [str(fault) for fault in check_event_pattern({"detail": {"EventName": "PAID"}})]
    ["detail.EventName must be a list of values, got 'PAID'; write ['PAID']"]
    """
    if not isinstance(pattern, Mapping):
        return [PatternFault((), f"must be an object such as {{'source': ['my.app']}}, got {pattern!r}")]
    return list(_check_object(pattern, (), EVENT_FIELDS))


def _check_object(
    fields: Mapping[object, object], path: Path, known: Collection[str]
) -> Iterator[PatternFault]:
    """Checks one level of a pattern; `known` names its possible fields, or is empty for any."""
    if not fields:
        yield PatternFault(path, "must not be empty: name at least one field to match")
    for key, value in fields.items():
        if not isinstance(key, str):
            yield PatternFault(path, f"must have text as field names, got {key!r}; put it in quotes")
        elif key == _OR:
            yield from _check_alternatives(value, (*path, key), known)
        elif known and key not in known:
            allowed = ", ".join((*EVENT_FIELDS, _OR))
            hint = did_you_mean(key, known) or f"; events have {allowed}"
            yield PatternFault((*path, key), f"is no field of an event{hint}")
        elif known and key == "detail":
            yield from _check_detail(value, (*path, key))
        elif not known and isinstance(value, Mapping):
            yield from _check_object(value, (*path, key), ())
        else:
            yield from _check_leaf(value, (*path, key))


def _check_alternatives(value: object, path: Path, known: Collection[str]) -> Iterator[PatternFault]:
    if _is_known_later(value):
        return
    if not isinstance(value, list | tuple) or len(value) < 2:
        yield PatternFault(path, f"must be a list of two or more alternatives, got {value!r}")
        return
    for index, alternative in enumerate(value):
        if isinstance(alternative, Mapping):
            yield from _check_object(alternative, (*path, index), known)
        elif not _is_known_later(alternative):
            yield PatternFault((*path, index), f"must be an object of fields to match, got {alternative!r}")


def _check_detail(value: object, path: Path) -> Iterator[PatternFault]:
    if isinstance(value, Mapping):
        yield from _check_object(value, path, ())
    elif not _is_known_later(value):
        yield PatternFault(path, f"must be an object of fields to match, got {value!r}")


def _check_leaf(value: object, path: Path) -> Iterator[PatternFault]:
    if _is_known_later(value):
        return
    if not isinstance(value, list | tuple):
        key = path[-1]
        # `{"name": {"prefix": "a"}}` asks for a field `prefix` inside `name`, which nobody means.
        if key in OPERATORS and len(path) > 2:
            yield PatternFault(path[:-1], f"must be a list of values; write [{{{key!r}: {value!r}}}]")
        else:
            yield PatternFault(path, f"must be a list of values, got {value!r}; write [{value!r}]")
    elif not value:
        yield PatternFault(path, "must not be empty: an empty list matches nothing")
    else:
        for index, item in enumerate(value):
            yield from _check_value(item, (*path, index))


def _check_value(value: object, path: Path) -> Iterator[PatternFault]:
    if isinstance(value, list | tuple):
        yield PatternFault(path, f"must be a value or an operator, got the list {value!r}")
    elif isinstance(value, Mapping):
        if len(value) != 1:
            yield PatternFault(path, f"must hold exactly one operator, got {dict(value)!r}")
        for operator in value:
            if operator not in OPERATORS:
                hint = (
                    did_you_mean(str(operator), OPERATORS)
                    or f"; operators are {', '.join(sorted(OPERATORS))}"
                )
                yield PatternFault((*path, str(operator)), f"is no comparison operator{hint}")


def _is_known_later(value: object) -> bool:
    if isinstance(value, str):
        return _TOKEN_MARKER in value
    return not isinstance(value, Mapping | list | tuple | int | float | type(None))
