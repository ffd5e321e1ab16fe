"""`cloudformationResources` and `overrides`: CloudFormation as the user writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import aws_cdk as cdk

from stacktape_constructs.config.config import RawResource, ResourceDeclaration
from stacktape_constructs.document.nodes import MappingNode, Node
from stacktape_constructs.errors import Problem, did_you_mean
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.registry import resource_builder
from stacktape_constructs.source import Position
from stacktape_constructs.tree.origins import note_assignment
from stacktape_constructs.tree.stack_resources import StackResource

#: What happens to a resource that leaves the stack, or is replaced. No type has properties of these names.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
_POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate"),
    "UpdateReplacePolicy": ("Delete", "Retain"),
}


def build_raw_resource(context: BuildContext, raw: RawResource) -> cdk.CfnResource:
    """A CloudFormation resource, with everything that its definition says."""
    definition = context.json(raw.definition)
    resource = cdk.CfnResource(
        context.stack,
        # Names of resources have no dash, so this is the id of none of them.
        f"cloudformation-{raw.logical_id}",
        type=str(definition.pop("Type")),
        properties=definition.pop("Properties", None) or {},
    )
    resource.override_logical_id(raw.logical_id)
    for name, value in definition.items():
        # DependsOn, DeletionPolicy, Condition and the like.
        resource.add_override(name, value)
    return resource


def apply_overrides(
    context: BuildContext,
    declaration: ResourceDeclaration,
    children: Mapping[str, StackResource],
) -> None:
    """Sets CloudFormation properties of what a resource is made of, and the policies for its deletion.

    Args:
        context: the building.
        declaration: the resource, with its overrides.
        children: what it is made of, by logical id; and by the names that configs of 2021 had for it.
    """
    if declaration.overrides is None:
        return
    subject = declaration.subject
    problem_of = resource_builder(declaration.type).override_problem
    for key, properties in declaration.overrides.entries:
        made = children.get(key.text)
        if made is None:
            hint = did_you_mean(key.text, children) or f"; it has: {', '.join(sorted(children))}"
            message = f"overrides of {subject}: '{key.text}' is no CloudFormation resource of it{hint}"
            context.problems.append(Problem(key.position, message))
        elif not isinstance(properties, MappingNode):
            message = f"overrides of {subject}: '{key.text}' must be a mapping of CloudFormation properties"
            context.problems.append(Problem(properties.position, message))
        else:
            for place, position in _places(properties):
                problem = problem_of(made.kind, place)
                if problem is not None:
                    context.problems.append(Problem(position, f"overrides of {subject}: {problem}"))
            for path, value in properties.entries:
                note_assignment(made.resource, declaration, path.text, path.position)
                if path.text in _POLICIES:
                    _set_policy(context, made.resource, path.text, value, subject)
                else:
                    _set(made.resource, path.text, context.json(value))


def _set_policy(context: BuildContext, resource: cdk.CfnResource, name: str, node: Node, subject: str) -> None:
    value, allowed = context.json(node), _POLICIES[name]
    if value in allowed:
        resource.add_override(name, value)
    else:
        listed = ", ".join(f"'{policy}'" for policy in allowed)
        message = f"overrides of {subject}: '{name}' must be one of {listed}, got {value!r}"
        context.problems.append(Problem(node.position, message))


def _places(node: Node, prefix: str = "") -> Iterator[tuple[str, Position]]:
    """The paths of all properties that are set, each with where that is."""
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            path = f"{prefix}{key.text}"
            yield path, key.position
            yield from _places(value, f"{path}.")


def _set(resource: cdk.CfnResource, path: str, value: Any) -> None:
    """Sets a property; a mapping is merged into what is there, key by key."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            _set(resource, f"{path}.{_escaped(key)}", inner)
    else:
        resource.add_property_override(path, value)


def _escaped(key: str) -> str:
    return key.replace(".", "\\.")
