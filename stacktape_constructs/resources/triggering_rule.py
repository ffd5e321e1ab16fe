"""What the rules have in common that events of workloads become: their input and their permission."""

from __future__ import annotations

import json
import re
from typing import Any

from aws_cdk import aws_events as events

from stacktape_constructs.resources.build_context import RULE_PERMISSION, BuildContext
from stacktape_constructs.resources.resource_builder import EventPlace
from stacktape_constructs.resources.rule_event import RuleEvent
from stacktape_constructs.resources.rule_input import InputTransformer, constant_input

_PLACEHOLDER = re.compile(r"<[A-Za-z0-9_.-]+>")


def fixed_input(context: BuildContext, event: RuleEvent) -> events.RuleTargetInput | None:
    """The input that is the same for every event, if there is one."""
    return None if event.input is None else constant_input(context.json(event.input))


def transformer(context: BuildContext, event: RuleEvent) -> InputTransformer | None:
    """What makes the input of parts of the event, if anything does."""
    if event.input_transformer is None:
        return None
    paths = event.input_transformer.input_paths_map
    return InputTransformer(
        input_paths_map={} if paths is None else context.json(paths),
        input_template=_template(context.json(event.input_transformer.input_template)),
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


def name_rule_permission(context: BuildContext, place: EventPlace) -> None:
    """Gives the permission that lets a rule call a function Stacktape's logical id.

    A target that is no function is started by a role instead, and there is nothing to name.
    """
    rule = f"{place.workload}/{place.construct_id}"
    context.fix_logical_id(f"{rule}/{RULE_PERMISSION}", f"{place.owner}Event{place.index}Permission")
