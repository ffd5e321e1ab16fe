"""What stands for the type `event-bus` and its event in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import EventExample, ResourceExample

RESOURCE_EXAMPLE = ResourceExample(name="orders", options=({"archivation": {"enabled": True}},))

EVENT_EXAMPLE = EventExample(
    properties={"eventBusName": "orders", "eventPattern": {"source": ["shop"]}},
    beside={"orders": {"type": "event-bus"}},
)
