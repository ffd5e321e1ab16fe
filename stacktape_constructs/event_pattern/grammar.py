"""The form of a pattern: objects of fields, lists of values at the leaves, `$or` with alternatives.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from stacktape_constructs.errors import did_you_mean
from stacktape_constructs.event_pattern.faults import PatternFault, PatternPath
from stacktape_constructs.event_pattern.numeric import is_comparison
from stacktape_constructs.event_pattern.operators import OPERATORS
from stacktape_constructs.event_pattern.values import is_known_later, is_number

#: The key whose value is a list of objects, one of which an event must match.
OR = "$or"

#: The fields of an event's envelope. All but `detail` hold text, `resources` a list of texts.
#: https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
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

#: What no field inside of `$or` may be named: the operators, and AWS's plans for more.
#: https://github.com/aws/event-ruler#the-or-primitive
#: https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/Constants.java
RESERVED_IN_OR = frozenset(OPERATORS) | frozenset(
    """
    exactly = < <= > >= regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before
    date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range
    """.split()
)

_ACCOUNT_ID = re.compile(r"[0-9]{12}")


def check_form(pattern: object) -> Iterator[PatternFault]:
    """Finds what AWS could not read, and what no event could match because of its envelope."""
    if isinstance(pattern, Mapping):
        yield from _check_object(pattern, (), envelope=True, inside_or=False)
    else:
        yield PatternFault((), f"must be an object such as {{'source': ['my.app']}}, got {pattern!r}")


def _check_object(
    fields: Mapping[object, object], path: PatternPath, *, envelope: bool, inside_or: bool
) -> Iterator[PatternFault]:
    """Checks one level of a pattern: the envelope's, or one of those in `detail`."""
    if not fields:
        yield PatternFault(path, "must not be empty: name at least one field to match")
    for key, value in fields.items():
        if not isinstance(key, str):
            yield PatternFault(path, f"must have text as field names, got {key!r}; put it in quotes")
        elif key == OR:
            yield from _check_alternatives(value, (*path, key), envelope=envelope)
        elif inside_or and key in RESERVED_IN_OR:
            yield PatternFault((*path, key), f"must not be a field's name inside of {OR}: it is reserved")
        elif envelope:
            yield from _check_envelope_field(key, value, (*path, key), inside_or=inside_or)
        else:
            yield from _check_detail_field(value, (*path, key), inside_or=inside_or)


def _check_alternatives(value: object, path: PatternPath, *, envelope: bool) -> Iterator[PatternFault]:
    if is_known_later(value):
        return
    if not isinstance(value, list | tuple) or len(value) < 2:
        yield PatternFault(path, f"must be a list of two or more alternatives, got {value!r}")
        return
    for index, alternative in enumerate(value):
        if isinstance(alternative, Mapping):
            yield from _check_object(alternative, (*path, index), envelope=envelope, inside_or=True)
        elif not is_known_later(alternative):
            yield PatternFault((*path, index), f"must be an object of fields to match, got {alternative!r}")


def _check_envelope_field(field: str, value: object, path: PatternPath, *, inside_or: bool) -> Iterator[PatternFault]:
    if field not in EVENT_FIELDS:
        hint = did_you_mean(field, EVENT_FIELDS)
        fields = ", ".join((*EVENT_FIELDS, OR))
        yield PatternFault(
            path,
            f"is no field of an event{hint or f'; events have {fields}, and what is your own in detail'}",
        )
    elif field != "detail":
        yield from _check_leaf(value, path, envelope_field=field)
    elif isinstance(value, Mapping):
        yield from _check_object(value, path, envelope=False, inside_or=inside_or)
    elif not is_known_later(value):
        yield PatternFault(path, f"must be an object of fields to match, got {value!r}")


def _check_detail_field(value: object, path: PatternPath, *, inside_or: bool) -> Iterator[PatternFault]:
    if not isinstance(value, Mapping):
        yield from _check_leaf(value, path)
    elif _is_operator(value):
        yield PatternFault(path, f"must be a list of values; write [{dict(value)!r}]")
    else:
        yield from _check_object(value, path, envelope=False, inside_or=inside_or)


def _is_operator(fields: Mapping[object, object]) -> bool:
    """Whether fields to match are rather an operator that stands without its list.

    `{"name": {"prefix": ["a"]}}` is right: there the event has a field `prefix` inside of `name`.
    """
    if len(fields) != 1:
        return False
    ((name, operand),) = fields.items()
    return name in OPERATORS and (not isinstance(operand, list | tuple) or is_comparison(operand))


def _check_leaf(value: object, path: PatternPath, *, envelope_field: str | None = None) -> Iterator[PatternFault]:
    if is_known_later(value):
        return
    if not isinstance(value, list | tuple):
        yield PatternFault(path, f"must be a list of values, got {value!r}; write [{value!r}]")
    elif not value:
        yield PatternFault(path, "must not be empty: an empty list matches nothing")
    else:
        for index, item in enumerate(value):
            yield from _check_value(item, (*path, index), envelope_field)


def _check_value(value: object, path: PatternPath, envelope_field: str | None) -> Iterator[PatternFault]:
    if isinstance(value, Mapping):
        yield from _check_operator(value, path)
    elif isinstance(value, list | tuple):
        yield PatternFault(path, f"must be a value or an operator, got the list {value!r}")
    elif not is_known_later(value):
        problem = _scalar_problem(value, envelope_field)
        if problem is not None:
            yield PatternFault(path, problem)


def _check_operator(value: Mapping[object, object], path: PatternPath) -> Iterator[PatternFault]:
    if len(value) != 1:
        yield PatternFault(path, f"must hold exactly one operator, got {dict(value)!r}")
    for name, operand in value.items():
        here = (*path, str(name))
        if name in OPERATORS:
            for fault in OPERATORS[str(name)].check(operand):
                yield fault.below(here)
        else:
            hint = did_you_mean(str(name), OPERATORS) or f"; operators are {', '.join(OPERATORS)}"
            yield PatternFault(here, f"is no comparison operator{hint}")


def _scalar_problem(value: object, envelope_field: str | None) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"must be a number of JSON, got {value!r}"
    if envelope_field is None:
        return None
    if not isinstance(value, str):
        # Unquoted in YAML, an account's digits are a number, and a leading zero is lost.
        text = str(value).zfill(12) if envelope_field == "account" else str(value)
        fix = f"; write {text!r}" if is_number(value) else ""
        return f"must be text, as it is in events, got {value!r}{fix}"
    if envelope_field == "account" and not _ACCOUNT_ID.fullmatch(value):
        return f"must be the 12 digits of an account, got {value!r}"
    return None
