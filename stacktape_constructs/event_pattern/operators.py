"""The comparison operators: one row each, saying what its operand may be and which values it matches.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
Where that page is silent (on empty lists, on the kinds of operands), the compiler that AWS publishes is not:
https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/JsonRuleCompiler.java
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from stacktape_constructs.event_pattern.cidr import check_cidr, matches_cidr
from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.numeric import check_numeric, matches_numeric
from stacktape_constructs.event_pattern.values import is_known_later, is_number, is_same
from stacktape_constructs.event_pattern.wildcard import check_wildcard, matches_wildcard

Check = Callable[[object], Iterator[PatternFault]]


@attrs.frozen(kw_only=True)
class Operator:
    """What there is to know about a comparison operator.

    Attributes:
        check: finds the faults of an operand; their paths start from it.
        matches: whether a value that an event has satisfies an operand, which must be in order.
        matches_absence: whether a field that an event does not have satisfies an operand.
        check_excluded: checks one text that `anything-but` excludes by this operator; None when it cannot.
    """

    check: Check
    matches: Callable[[Any, object], bool]
    matches_absence: Callable[[Any], bool] = lambda operand: False
    check_excluded: Check | None = None


def _check_text(operand: object) -> Iterator[PatternFault]:
    if not isinstance(operand, str) and not is_known_later(operand):
        yield PatternFault((), f"must be text, got {operand!r}")


def _check_some_text(operand: object) -> Iterator[PatternFault]:
    yield from _check_text(operand)
    if operand == "":
        yield PatternFault((), "must not be empty: every text would be excluded")


def _check_affix(operand: object) -> Iterator[PatternFault]:
    if isinstance(operand, Mapping):
        yield from _check_nested(operand, {"equals-ignore-case": _check_text})
    else:
        yield from _check_text(operand)


def _matches_prefix(operand: str | Mapping[str, str], value: object) -> bool:
    if not isinstance(value, str):
        return False
    if isinstance(operand, Mapping):
        return _in_any_case(operand["equals-ignore-case"]).match(value) is not None
    return value.startswith(operand)


def _matches_suffix(operand: str | Mapping[str, str], value: object) -> bool:
    if not isinstance(value, str):
        return False
    if isinstance(operand, Mapping):
        return re.search(rf"(?:{_in_any_case(operand['equals-ignore-case']).pattern})\Z", value) is not None
    return value.endswith(operand)


def _matches_equals_ignore_case(operand: str, value: object) -> bool:
    return isinstance(value, str) and _in_any_case(operand).fullmatch(value) is not None


def _in_any_case(text: str) -> re.Pattern[str]:
    # Character by character, as AWS does it: folding the whole would equate more than it does.
    # https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/input/EqualsIgnoreCaseParser.java
    return re.compile("".join(f"(?:{re.escape(char.lower())}|{re.escape(char.upper())})" for char in text))


def _check_exists(operand: object) -> Iterator[PatternFault]:
    if not isinstance(operand, bool) and not is_known_later(operand):
        yield PatternFault((), f"must be true or false, got {operand!r}")


def _check_anything_but(operand: object) -> Iterator[PatternFault]:
    if isinstance(operand, Mapping):
        checks = {
            name: _one_or_more(row.check_excluded) for name, row in OPERATORS.items() if row.check_excluded is not None
        }
        yield from _check_nested(operand, checks)
        return
    yield from _one_or_more(_check_excluded_value)(operand)
    if isinstance(operand, list | tuple):
        kinds = {is_number(each) for each in operand if not is_known_later(each)}
        if len(kinds) > 1:
            yield PatternFault((), f"must hold only texts or only numbers, got {list(operand)!r}")


def _check_excluded_value(operand: object) -> Iterator[PatternFault]:
    if isinstance(operand, Mapping):
        yield PatternFault(
            (), f"must be text or a number, got {dict(operand)!r}; an operator stands here without a list"
        )
    elif not is_known_later(operand) and not isinstance(operand, str) and not is_number(operand):
        yield PatternFault((), f"must be text or a number, got {operand!r}")
    elif isinstance(operand, float) and not math.isfinite(operand):
        yield PatternFault((), f"must be a number of JSON, got {operand!r}")


def _matches_anything_but(operand: object, value: object) -> bool:
    if isinstance(operand, Mapping):
        ((name, texts),) = operand.items()
        return not any(OPERATORS[name].matches(text, value) for text in _listed(texts))
    return not any(is_same(excluded, value) for excluded in _listed(operand))


def _check_nested(operand: Mapping[object, object], checks: Mapping[str, Check]) -> Iterator[PatternFault]:
    """Checks an operand that is an operator itself."""
    if len(operand) != 1 or not operand.keys() <= checks.keys():
        yield PatternFault((), f"must hold one of {', '.join(checks)}, got {dict(operand)!r}")
    for name, inner in operand.items():
        if isinstance(name, str) and name in checks:
            for fault in checks[name](inner):
                yield fault.below((name,))


def _one_or_more(check: Check) -> Check:
    """A check of one operand as a check of such an operand or a list of them."""

    def check_each(operand: object) -> Iterator[PatternFault]:
        if not isinstance(operand, list | tuple):
            yield from check(operand)
            return
        if not operand:
            yield PatternFault((), "must not be an empty list")
        for index, each in enumerate(operand):
            for fault in check(each):
                yield fault.below((index,))

    return check_each


def _listed(operand: object) -> Sequence[object]:
    return operand if isinstance(operand, list | tuple) else [operand]


#: The operators of event buses, by their names. Pipes know fewer.
OPERATORS: Mapping[str, Operator] = {
    "anything-but": Operator(check=_check_anything_but, matches=_matches_anything_but),
    "cidr": Operator(check=check_cidr, matches=matches_cidr),
    "equals-ignore-case": Operator(check=_check_text, matches=_matches_equals_ignore_case, check_excluded=_check_text),
    # Whatever value an event has, it exists.
    "exists": Operator(
        check=_check_exists,
        matches=lambda operand, value: operand is True,
        matches_absence=lambda operand: operand is False,
    ),
    "numeric": Operator(check=check_numeric, matches=matches_numeric),
    "prefix": Operator(check=_check_affix, matches=_matches_prefix, check_excluded=_check_some_text),
    "suffix": Operator(check=_check_affix, matches=_matches_suffix, check_excluded=_check_some_text),
    "wildcard": Operator(check=check_wildcard, matches=matches_wildcard, check_excluded=check_wildcard),
}
