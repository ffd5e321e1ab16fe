"""The limits of EventBridge on patterns that are in form, and what it would silently ignore."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from stacktape_constructs.event_pattern.alternatives import alternatives, count_alternatives
from stacktape_constructs.event_pattern.faults import PatternFault, PatternPath, location
from stacktape_constructs.event_pattern.values import known_later_paths

#: In characters of JSON. An account starts with 2,048, and has up to this on request.
#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
#: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
MAX_SIZE = 4096

#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
MAX_ALTERNATIVES = 1000


def check_limits(pattern: Mapping[str, object]) -> Iterator[PatternFault]:
    """Finds what AWS refuses although it could read it. The pattern must be in form."""
    # The length of what is only known at deploy is not known either.
    if not any(known_later_paths(pattern)):
        size = len(json.dumps(pattern, ensure_ascii=False, separators=(",", ":"), default=dict))
        if size > MAX_SIZE:
            yield PatternFault((), f"must have at most {MAX_SIZE} characters as JSON, got {size}")
    count = count_alternatives(pattern)
    if count > MAX_ALTERNATIVES:
        yield PatternFault((), f"must come to at most {MAX_ALTERNATIVES} alternatives by $or, got {count}")
    else:
        yield from dict.fromkeys(_check_repetitions(pattern))


def _check_repetitions(pattern: Mapping[str, object]) -> Iterator[PatternFault]:
    """Finds fields that stand inside and outside of `$or`.

    Of a field that a pattern has twice, EventBridge uses the last. Which one that is, CloudFormation
    need not keep: the fields of an object have no order in JSON.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
    """
    for constraints in alternatives(pattern):
        first: dict[tuple[str, ...], PatternPath] = {}
        for constraint in constraints:
            earlier = first.setdefault(constraint.field, constraint.path)
            if earlier != constraint.path:
                yield PatternFault(
                    constraint.path,
                    f"must not be given at {location(earlier)} too: EventBridge uses only one of the two; "
                    "combine them where the alternatives are",
                )
