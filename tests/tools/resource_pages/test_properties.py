from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from stacktape_constructs.config.schema import Block, fields_of
from stacktape_constructs.resources.registry import event_type, event_type_names, resource_type, resource_type_names
from tools.resource_pages.properties import event_properties_section, properties_section


def _blocks(block: type[Block], seen: set[type[Block]]) -> Iterator[type[Block]]:
    if block in seen:
        return
    seen.add(block)
    yield block
    for name, shape in fields_of(block).items():
        if name == "events" or not shape.property.supported:
            continue
        inner = shape.type.item or shape.type
        for each in [*(shape.property.variants() if shape.property.variants else {}).values(), inner.block]:
            if each is not None:
                yield from _blocks(each, seen)


TYPES = [(resource_type(name).config, properties_section(name)) for name in resource_type_names()]
EVENTS = [(event_type(name).config, event_properties_section(name)) for name in event_type_names()]


@pytest.mark.parametrize(("config", "text"), [*TYPES, *EVENTS])
def test_every_property_is_there_however_deep_it_is(config: type[Block], text: str) -> None:
    missing = [
        f"{block.__name__}: {name}"
        for block in _blocks(config, set())
        for name, shape in fields_of(block).items()
        if f"| `{name}` |" not in text and not (f"`{name}`" in text and not shape.property.supported)
    ]

    assert missing == []


@pytest.mark.parametrize(("config", "text"), [*TYPES, *EVENTS])
def test_every_mapping_has_a_table_of_its_own(config: type[Block], text: str) -> None:
    assert text.count("| property |") == len(list(_blocks(config, set())))


@pytest.mark.parametrize(("config", "text"), [*TYPES, *EVENTS])
def test_a_link_leads_to_a_table_below(config: type[Block], text: str) -> None:
    headings = {
        re.sub(r"[^\w -]", "", found.lower()).replace(" ", "-") for found in re.findall(r"^#+ (.*)", text, re.M)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_limits_choices_defaults_and_what_is_required_are_told() -> None:
    text = properties_section("function")

    assert "| `memory` | whole number, 128 to 10240 | `1024` | MiB of memory" in text
    assert "| `architecture` | `x86_64`, `arm64` | `x86_64` |" in text
    assert "| `enabled` | `true` or `false` | **required** |" in text
    assert "`retentionDays` | one of 1, 3, 5," in text
    assert "so that using it is an error: `deployment`, `alarms`, `cdn`, `volumeMounts`." in text


def test_a_reference_says_of_which_type_and_whether_there_is_one() -> None:
    assert "name of a resource of type `event-bus` |" in event_properties_section("event-bus")
    assert "name of a resource of type `sqs-queue`, which is not supported yet |" in event_properties_section(
        "event-bus"
    )
