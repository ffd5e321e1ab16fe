"""The event `schedule` in YAML: its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from stacktape_constructs.config.schema import prop
from stacktape_constructs.resources.resource_type import EventSource, EventType
from stacktape_constructs.resources.rule_event import RuleEvent
from stacktape_constructs.source import Position

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)\Z")
_CRON = re.compile(r"cron\(\S+( \S+){5}\)\Z")


@attrs.frozen(kw_only=True)
class ScheduleEvent(RuleEvent):
    """Starts the workload at fixed times, in UTC."""

    TYPE = "schedule"

    schedule_rate: str = prop("`rate(2 hours)` or `cron(0 10 * * ? *)`.")

    def faults(self) -> Iterable[tuple[Position, str]]:
        """The rate has one of the two forms that EventBridge knows."""
        yield from super().faults()
        fault = _schedule_fault(self.schedule_rate)
        if fault:
            yield self.position_of("schedule_rate"), f"'scheduleRate' {fault}, got '{self.schedule_rate}'"


def _schedule_fault(rate: str) -> str | None:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
    match = _RATE.match(rate)
    if match:
        number, unit, plural = int(match[1]), match[2], match[3]
        if number == 0:
            return "must be at least 1"
        if (number == 1) == bool(plural):
            return f"must be 'rate({number} {unit if number == 1 else unit + 's'})'"
        return None
    if _CRON.match(rate):
        return None
    if rate.startswith("cron("):
        return "must have six fields, as in cron(0 10 * * ? *)"
    return "must be like rate(2 hours) or cron(0 10 * * ? *)"


def _source(event: ScheduleEvent) -> EventSource:
    return EventSource(kind="schedule", condition=(event.schedule_rate,), outside="time, in UTC")


EVENT_TYPE = EventType(name="schedule", config=ScheduleEvent, source=_source)
