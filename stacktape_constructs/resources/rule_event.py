"""What the events that are EventBridge rules have in common: what they hand to their target."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import attrs
from aws_cdk import aws_events as events

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.document.nodes import MappingNode, Node
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.event_bus.rule_input import InputTransformer, constant_input
from stacktape_constructs.resources.resource_type import EventPlace
from stacktape_constructs.source import Position

_PLACEHOLDER = re.compile(r"<[A-Za-z0-9_.-]+>")


@attrs.frozen(kw_only=True)
class InputTransformerConfig(Block):
    """Makes a new input of parts of the event."""

    input_template: Node = prop("The new input; `<name>` stands for a value of `inputPathsMap`.")
    input_paths_map: Node | None = prop("Names for parts of the event, as JSON paths.", default=None)

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

    def fixed_input(self, context: BuildContext) -> events.RuleTargetInput | None:
        """The input that is the same for every event, if there is one."""
        return None if self.input is None else constant_input(context.json(self.input))

    def transformer(self, context: BuildContext) -> InputTransformer | None:
        """What makes the input of parts of the event, if anything does."""
        if self.input_transformer is None:
            return None
        paths = self.input_transformer.input_paths_map
        return InputTransformer(
            input_paths_map={} if paths is None else context.json(paths),
            input_template=_template(context.json(self.input_transformer.input_template)),
        )


def _template(value: Any) -> Any:
    """A text that is no JSON becomes a JSON text, as in Stacktape: EventBridge takes nothing else."""
    if not isinstance(value, str) or all(_is_json(line) for line in value.splitlines()) or _is_json(value):
        return value
    return json.dumps(value)


def _is_json(template: str) -> bool:
    try:
        # A placeholder stands for a value, or is a part of a text; a digit can stand for it in both.
        json.loads(_PLACEHOLDER.sub("0", template))
    except ValueError:
        return False
    return True


def name_rule_permission(context: BuildContext, rule: events.Rule, place: EventPlace) -> None:
    """Gives the permission that lets a rule call a function Stacktape's logical id.

    CDK makes it in the rule, under an id that has the function's unique name in it. A target that is
    no function is started by a role instead, and there is nothing to name.
    """
    for child in rule.node.children:
        if child.node.id.startswith("AllowEventRule"):
            context.fix_logical_id(child, f"{place.owner}Event{place.index}Permission")
