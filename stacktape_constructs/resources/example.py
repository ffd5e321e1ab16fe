"""What stands for a type in the documentation, as frozen data.

The `example.py` of a folder says `RESOURCE_EXAMPLE = ResourceExample(...)` and, if it has an event,
`EVENT_EXAMPLE = EventExample(...)`. The pages of the types are made by building these: the least config,
and that config with each option. So a page says of every AWS resource what it is there for, and does
not have to be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

#: Part of a config, as YAML would be read.
Properties = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class EventExample:
    """An event that stands for its type.

    Attributes:
        properties: those that it cannot be without.
        options: properties that change which AWS resources there are, each tried alone. One that has
            another one in it is compared with that.
        beside: the resources of the config that it names.
    """

    properties: Properties = attrs.field(factory=dict)
    options: tuple[Properties, ...] = ()
    beside: Mapping[str, Properties] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class ResourceExample(EventExample):
    """A resource that stands for its type.

    Attributes:
        name: its name in the config.
    """

    name: str
