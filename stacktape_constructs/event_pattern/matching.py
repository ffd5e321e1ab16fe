"""Whether an event matches a pattern, as EventBridge would decide it.

AWS's pages describe this for single fields. What lists of objects do is said by the matcher that AWS
publishes: fields match together only in the same element of a list.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
https://github.com/aws/event-ruler#json-array-matching
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from stacktape_constructs.errors import InvalidPatternError
from stacktape_constructs.event_pattern.alternatives import Constraint, alternatives
from stacktape_constructs.event_pattern.check import check_event_pattern
from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.operators import OPERATORS
from stacktape_constructs.event_pattern.values import is_same, known_later_paths

#: Elements of an event's lists: pairs of a list's number and an index in it.
_Elements = frozenset[tuple[int, int]]


@attrs.frozen
class Occurrence:
    """A value that an event has for a field, and the list elements in which it stands."""

    value: object
    elements: _Elements


Occurrences = Mapping[tuple[str, ...], Sequence[Occurrence]]


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Decides whether an event matches a pattern, without AWS.

    A field that holds a list matches when one of its entries does, nested lists included. Of objects in a
    list, one must match all that the pattern says of their fields. Numbers are equal as numbers (300 and
    300.0), but never to text. A field whose value is an object, or an empty list, is a field that does not
    exist: values are at the leaves only.

    Args:
        pattern: the pattern in AWS's JSON form, with keys such as `detail-type`.
        event: the event as a target gets it, with its envelope: keys such as `source` and `detail`. What
            the pattern does not ask for may be left out.

    Returns:
        Whether a rule with this pattern would get the event.

    Raises:
        InvalidPatternError: the pattern has faults, or values that are only known at deploy.
        TypeError: the event is no dict.

    Examples:
        >>> paid = {"source": "shop", "detail": {"items": [{"sku": "a", "count": 1}, {"sku": "b", "count": 5}]}}
        >>> matches({"detail": {"items": {"sku": ["b"], "count": [{"numeric": [">", 3]}]}}}, paid)
        True
        >>> matches({"detail": {"items": {"sku": ["a"], "count": [{"numeric": [">", 3]}]}}}, paid)
        False

    What a pattern matches: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
    """
    unknown = [
        PatternFault(path, "is only known at deploy; put in the text it will be") for path in known_later_paths(pattern)
    ]
    if faults := check_event_pattern(pattern) + unknown:
        raise InvalidPatternError(faults)
    if not isinstance(event, Mapping):
        raise TypeError(f"an event must be a dict, got {type(event).__name__}; read JSON with json.loads")
    occurrences = occurrences_in(event)
    return any(holds(constraints, occurrences) for constraints in alternatives(pattern))


def occurrences_in(event: Mapping[str, Any]) -> Occurrences:
    """The values of an event by their fields; lists give their entries to the field that they are in."""
    found: dict[tuple[str, ...], list[Occurrence]] = defaultdict(list)
    lists = itertools.count()
    # No recursion, for an event may be deeper than Python goes.
    waiting: list[tuple[object, tuple[str, ...], _Elements]] = [(event, (), frozenset())]
    while waiting:
        value, field, elements = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [(entry, (*field, name), elements) for name, entry in reversed([*value.items()])]
        elif isinstance(value, list | tuple):
            number = next(lists)
            waiting += [
                (entry, field, elements | _chosen(entry, number, index))
                for index, entry in reversed([*enumerate(value)])
            ]
        else:
            found[field].append(Occurrence(value, elements))
    return found


def _chosen(entry: object, number: int, index: int) -> _Elements:
    # Scalars of one list do not exclude each other: only objects have fields that belong together.
    return frozenset({(number, index)} if isinstance(entry, Mapping | list | tuple) else ())


def holds(constraints: Sequence[Constraint], occurrences: Occurrences) -> bool:
    """Whether a choice of list elements makes all constraints hold.

    In the order of their names, the fields of one list stand together. So a choice is told by the elements
    of its last field: those of an earlier one are among them, or of lists that no later field is in.

    Absence is absence from the elements chosen so far, and without any chosen, from the event. AWS's
    matcher takes the fields in the order of their names as well:
    https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/GenericMachine.java
    """
    choices: set[_Elements] = {frozenset()}
    for constraint in sorted(constraints, key=lambda constraint: constraint.field):
        found = occurrences.get(constraint.field, ())
        matching = {each.elements for each in found if _matches_any(constraint.values, each.value)}
        following = {elements for elements in matching if any(_are_consistent(choice | elements) for choice in choices)}
        if allows_absence(constraint):
            following |= {
                choice for choice in choices if not any(_are_consistent(choice | each.elements) for each in found)
            }
        choices = following
    return bool(choices)


def allows_absence(constraint: Constraint) -> bool:
    """Whether a field may be missing."""
    return any(_matches_absence(value) for value in constraint.values)


def _are_consistent(elements: _Elements) -> bool:
    """Whether no two of the elements are of the same list."""
    return len({number for number, _ in elements}) == len(elements)


def _matches_any(values: Sequence[object], value: object) -> bool:
    return any(_matches(expected, value) for expected in values)


def _matches(expected: object, value: object) -> bool:
    if not isinstance(expected, Mapping):
        return is_same(expected, value)
    ((name, operand),) = expected.items()
    return OPERATORS[name].matches(operand, value)


def _matches_absence(expected: object) -> bool:
    if not isinstance(expected, Mapping):
        return False
    ((name, operand),) = expected.items()
    return OPERATORS[name].matches_absence(operand)
