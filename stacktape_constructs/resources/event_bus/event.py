"""The event `event-bus` in YAML: its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.config.schema import Block, Deferred, prop
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.event_pattern import check_event_pattern
from stacktape_constructs.event_pattern.json_schema import EVENT_PATTERN_SCHEMA
from stacktape_constructs.event_pattern.lines import pattern_lines
from stacktape_constructs.resources.resource_type import EventSource, EventType
from stacktape_constructs.resources.rule_event import RuleEvent
from stacktape_constructs.source import Position

_QUEUE_ARN = re.compile(r"arn:[\w-]+:sqs:[a-z\d-]+:\d{12}:[\w-]{1,80}")


@attrs.frozen(kw_only=True)
class DeliveryFailure(Block):
    """The queue for events that could not be delivered."""

    sqs_queue_arn: Deferred[str] | None = prop("ARN of the queue.", default=None)
    sqs_queue_name: str | None = prop("Name of the queue's resource.", default=None, refers_to="sqs-queue")

    def faults(self) -> Iterable[tuple[Position, str]]:
        """The queue is named in exactly one way."""
        if (self.sqs_queue_arn is None) == (self.sqs_queue_name is None):
            yield self.origin.block, "give exactly one of 'sqsQueueName' and 'sqsQueueArn'"
        arn = self.sqs_queue_arn
        if isinstance(arn, str) and "${" not in arn and not _QUEUE_ARN.fullmatch(arn):
            place = self.position_of("sqs_queue_arn")
            yield place, f"'sqsQueueArn' must be like arn:aws:sqs:eu-west-1:123456789012:undelivered, got '{arn}'"


@attrs.frozen(kw_only=True)
class EventBusEvent(RuleEvent):
    """Starts the workload for each event on a bus that matches a pattern."""

    TYPE = "event-bus"

    event_pattern: Node = prop(
        "What an event must look like, in EventBridge's own language.", json_schema=EVENT_PATTERN_SCHEMA
    )
    event_bus_name: str | None = prop("Name of the bus's resource.", default=None, refers_to="event-bus")
    event_bus_arn: Deferred[str] | None = prop("ARN of a bus.", default=None)
    use_default_bus: bool = prop("Take the account's default bus.", default=False)
    on_delivery_failure: DeliveryFailure | None = prop(
        "The queue for events that could not be delivered.", default=None
    )

    @property
    def pattern(self) -> Any:
        """The pattern as data. What is only known at deploy is no JSON in it."""
        return _plain(self.event_pattern)

    def faults(self) -> Iterable[tuple[Position, str]]:
        """Exactly one bus, a pattern that EventBridge can read, and at most one input."""
        yield from super().faults()
        fields = ("event_bus_name", "event_bus_arn", "use_default_bus")
        given = [field for field in fields if getattr(self, field)]
        if len(given) != 1:
            position = self.position_of(given[1]) if given else self.origin.block
            yield position, "give exactly one of 'eventBusName', 'eventBusArn' and 'useDefaultBus: true'"
        if not isinstance(self.event_pattern, MappingNode):
            yield self.event_pattern.position, "'eventPattern' must be a mapping such as {source: [my.app]}"
            return
        for fault in check_event_pattern(self.pattern):
            yield _position(self.event_pattern, fault.path), f"'eventPattern': {fault}"


def _plain(node: Node) -> Any:
    if isinstance(node, RuntimeNode):
        return node.expression
    if isinstance(node, MappingNode):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    return scalar_value(node) if isinstance(node, ScalarNode) else None


def _position(node: Node, path: tuple[str | int, ...]) -> Position:
    """Where the part of a pattern stands that a path leads to, or the last part that is there."""
    position = node.position
    for part in path:
        if isinstance(node, MappingNode) and str(part) in node:
            position = node.key_position(str(part))
            child = node.get(str(part))
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            child = node.items[part]
            position = child.position
        else:
            break
        assert child is not None
        node = child
    return position


def _source(event: EventBusEvent) -> EventSource:
    return EventSource(
        kind="rule",
        condition=tuple(pattern_lines(event.pattern)),
        resource=event.event_bus_name,
        outside="the default event bus" if event.use_default_bus else str(event.event_bus_arn),
    )


EVENT_TYPE = EventType(name="event-bus", config=EventBusEvent, source=_source)
