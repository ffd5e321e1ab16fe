"""Which events start a type, and which name it."""

from __future__ import annotations

from collections.abc import Iterator

from stacktape_constructs.config.schema import Block, fields_of
from stacktape_constructs.resources.registry import event_type, event_type_names
from tools.resource_pages.properties import inner_blocks
from tools.resource_pages.tables import either
from tools.resource_pages.trials import is_workload


def events_section(type_name: str) -> str:
    """What a page says of the events of a type."""
    sentences = []
    if is_workload(type_name):
        kinds = either([_link(name) for name in event_type_names()])
        sentences.append(f"What starts it are its `events`, of the type {kinds}.")
    for name in event_type_names():
        config = event_type(name).config
        for field in _fields_that_name(type_name, config):
            sentences.append(f"Events of the type {_link(name)} come from it: they name it as `{field}`.")
        for title, block in inner_blocks(config):
            for field in _fields_that_name(type_name, block):
                sentences.append(f"The {title} of events of the type {_link(name)} names it as `{field}`.")
    return "\n\n".join(sentences) or "No event has to do with it."


def _fields_that_name(type_name: str, block: type[Block]) -> Iterator[str]:
    return (name for name, shape in fields_of(block).items() if type_name in shape.property.refers_to)


def _link(event: str) -> str:
    return f"[`{event}`](events.md#{event})"
