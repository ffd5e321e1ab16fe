"""Why an event does not match a pattern."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from stacktape_constructs.errors import did_you_mean
from stacktape_constructs.event_pattern.alternatives import Constraint, alternatives
from stacktape_constructs.event_pattern.matching import Occurrences, allows_absence, holds, occurrences_in
from stacktape_constructs.event_pattern.values import known_later_paths

#: How much of a value a sentence shows.
_SHOWN = 60


@attrs.frozen
class Mismatch:
    """A field of an event that is not what a pattern asks for.

    Attributes:
        field: the names that lead to it.
        wanted: the values and operators of which one must match.
        found: the values that the event has there.
        hint: the end of a sentence that offers a field which the event has instead, or nothing.
    """

    field: tuple[str, ...]
    wanted: Sequence[object]
    found: tuple[object, ...]
    hint: str = ""

    def __str__(self) -> str:
        wanted = " or ".join(map(_shown, self.wanted))
        is_what = f"is {' and '.join(map(_shown, self.found))}" if self.found else "is not there"
        return f"{'.'.join(self.field)} {is_what}, wanted {wanted}{self.hint}"


def mismatches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> list[Mismatch]:
    """The fields that keep an event from matching a pattern that is right and known.

    Of a pattern with `$or`, those of the alternative that fails in the fewest fields.

    Returns:
        The fields in the order of the pattern. None if each matches by itself: then the event matches, or no
        element of a list has all that is asked of its elements.

    >>> [str(mismatch) for mismatch in mismatches({"detail": {"total": [{"numeric": [">", 9]}]}}, {"detail": {}})]
    ['detail.total is not there, wanted {"numeric":[">",9]}']
    """
    occurrences = occurrences_in(event)
    failing = [
        [constraint for constraint in constraints if not holds([constraint], occurrences)]
        for constraints in alternatives(pattern)
    ]
    return [_mismatch(constraint, occurrences) for constraint in min(failing, key=len)]


def certain_mismatches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> list[Mismatch]:
    """The fields that keep an event from matching a pattern, whatever its values are that are only known at deploy.

    Returns:
        The fields, as `mismatches` has them. None if the event may match.
    """
    occurrences = occurrences_in(event)
    failing = [
        [constraint for constraint in constraints if _fails_in_any_case(constraint, occurrences)]
        for constraints in alternatives(pattern)
    ]
    return [_mismatch(constraint, occurrences) for constraint in min(failing, key=len)]


def _fails_in_any_case(constraint: Constraint, occurrences: Occurrences) -> bool:
    if any(True for _ in known_later_paths(constraint.values)) or holds([constraint], occurrences):
        return False
    # In the element of a list that other fields choose, a field may be absent that the event has elsewhere.
    in_lists = any(occurrence.elements for occurrence in occurrences.get(constraint.field, ()))
    return not (in_lists and allows_absence(constraint))


def _mismatch(constraint: Constraint, occurrences: Occurrences) -> Mismatch:
    found = tuple(occurrence.value for occurrence in occurrences.get(constraint.field, ()))
    return Mismatch(constraint.field, constraint.values, found, "" if found else _offer(constraint.field, occurrences))


def _offer(field: tuple[str, ...], occurrences: Occurrences) -> str:
    *parents, name = field
    beside = [there[-1] for there in occurrences if list(there[:-1]) == parents]
    return did_you_mean(name, beside)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
