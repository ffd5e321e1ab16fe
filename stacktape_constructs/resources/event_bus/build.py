"""The type `event-bus` in YAML: what is built of it."""

from __future__ import annotations

import aws_cdk as cdk

from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.event_bus.config import EventBusConfig
from stacktape_constructs.resources.event_bus.construct import EventBus, EventBusArchive
from stacktape_constructs.resources.resource_builder import ResourceBuilder


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


RESOURCE_BUILDER = ResourceBuilder(build=_build)
