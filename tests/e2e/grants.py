"""The grants in a template: each action of a policy, each permission, each trust; and how to take one away."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Template = dict[str, Any]

# A role must trust somebody; nothing in these stacks is done by this service.
_NOBODY = {"Service": "budgets.amazonaws.com"}


@dataclass(frozen=True)
class Grant:
    """One thing that somebody is allowed.

    Attributes:
        logical_id: the resource that the grant is in, or is.
        kind: what is allowed and, where the template says it, to whom; such as `events:PutEvents` or
            `trusts lambda.amazonaws.com`.
        action: what IAM refuses when the grant is missing.
        place: where in a list of the resource it is.
    """

    logical_id: str
    kind: str
    action: str
    place: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.logical_id}: {self.kind}"


def grants_in(template: Template) -> dict[str, Grant]:
    """The grants by what they say of themselves."""
    grants = [
        grant
        for logical_id, resource in template["Resources"].items()
        for grant in _grants_of(logical_id, resource["Type"], resource.get("Properties", {}))
    ]
    named = {str(grant): grant for grant in grants}
    assert len(named) == len(grants), "two grants say the same"
    return named


def without(template: Template, grant: Grant) -> Template:
    """The template with all but one of its grants."""
    template = copy.deepcopy(template)
    resource = template["Resources"][grant.logical_id]
    properties = resource["Properties"]
    if grant.kind.startswith("trusts "):
        properties["AssumeRolePolicyDocument"]["Statement"][grant.place]["Principal"] = _NOBODY
    elif grant.kind.startswith("has "):
        del properties["ManagedPolicyArns"][grant.place]
    elif resource["Type"] == "AWS::Lambda::Permission":
        _remove(template, grant.logical_id)
    else:
        statements = properties["PolicyDocument"]["Statement"]
        statement = statements[grant.place]
        statement["Action"] = [action for action in _actions(statement) if action != grant.action]
        if not statement["Action"]:
            del statements[grant.place]
        if not statements:
            _remove(template, grant.logical_id)
    return template


def _grants_of(logical_id: str, type: str, properties: dict[str, Any]) -> Iterator[Grant]:
    if type == "AWS::Lambda::Permission":
        action, principal = properties["Action"], properties["Principal"]
        yield Grant(logical_id, f"lets {principal} {action}", action)
    elif type == "AWS::IAM::Role":
        for place, statement in enumerate(properties["AssumeRolePolicyDocument"]["Statement"]):
            kind = f"trusts {statement['Principal']['Service']}"
            yield Grant(logical_id, kind, "sts:AssumeRole", place)
        for place, arn in enumerate(properties.get("ManagedPolicyArns", [])):
            name = str(arn).rstrip("]}'").rpartition("/")[2]
            yield Grant(logical_id, f"has {name}", "ecs:RegisterContainerInstance", place)
    elif type in ("AWS::IAM::Policy", "AWS::SQS::QueuePolicy"):
        for place, statement in enumerate(properties["PolicyDocument"]["Statement"]):
            principal = f"lets {statement['Principal']['Service']} " if "Principal" in statement else ""
            for action in _actions(statement):
                yield Grant(logical_id, f"{principal}{action}", action, place)


def _actions(statement: dict[str, Any]) -> list[str]:
    actions = statement["Action"]
    return [actions] if isinstance(actions, str) else actions


def _remove(template: Template, logical_id: str) -> None:
    del template["Resources"][logical_id]
    for resource in template["Resources"].values():
        if logical_id in resource.get("DependsOn", []):
            resource["DependsOn"] = [id for id in resource["DependsOn"] if id != logical_id]
