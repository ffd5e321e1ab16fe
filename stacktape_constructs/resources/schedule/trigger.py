"""The event `schedule`: a rule that starts a workload again and again."""

from __future__ import annotations

from aws_cdk import aws_events as events

from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.resource_builder import EventConsumer, EventPlace
from stacktape_constructs.resources.schedule.construct import schedule_rule
from stacktape_constructs.resources.schedule.event import ScheduleEvent
from stacktape_constructs.resources.triggering_rule import fixed_input, name_rule_permission, transformer


def _trigger(context: BuildContext, consumer: EventConsumer, event: ScheduleEvent, place: EventPlace) -> None:
    schedule_rule(
        place.construct_id,
        target=consumer,
        schedule=events.Schedule.expression(event.schedule_rate),
        input=fixed_input(context, event),
        input_path=event.input_path,
        input_transformer=transformer(context, event),
    )
    name_rule_permission(context, place)


EVENT_TRIGGER = _trigger
