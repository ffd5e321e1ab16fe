"""What a folder of this package makes of its type, as frozen data.

The `build.py` of a folder says `RESOURCE_BUILDER = ResourceBuilder(...)`, and the `trigger.py` of one
that has an event says `EVENT_TRIGGER = ...`, an `EventTrigger`. They are imported when a resource of
the type is built: each loads the CDK modules of its own AWS services.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import attrs
from constructs import Construct

from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.contracts import RouteTarget, RuleTarget


class EventConsumer(RuleTarget, RouteTarget, Protocol):
    """What the events of a workload can start."""


@attrs.frozen(kw_only=True)
class ResourceBuilder:
    """How resources of one type are built and wired.

    The tree is made in passes: `prepare` for every resource, then `build`, `connect` and `trigger`. So
    a resource may refer to one that stands below it in the file.

    Attributes:
        build: makes the construct. Its id is the resource's name.
        prepare: packages the resource's code, into `context.packages`; nothing is bundled before all are.
        connect: gives the construct the access its config asks for.
        trigger: makes what starts the construct.
        override_problem: what AWS refuses of a property that `overrides` sets, if anything. It is given the
            CloudFormation type and the property's path, as in `Environment.Variables.NAME`.
    """

    build: Callable[[BuildContext, str, Any], Construct]
    prepare: Callable[[BuildContext, str, Any], None] | None = None
    connect: Callable[[BuildContext, Any, Any], None] | None = None
    trigger: Callable[[BuildContext, Any, Any], None] | None = None
    override_problem: Callable[[str, str], str | None] = lambda type, path: None


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


#: Makes what starts a consumer, of an event's block.
EventTrigger = Callable[[BuildContext, EventConsumer, Any, EventPlace], None]
