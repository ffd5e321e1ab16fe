"""The shape that the events which are EventBridge rules have in common: what they hand to their target."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.document.nodes import MappingNode, Node
from stacktape_constructs.source import Position


@attrs.frozen(kw_only=True)
class InputTransformerConfig(Block):
    """Makes a new input of parts of the event."""

    input_template: Node = prop("The new input; `<name>` stands for a value of `inputPathsMap`.")
    input_paths_map: Node | None = prop(
        "Names for parts of the event, as JSON paths.", default=None, json_schema={"type": "object"}
    )

    def faults(self) -> Iterable[tuple[Position, str]]:
        """`inputPathsMap` must be a mapping."""
        if self.input_paths_map is not None and not isinstance(self.input_paths_map, MappingNode):
            yield self.input_paths_map.position, "'inputPathsMap' must be a mapping of names to JSON paths"


@attrs.frozen(kw_only=True)
class RuleEvent(Block):
    """A rule's input. Without any of the three, the target gets the whole event."""

    input: Node | None = prop("A fixed input.", default=None)
    input_path: str | None = prop("JSON path of the part of the event that is the input.", default=None)
    input_transformer: InputTransformerConfig | None = prop("Makes the input of parts of the event.", default=None)

    def faults(self) -> Iterable[tuple[Position, str]]:
        """At most one of the three can shape the input."""
        names = {"input": "input", "input_path": "inputPath", "input_transformer": "inputTransformer"}
        given = [field for field in names if getattr(self, field) is not None]
        if len(given) > 1:
            listed = " and ".join(f"'{names[field]}'" for field in given)
            yield self.position_of(given[1]), f"{listed} cannot be combined; keep one of them"
