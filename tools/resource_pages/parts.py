"""The AWS resources that a type is made of: their types, logical ids and names, and when they are there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from stacktape_constructs.naming import SHARED_SCOPE_ID, pascal_case
from stacktape_constructs.resources.registry import resource_type_names
from tools.resource_pages.conditions import Condition, conditions, in_words
from tools.resource_pages.tables import code, table
from tools.resource_pages.trials import CALLER, Option, is_workload, trials_of_all

#: The properties by which AWS resources get their names.
_NAMES = (
    "ComputeEnvironmentName",
    "FunctionName",
    "GroupName",
    "InstanceProfileName",
    "JobDefinitionName",
    "JobQueueName",
    "LaunchTemplateName",
    "LogGroupName",
    "Name",
    "PolicyName",
    "RoleName",
    "StageName",
    "StateMachineName",
)
#: Types whose name says nothing to anybody: it is unique in a role or a version of something.
_NAMED_WITHIN = frozenset({"AWS::IAM::Policy"})

_NETWORK = "AWS::EC2::"


@attrs.frozen
class Part:
    """One AWS resource.

    Attributes:
        logical_id: its logical id.
        type: its CloudFormation type.
        name: its name in AWS; empty if CloudFormation makes one, or if it has none.
        conditions: when it is there.
    """

    logical_id: str
    type: str
    name: str
    conditions: tuple[Condition, ...]

    @property
    def events(self) -> frozenset[str]:
        """The events without which it is not there."""
        needs = [condition.needs for condition in self.conditions]
        named = [{setting[1] for setting in each if setting[0] == "events"} for each in needs]
        return frozenset().union(*named) if all(named) else frozenset()

    @property
    def shared(self) -> bool:
        """Whether all resources of the stack that need it have the same one."""
        return self.logical_id.startswith(SHARED_SCOPE_ID) and not self.events


@functools.cache
def parts_of(type_name: str) -> tuple[Part, ...]:
    """All that the example of a type is made of, in any of its trials; what is always there first."""
    made = trials_of_all()[type_name]
    resources: dict[str, Mapping[str, Any]] = {}
    for trial in made.trials:
        resources = {**trial.resources, **resources}
    parts = [
        Part(
            logical_id,
            resource["Type"],
            _name(resource),
            conditions({trial.option: logical_id in trial.resources for trial in made.trials}),
        )
        for logical_id, resource in resources.items()
        if logical_id not in made.without and not logical_id.startswith(pascal_case(CALLER))
    ]
    return tuple(sorted(parts, key=lambda part: (in_words(part.conditions) != "", part.name == "")))


def _name(resource: Mapping[str, Any]) -> str:
    properties = resource.get("Properties", {})
    names = [properties[name] for name in _NAMES if isinstance(properties.get(name), str)]
    return names[0] if names and resource["Type"] not in _NAMED_WITHIN else ""


def parts_section(type_name: str) -> str:
    """What a page says of what the type is made of."""
    made = trials_of_all()[type_name]
    parts = [part for part in parts_of(type_name) if not part.events]
    paragraphs = [_table([part for part in parts if not part.shared], f"logical id of `{made.name}`")]
    if not all(part.name for part in parts):
        paragraphs.append("What has no name here is named by CloudFormation, if it has a name at all.")
    if shared := [part for part in parts if part.shared]:
        paragraphs += ["All resources of the stack that need them share:", _shared_table(shared)]
    if is_workload(type_name):
        paragraphs.append(f"What each event of a `{type_name}` adds is on the page [events](events.md).")
    return "\n\n".join(paragraphs)


def event_parts_section(event: str) -> str:
    """What a page says of what an event is made of."""
    paragraphs = []
    for type_name in filter(is_workload, resource_type_names()):
        name = trials_of_all()[type_name].name
        parts = [part for part in parts_of(type_name) if event in part.events]
        paragraphs.append(f"The first event of a `{type_name}` named `{name}` makes:")
        paragraphs.append(_table(parts, "logical id", given=frozenset({("events", event)})))
    return "\n\n".join(paragraphs)


def _table(parts: Iterable[Part], id_head: str, *, given: Option = frozenset()) -> str:
    rows: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        alternatives = [each for each in part.conditions if given <= each.needs]
        rows.setdefault((in_words(alternatives, given=given), part.type), []).append(part)
    # Where all is always there, nobody asks when.
    always = "always" if any(when for when, _ in rows) else ""
    return table(
        ["CloudFormation", id_head, "when", "name in the stack `shop-dev`"],
        [
            (f"`{kind}`", _ids(alike), when or always, _names(alike))
            for (when, kind), alike in sorted(rows.items(), key=lambda row: row[0][0] != "")
        ],
    )


def _shared_table(parts: Iterable[Part]) -> str:
    rows: dict[tuple[str, bool], list[Part]] = {}
    for part in parts:
        # A network has many parts, of which few are looked up.
        rows.setdefault((in_words(part.conditions), part.type.startswith(_NETWORK)), []).append(part)
    return table(
        ["CloudFormation", "logical id", "when"],
        [
            (code(*dict.fromkeys(part.type for part in alike)), _ids(alike), when or "always")
            for (when, _), alike in rows.items()
        ],
    )


def _names(parts: list[Part]) -> str:
    return code(*dict.fromkeys(part.name for part in parts if part.name))


def _ids(parts: list[Part]) -> str:
    """The logical ids; of those that differ in their numbers, the first and the last."""
    series: dict[str, list[str]] = {}
    for part in parts:
        series.setdefault(re.sub(r"\d+", "0", part.logical_id), []).append(part.logical_id)
    return ", ".join(code(ids[0]) if len(ids) == 1 else f"`{ids[0]}` to `{ids[-1]}`" for ids in series.values())
