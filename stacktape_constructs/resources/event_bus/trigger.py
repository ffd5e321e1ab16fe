"""The event `event-bus`: a rule on a bus that starts a workload."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

import attrs
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.config.schema import Block, Deferred, prop
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.event_pattern import check_event_pattern
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.event_bus.construct import EventBus, EventBusBase
from stacktape_constructs.resources.resource_type import EventConsumer, EventPlace, EventType
from stacktape_constructs.resources.rule_event import RuleEvent, name_rule_permission
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

    event_pattern: Node = prop("What an event must look like, in EventBridge's own language.")
    event_bus_name: str | None = prop("Name of the bus's resource.", default=None, refers_to="event-bus")
    event_bus_arn: Deferred[str] | None = prop("ARN of a bus.", default=None)
    use_default_bus: bool = prop("Take the account's default bus.", default=False)
    on_delivery_failure: DeliveryFailure | None = prop(
        "The queue for events that could not be delivered.", default=None
    )

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
        for fault in check_event_pattern(_plain(self.event_pattern)):
            yield _position(self.event_pattern, fault.path), f"'eventPattern': {fault}"


def _trigger(context: BuildContext, consumer: EventConsumer, event: EventBusEvent, place: EventPlace) -> None:
    rule = _bus(context, consumer, event, place).add_rule(
        place.construct_id,
        target=consumer,
        pattern=context.json(event.event_pattern),
        input=event.fixed_input(context),
        input_path=event.input_path,
        input_transformer=event.transformer(context),
        dead_letter_queue=_dead_letter_queue(context, consumer, event, place),
    )
    name_rule_permission(context, rule, place)


def _bus(context: BuildContext, consumer: EventConsumer, event: EventBusEvent, place: EventPlace) -> EventBusBase:
    if event.event_bus_name is not None:
        return cast(EventBus, context.resource(event.event_bus_name))
    # An imported bus is no resource; it stands beside the rule that it is for.
    id = f"{place.construct_id}Bus"
    if event.event_bus_arn is not None:
        return EventBus.from_event_bus_arn(consumer.rule_scope, id, context.text(event.event_bus_arn))
    return EventBus.from_default_event_bus(consumer.rule_scope, id)


def _dead_letter_queue(
    context: BuildContext, consumer: EventConsumer, event: EventBusEvent, place: EventPlace
) -> sqs.IQueue | None:
    failure = event.on_delivery_failure
    if failure is None or failure.sqs_queue_arn is None:
        return None
    arn = context.text(failure.sqs_queue_arn)
    return sqs.Queue.from_queue_arn(consumer.rule_scope, f"{place.construct_id}DeadLetterQueue", arn)


def _plain(node: Node) -> Any:
    """The pattern as data; what is only known at deploy is no JSON in it, and passes all checks."""
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


EVENT_TYPE = EventType(name="event-bus", config=EventBusEvent, trigger=_trigger)
