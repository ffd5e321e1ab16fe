"""Whether another implementation of EventBridge's matching comes to the same decisions.

What `patterns_with_events` leaves out, because moto decides it against AWS's pages:

- `true` beside numbers: to moto, as to Python, `true` is 1. Values follow the rules of JSON.
  https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
- objects in lists: moto does not look into them.
  https://github.com/aws/event-ruler#json-array-matching
- empty lists and objects: to moto they exist. `exists` is about leaves.
  https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
- numbers beyond 5e9: moto compares them. `numeric` is limited to -5e9 to 5e9 (same page).
- line breaks: no `*` of moto's matches them. It stands for any characters (same page).
- blocks of addresses that are not named by their first one: moto finds no address in them.
  https://github.com/aws/event-ruler/blob/main/src/test/software/amazon/event/ruler/CIDRTest.java
- a field inside and outside of `$or`: moto asks for both, EventBridge for the last.
  https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from moto.events.models import EventPattern

from stacktape_constructs.event_pattern import check_event_pattern, matches
from tests.event_pattern.patterns import patterns_with_events


def test_moto_decides_the_same() -> None:
    decisions: Counter[bool] = Counter()

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(patterns_with_events())
    def compare(drawn: tuple[dict[str, Any], dict[str, Any]]) -> None:
        pattern, event = drawn
        assert check_event_pattern(pattern) == []
        decision = matches(pattern, event)
        assert decision is EventPattern.load(json.dumps(pattern)).matches_event(event)  # type: ignore[arg-type]
        decisions[decision] += 1

    compare()
    # Agreement says little where one answer is always right.
    assert min(decisions[True], decisions[False]) >= 20
