from __future__ import annotations

from stacktape_constructs.references.targets import ReferenceTarget

BUS = ReferenceTarget("bus", "event-bus", frozenset({"arn"}), True, {"EventBus": "BusEventBus"})


def test_a_label_is_known_in_any_case():
    assert BUS.label("EventBus") == BUS.label("eventbus") == BUS.label("EVENTBUS") == "BusEventBus"


def test_a_label_that_is_not_there_is_none():
    assert BUS.label("Archive") is None
