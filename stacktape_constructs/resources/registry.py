"""The types that there are: one per folder of this package.

What a folder makes of its type is imported apart from the shape, and only when it is made, since it
loads the CDK modules of its own AWS services: most of what a synth waits for, and nothing to wait for
when a config is only read.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from stacktape_constructs.config.schema import Block
from stacktape_constructs.resources.resource_type import EventType, ResourceType

if TYPE_CHECKING:
    from stacktape_constructs.resources.example import EventExample, ResourceExample
    from stacktape_constructs.resources.resource_builder import EventTrigger, ResourceBuilder

_FOLDER = Path(__file__).parent
_PACKAGE = __name__.rpartition(".")[0]


@functools.cache
def resource_type_names() -> tuple[str, ...]:
    """The resource types that can be built, by name."""
    return _folders_with("config.py")


@functools.cache
def event_type_names() -> tuple[str, ...]:
    """The events that can start a workload, by name."""
    return _folders_with("event.py")


@functools.cache
def resource_type(name: str) -> ResourceType:
    """The resource type of a name that `resource_type_names` has."""
    registered = _of_folder(name, "config", "RESOURCE_TYPE")
    assert isinstance(registered, ResourceType)
    return registered


@functools.cache
def resource_builder(name: str) -> ResourceBuilder:
    """What builds the resources of a type that `resource_type_names` has."""
    return cast("ResourceBuilder", _of_folder(name, "build", "RESOURCE_BUILDER"))


@functools.cache
def event_type(name: str) -> EventType:
    """The event type of a name that `event_type_names` has."""
    registered = _of_folder(name, "event", "EVENT_TYPE")
    assert isinstance(registered, EventType)
    return registered


@functools.cache
def event_trigger(name: str) -> EventTrigger:
    """What makes an event, of a name that `event_type_names` has, start a workload."""
    return cast("EventTrigger", _of_folder(name, "trigger", "EVENT_TRIGGER"))


def resource_example(name: str) -> ResourceExample:
    """What stands in the documentation for a type that `resource_type_names` has."""
    return cast("ResourceExample", _of_folder(name, "example", "RESOURCE_EXAMPLE"))


def event_example(name: str) -> EventExample:
    """What stands in the documentation for an event that `event_type_names` has."""
    return cast("EventExample", _of_folder(name, "example", "EVENT_EXAMPLE"))


class _EventBlocks(Mapping[str, type[Block]]):
    """The shapes of all events by their names, imported when one is looked up."""

    def __getitem__(self, name: str) -> type[Block]:
        if name not in event_type_names():
            raise KeyError(name)
        return event_type(name).config

    def __iter__(self) -> Iterator[str]:
        return iter(event_type_names())

    def __len__(self) -> int:
        return len(event_type_names())


def event_blocks() -> Mapping[str, type[Block]]:
    """What an `events` list of a workload may hold."""
    return _EventBlocks()


def _folders_with(module: str) -> tuple[str, ...]:
    folders = (found.name for found in pkgutil.iter_modules([str(_FOLDER)]) if found.ispkg)
    return tuple(sorted(f.replace("_", "-") for f in folders if (_FOLDER / f / module).is_file()))


def _of_folder(name: str, module: str, attribute: str) -> Any:
    folder = name.replace("-", "_")
    return getattr(importlib.import_module(f"{_PACKAGE}.{folder}.{module}"), attribute)
