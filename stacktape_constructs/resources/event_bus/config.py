"""The type `event-bus` in YAML."""

from __future__ import annotations

import attrs
import aws_cdk as cdk

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.event_bus.construct import EventBus, EventBusArchive
from stacktape_constructs.resources.resource_type import ResourceType


@attrs.frozen(kw_only=True)
class Archivation(Block):
    """An archive of the events that a bus received."""

    enabled: bool = prop("Keep the events.")
    retention_days: int | None = prop("Days they are kept; without it, for ever.", default=None, minimum=1)


@attrs.frozen(kw_only=True)
class EventBusConfig(Block):
    """A bus that receives events and hands them to what is interested in them."""

    event_source_name: str | None = prop(
        "Name of the partner event source that the bus is for; the bus is named after it.", default=None
    )
    archivation: Archivation | None = prop("Whether the events are kept.", default=None)

    @property
    def archived(self) -> bool:
        """Whether there is an archive."""
        return self.archivation is not None and self.archivation.enabled


def _build(context: BuildContext, name: str, config: EventBusConfig) -> EventBus:
    return EventBus(
        context.stack,
        name,
        event_bus_name=None if config.event_source_name else context.names.physical(name, limit=256),
        event_source_name=config.event_source_name,
        archive=_archive(config),
    )


def _archive(config: EventBusConfig) -> EventBusArchive | None:
    if config.archivation is None or not config.archivation.enabled:
        return None
    days = config.archivation.retention_days
    return EventBusArchive(retention=None if days is None else cdk.Duration.days(days))


RESOURCE_TYPE = ResourceType(
    name="event-bus",
    config=EventBusConfig,
    build=_build,
    parameters=lambda config: frozenset({"arn", "archiveArn"} if config.archived else {"arn"}),
    connectable=True,
    labels={"EventBus": "EventBus", "Archive": "Archive"},
)
