"""The event `event-bus`: a rule on a bus that starts a workload."""

from __future__ import annotations

from typing import cast

from aws_cdk import aws_sqs as sqs

from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.event_bus.construct import EventBus, EventBusBase
from stacktape_constructs.resources.event_bus.event import EventBusEvent
from stacktape_constructs.resources.resource_builder import EventConsumer, EventPlace
from stacktape_constructs.resources.triggering_rule import fixed_input, name_rule_permission, transformer


def _trigger(context: BuildContext, consumer: EventConsumer, event: EventBusEvent, place: EventPlace) -> None:
    _bus(context, consumer, event, place).add_rule(
        place.construct_id,
        target=consumer,
        pattern=context.json(event.event_pattern),
        input=fixed_input(context, event),
        input_path=event.input_path,
        input_transformer=transformer(context, event),
        dead_letter_queue=_dead_letter_queue(context, consumer, event, place),
    )
    name_rule_permission(context, place)


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


EVENT_TRIGGER = _trigger
