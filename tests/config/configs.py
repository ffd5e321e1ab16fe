"""Reading configs in tests, without a CDK."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest

from stacktape_constructs.config.config import Config
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.config.load import Catalog, load
from stacktape_constructs.config.schema import Block, Deferred, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.naming import StackNames
from stacktape_constructs.source import Source


@attrs.frozen(kw_only=True)
class Lamp(Block):
    """A variant of `Room.lights`."""

    TYPE = "lamp"

    watts: int = prop("Power.", minimum=1, maximum=100)


@attrs.frozen(kw_only=True)
class Candle(Block):
    """A variant of `Room.lights` that has no properties."""

    TYPE = "candle"


@attrs.frozen(kw_only=True)
class Window(Block):
    """A nested block."""

    open: bool = prop("Whether it is open.", default=False)


@attrs.frozen(kw_only=True)
class Heater(Block):
    """A block that is switched on."""

    enabled: bool = prop("Whether it heats.")


@attrs.frozen(kw_only=True)
class Room(Block):
    """A block with a field of each kind."""

    name: str = prop("What it is called.", default="room")
    area: float | None = prop("Square metres.", default=None)
    doors: int = prop("How many doors.", default=1, minimum=1, maximum=4)
    colour: Literal["red", "blue"] | None = prop("Of the walls.", default=None)
    size: int | None = prop("One of some sizes.", default=None, choices=(1, 2, 4))
    window: Window | None = prop("The window.", default=None)
    heater: Heater | None = prop("A heater.", default=None)
    notes: tuple[str, ...] = prop("Notes.", default=())
    address: Deferred[str] | None = prop("Where it is.", default=None)
    anything: Node | None = prop("Whatever you like.", default=None)
    lights: tuple[Block, ...] = prop("What lights it.", default=(), variants=lambda: {"lamp": Lamp, "candle": Candle})
    neighbour: str | None = prop("Another room.", default=None, refers_to="room")
    heating: Node | None = not_supported_yet("How it is heated.")


CATALOG = Catalog(("room", "strict-room"), lambda name: Room if name == "room" else Lamp)


def facts(**changes: Any) -> Facts:
    """Facts of a stack `shop-dev` in one account and region."""
    known = Facts(
        names=StackNames("shop", "dev"),
        region="eu-west-1",
        account_id="123456789012",
        project_folder=Path(__file__).parent,
    )
    return attrs.evolve(known, **changes)


def read(text: str, **changes: Any) -> Config:
    """A config that is right."""
    source = Source("stacktape.yml", textwrap.dedent(text))
    document = read_text(source.text, name=source.name)
    return load(document, source, facts(**changes), CATALOG)


def read_room(properties: str, **changes: Any) -> Room:
    """The room of a config with one room of these properties."""
    body = textwrap.indent(textwrap.dedent(properties).strip(), "      ")
    config = read(f"resources:\n  hall:\n    type: room\n    properties:\n{body}\n", **changes)
    (declaration,) = config.resources
    assert isinstance(declaration.properties, Room)
    return declaration.properties


def problems_of(text: str, **changes: Any) -> list[str]:
    """What is wrong with a config: `line:column: sentence`."""
    with pytest.raises(ConfigError) as caught:
        read(text, **changes)
    found = []
    for problem in caught.value.problems:
        place = f"{problem.position.line}:{problem.position.column}: " if problem.position else ""
        found.append(f"{place}{problem.message}")
    return found


def room_problems(properties: str, **changes: Any) -> list[str]:
    """What is wrong with a room of these properties; the first of their lines is line 5."""
    body = textwrap.indent(textwrap.dedent(properties).strip(), "      ")
    return problems_of(f"resources:\n  hall:\n    type: room\n    properties:\n{body}\n", **changes)
