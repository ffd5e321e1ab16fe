"""The operator `numeric`: one comparison with a number, or a range.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.values import is_known_later, is_number

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_LOWER_BOUNDS = (">", ">=")
_UPPER_BOUNDS = ("<", "<=")

#: What AWS's page says of both sides: -5.0e9 to 5.0e9, 15 digits, 6 of them after the decimal point.
_LIMIT = 5_000_000_000
_DIGITS = 15
_DECIMALS = 6

_FORMS = "['=', 5], ['>', 0] or ['>', 0, '<=', 5]"


def is_comparison(values: object) -> bool:
    """Whether a list can only be meant as an operand of `numeric`."""
    return isinstance(values, list | tuple) and bool(values) and values[0] in tuple(_COMPARISONS)


def check_numeric(operand: object) -> Iterator[PatternFault]:
    """Checks the form `[comparison, number]`, or a lower and an upper bound in this order."""
    if not isinstance(operand, list | tuple):
        yield PatternFault((), f"must be a list such as {_FORMS}, got {operand!r}")
    elif len(operand) not in (2, 4):
        yield PatternFault((), f"must be a list of 2 or 4 entries such as {_FORMS}, got {list(operand)!r}")
    elif len(operand) == 2:
        yield from _check_comparison(operand, 0, tuple(_COMPARISONS))
    else:
        faults = [
            *_check_comparison(operand, 0, _LOWER_BOUNDS),
            *_check_comparison(operand, 2, _UPPER_BOUNDS),
        ]
        yield from faults or _check_bounds(operand)


def matches_numeric(operand: Sequence[Any], value: object) -> bool:
    """Whether a value is a number that satisfies each comparison."""
    if not is_number(value) or abs(value) > _LIMIT:
        return False
    comparisons = zip(operand[::2], operand[1::2], strict=True)
    return all(_COMPARISONS[comparison](value, limit) for comparison, limit in comparisons)


def _check_comparison(operand: Sequence[Any], index: int, known: Sequence[str]) -> Iterator[PatternFault]:
    comparison, number = operand[index : index + 2]
    if comparison not in known and not is_known_later(comparison):
        yield PatternFault((index,), f"must be one of {', '.join(known)}, got {comparison!r}")
    if (problem := _number_problem(number)) is not None:
        yield PatternFault((index + 1,), problem)


def _check_bounds(operand: Sequence[Any]) -> Iterator[PatternFault]:
    lower, upper = operand[1], operand[3]
    if not is_known_later(lower) and not is_known_later(upper) and lower >= upper:
        yield PatternFault((), f"must have a lower bound below the upper one, got {lower!r} and {upper!r}")


def _number_problem(number: object) -> str | None:
    if is_known_later(number):
        return None
    if not is_number(number):
        return f"must be a number, got {number!r}"
    # Also false for NaN.
    if not abs(number) <= _LIMIT:
        return f"must be between -5e9 and 5e9, got {number!r}"
    _, digits, exponent = Decimal(str(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    if exponent < -_DECIMALS or len(digits) > _DIGITS:
        return f"must have at most {_DECIMALS} decimals and {_DIGITS} digits, got {number!r}"
    return None
