"""The types that there are: one per folder of this package.

A folder is imported when its type is used, since each one loads the CDK modules of its own AWS
services, and that is most of what a synth waits for.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from stacktape_constructs.config.schema import Block
from stacktape_constructs.resources.resource_type import EventType, ResourceType

_FOLDER = Path(__file__).parent
_PACKAGE = __name__.rpartition(".")[0]


@functools.cache
def resource_type_names() -> tuple[str, ...]:
    """The resource types that can be built, by name."""
    return _folders_with("config.py")


@functools.cache
def event_type_names() -> tuple[str, ...]:
    """The events that can start a workload, by name."""
    return _folders_with("trigger.py")


@functools.cache
def resource_type(name: str) -> ResourceType:
    """The resource type of a name that `resource_type_names` has."""
    module = importlib.import_module(f"{_PACKAGE}.{_folder(name)}.config")
    registered = module.RESOURCE_TYPE
    assert isinstance(registered, ResourceType)
    return registered


@functools.cache
def event_type(name: str) -> EventType:
    """The event type of a name that `event_type_names` has."""
    module = importlib.import_module(f"{_PACKAGE}.{_folder(name)}.trigger")
    registered = module.EVENT_TYPE
    assert isinstance(registered, EventType)
    return registered


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


def _folder(name: str) -> str:
    return name.replace("-", "_")
