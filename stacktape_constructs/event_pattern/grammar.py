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

OR = "$or"

#: The fields of an event's envelope. All but `detail` hold text, or a list of texts.
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

#: What no field inside of `$or` may be named, today's operators and AWS's plans for more.
#: https://github.com/aws/event-ruler#the-or-primitive
#: https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/Constants.java
_RESERVED_IN_OR = frozenset(OPERATORS) | frozenset(
    """
    exactly = < <= > >= regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before
    date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range
    """.split()
)

_ACCOUNT_ID = re.compile(r"\d{12}")


def check_form(pattern: object) -> Iterator[PatternFault]:
    """Finds what AWS could not read, and what could never match because of the event's envelope."""
    if not isinstance(pattern, Mapping):
        yield PatternFault((), f"must be an object such as {{'source': ['my.app']}}, got {pattern!r}")
        return
    yield from _check_envelope(pattern, (), inside_or=False)


def _check_envelope(
    fields: Mapping[object, object], path: PatternPath, *, inside_or: bool
) -> Iterator[PatternFault]:
    for key, value in _named_fields(fields, path):
        here = yield_path = (*path, key)
        if key == OR:
            yield from _check_alternatives(value, here, envelope=True)
        elif key not in EVENT_FIELDS:
            yield PatternFault(yield_path, f"is no field of an event{_envelope_hint(key)}")
    raise NotImplementedError
