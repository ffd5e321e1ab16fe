"""What is wrong with an event pattern, before AWS says so at deploy."""

from __future__ import annotations

from collections.abc import Mapping

from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.grammar import check_form
from stacktape_constructs.event_pattern.limits import check_limits


def check_event_pattern(pattern: object) -> list[PatternFault]:
    """Finds what AWS would refuse in an event pattern, and what could never match.

    Neither CDK's validation nor cfn-lint looks inside a pattern. Found are faults of the form (a value
    without its list, an empty list, an unknown operator or field of the envelope), operands that an
    operator cannot have, what `$or` cannot hold, and patterns that are too large. Not found is a pattern
    with so many wildcards that AWS calls it too complex; it does not say from where on.

    CDK's tokens, and values that are no JSON, are taken for values that are settled at deploy, and pass.

    Args:
        pattern: the pattern in AWS's JSON form, with keys such as `detail-type`. Lists may be tuples.

    Returns:
        The faults in the order of the pattern; empty when there are none. The limits on size and on
        alternatives are looked at once the form is right.

    Examples:
        >>> [str(fault) for fault in check_event_pattern({"detail": {"EventName": "PAID"}})]
        ["detail.EventName must be a list of values, got 'PAID'; write ['PAID']"]

    The grammar: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    """
    if faults := list(check_form(pattern)):
        return faults
    assert isinstance(pattern, Mapping)
    return list(check_limits(pattern))
