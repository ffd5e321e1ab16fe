"""What a folder of this package says of its type before anything is built, as frozen data.

A folder `resources/event_bus/` is the whole registration of the type `event-bus`: its `config.py`
says `RESOURCE_TYPE = ResourceType(...)`. If others can be triggered by it, its `event.py` says
`EVENT_TYPE = EventType(...)`. What is made of these shapes is the contract of `resource_builder.py`,
which needs the CDK.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from stacktape_constructs.config.schema import Block


@attrs.frozen
class Parameter:
    """A value of a resource that others can read: by `$ResourceParam`, or in a variable after `connectTo`.

    Attributes:
        doc: what it is, for people.
        present: whether a resource of a given config has it.
    """

    doc: str
    present: Callable[[Any], bool] = lambda config: True


@attrs.frozen
class ResourceType:
    """How resources of one type are read, and what others may say of them.

    Attributes:
        name: the type in YAML.
        config: the shape of its properties.
        parameters: what others can read of a resource, by the names in YAML.
        connectable: whether `connectTo` can name it.
        labels: the names of 2021 for what the resource is made of, each with the last part of the
            logical id that this has.
    """

    name: str
    config: type[Block]
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict)
    connectable: bool = False
    labels: Mapping[str, str] = attrs.field(factory=dict)

    def parameters_of(self, config: Block) -> frozenset[str]:
        """The names of the parameters that a resource of a given config has."""
        return frozenset(name for name, parameter in self.parameters.items() if parameter.present(config))


@attrs.frozen(kw_only=True)
class EventSource:
    """What an event comes from, and when: what a picture of the config shows of it.

    Attributes:
        kind: what the condition is, such as `rule` or `route`.
        condition: when the event starts its workload, in lines.
        resource: name of the resource it comes from; None if it comes from none of the config's.
        outside: what it comes from otherwise.
    """

    kind: str
    condition: tuple[str, ...]
    resource: str | None = None
    outside: str = ""


@attrs.frozen
class EventType:
    """How one kind of event is read, and what it says.

    Attributes:
        name: the event's `type` in YAML.
        config: the shape of its properties.
        source: what an event comes from, and when.
    """

    name: str
    config: type[Block]
    source: Callable[[Any], EventSource]
