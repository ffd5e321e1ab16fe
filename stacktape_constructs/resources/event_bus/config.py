"""The type `event-bus` in YAML: its shape."""

from __future__ import annotations

import attrs

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.resources.resource_type import Parameter, ResourceType


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


RESOURCE_TYPE = ResourceType(
    name="event-bus",
    config=EventBusConfig,
    parameters={
        "arn": Parameter("ARN of the bus."),
        "archiveArn": Parameter("ARN of the archive.", present=lambda config: config.archived),
    },
    connectable=True,
    labels={"EventBus": "EventBus", "Archive": "Archive"},
)
