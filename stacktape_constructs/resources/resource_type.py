"""The contract of a folder of this package: one resource type, or one event, as frozen data.

A folder `resources/event_bus/` is the whole registration of the type `event-bus`: its `config.py`
says `RESOURCE_TYPE = ResourceType(...)`. If others can be triggered by it, its `trigger.py` says
`EVENT_TYPE = EventType(...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import attrs
from constructs import Construct

from stacktape_constructs.config.schema import Block
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.contracts import RouteTarget, RuleTarget


class EventConsumer(RuleTarget, RouteTarget, Protocol):
    """What the events of a workload can start."""


@attrs.frozen
class ResourceType:
    """How resources of one type are read, built and wired.

    The tree is made in passes: `prepare` for every resource, then `build`, `connect` and `trigger`. So
    a resource may refer to one that stands below it in the file.

    Attributes:
        name: the type in YAML.
        config: the shape of its properties.
        prepare: gets the resource's code ready, beside that of others; puts it into `context.packages`.
        build: makes the construct. Its id is the resource's name.
        parameters: what `$ResourceParam` can read, for a given config.
        connectable: whether `connectTo` can name it.
        connect: gives the construct the access its config asks for.
        trigger: makes what starts the construct.
        override_problem: what AWS refuses of a property that `overrides` sets, if anything. It is given the
            CloudFormation type and the property's path, as in `Environment.Variables.NAME`.
        labels: the names of 2021 for what the resource is made of, each with the last part of the
            logical id that this has.
    """

    name: str
    config: type[Block]
    build: Callable[[BuildContext, str, Any], Construct]
    prepare: Callable[[BuildContext, str, Any], None] | None = None
    parameters: Callable[[Any], frozenset[str]] = lambda config: frozenset()
    connectable: bool = False
    connect: Callable[[BuildContext, Any, Any], None] | None = None
    trigger: Callable[[BuildContext, Any, Any], None] | None = None
    override_problem: Callable[[str, str], str | None] = lambda type, path: None
    labels: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class EventPlace:
    """Which event of which workload, and what is named after it.

    Attributes:
        workload: name of the workload's resource.
        index: place of the event in its list, from 0.
        prefix: what stands before `Event0` in names, where the events of a workload are in Stacktape
            those of something inside it.
    """

    workload: str
    index: int
    prefix: str = ""

    @property
    def owner(self) -> str:
        """What the event starts, as logical ids say it: `MyJobTriggerFunction`."""
        return pascal_case(self.workload) + self.prefix

    @property
    def construct_id(self) -> str:
        """Id of the construct for the event, in the workload's scope: `TriggerFunctionEvent0`."""
        return f"{self.prefix}Event{self.index}"


@attrs.frozen
class EventType:
    """How one kind of event is read and made to start a workload.

    Attributes:
        name: the event's `type` in YAML.
        config: the shape of its properties.
        trigger: makes what starts the consumer.
    """

    name: str
    config: type[Block]
    trigger: Callable[[BuildContext, EventConsumer, Any, EventPlace], None]
