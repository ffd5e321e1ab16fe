"""Why an event does not match a pattern."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from stacktape_constructs.event_pattern.alternatives import Constraint, alternatives
from stacktape_constructs.event_pattern.faults import location
from stacktape_constructs.event_pattern.matching import matches


@attrs.frozen
class Refusal:
    """A part of a pattern that an event does not satisfy.

    Attributes:
        field: where the value stands in an event, such as `detail.amount`.
        wanted: the values and operators that the pattern lists for it.
        found: the values that the event has there; empty if it has none.
    """

    field: str
    wanted: tuple[Any, ...]
    found: tuple[Any, ...]

    def __str__(self) -> str:
        found = " and ".join(map(_json, self.found)) if self.found else "none"
        return f"{self.field} must match {_json(self.wanted)}, the event has {found}"


def refusals(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> list[Refusal]:
    """Finds what in a pattern keeps an event from matching.

    Args:
        pattern: the pattern in AWS's JSON form.
        event: the event as a target gets it, with its envelope.

    Returns:
        The parts of the pattern that the event does not satisfy, each by itself. Of a pattern with `$or`, those of
        the alternative that comes closest. Empty if the event matches; and if each part is satisfied, but not by
        the same object of a list.

    Raises:
        InvalidPatternError: the pattern has faults, or values that are only known at deploy.
        TypeError: the event is no dict.

    >>> [str(each) for each in refusals({"detail": {"amount": [{"numeric": [">", 100]}]}}, {"detail": {"amount": 5}})]
    ['detail.amount must match [{"numeric": [">", 100]}], the event has 5']
    """
    if matches(pattern, event):
        return []
    choices = [
        [constraint for constraint in constraints if not matches(_alone(constraint), event)]
        for constraints in alternatives(pattern)
    ]
    return [
        Refusal(location(each.field), tuple(each.values), tuple(_values(event, each.field)))
        for each in min(choices, key=len)
    ]


def _alone(constraint: Constraint) -> dict[str, Any]:
    """A pattern of this field only."""
    pattern: Any = list(constraint.values)
    for name in reversed(constraint.field):
        pattern = {name: pattern}
    return dict(pattern)


def _values(value: Any, field: tuple[str, ...]) -> list[Any]:
    if isinstance(value, list | tuple):
        return [found for each in value for found in _values(each, field)]
    if not field:
        return [value]
    return _values(value[field[0]], field[1:]) if isinstance(value, Mapping) and field[0] in value else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
