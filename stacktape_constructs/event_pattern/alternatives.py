"""What a pattern with `$or` comes to: several patterns without, one of which an event must match.

EventBridge makes them when a rule is created, and limits their number. Each is a list of constraints,
all of which hold for an event that matches.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from stacktape_constructs.event_pattern.faults import PatternPath
from stacktape_constructs.event_pattern.grammar import OR


@attrs.frozen
class Constraint:
    """One field of a pattern, with the values of which an event must have one.

    Attributes:
        field: the names that lead to the field in an event.
        values: the values and operators that the pattern lists.
        path: where the pattern lists them.
    """

    field: tuple[str, ...]
    values: Sequence[object]
    path: PatternPath


def alternatives(
    pattern: Mapping[str, object], field: tuple[str, ...] = (), path: PatternPath = ()
) -> Iterator[tuple[Constraint, ...]]:
    """The alternatives of a pattern in order, each with its constraints as they are written.

    What is only known at deploy gives no constraint.
    """
    choices = [list(_choices(key, value, field, path)) for key, value in pattern.items()]
    for chosen in itertools.product(*choices):
        yield tuple(itertools.chain.from_iterable(chosen))


def count_alternatives(pattern: Mapping[str, object]) -> int:
    """How many alternatives a pattern has. Making them to count them could take forever."""
    return math.prod(_count(key, value) for key, value in pattern.items())


def _choices(key: str, value: object, field: tuple[str, ...], path: PatternPath) -> Iterable[tuple[Constraint, ...]]:
    here = (*path, key)
    if isinstance(value, Mapping):
        return alternatives(value, (*field, key), here)
    if not isinstance(value, list | tuple):
        return [()]
    if key != OR:
        return [(Constraint((*field, key), value, here),)]
    return itertools.chain.from_iterable(
        alternatives(each, field, (*here, index)) if isinstance(each, Mapping) else [()]
        for index, each in enumerate(value)
    )


def _count(key: str, value: object) -> int:
    if isinstance(value, Mapping):
        return count_alternatives(value)
    if key == OR and isinstance(value, list | tuple):
        return sum(count_alternatives(each) if isinstance(each, Mapping) else 1 for each in value)
    return 1
