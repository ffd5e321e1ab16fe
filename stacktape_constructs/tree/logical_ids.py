"""Gives every CloudFormation resource of a tree Stacktape's logical id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import aws_cdk as cdk

from stacktape_constructs.cdk.javascript import whole_stack
from stacktape_constructs.naming import logical_id
from stacktape_constructs.resources.build_context import RULE_PERMISSION
from stacktape_constructs.tree.stack_resources import StackResource

#: Parts of a construct path that say nothing: the wrapped L2, and its own resource.
_SILENT = frozenset({"Default", "Resource"})

#: A function's current version has its hash in its logical id, or no new version would be published.
_UNTOUCHED = frozenset({"AWS::Lambda::Version", "AWS::CDK::Metadata"})


def assign_logical_ids(
    stack: cdk.Stack, resources: Iterable[StackResource], fixed: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, StackResource]:
    """Overrides the logical ids of all resources in a stack.

    Args:
        stack: the stack.
        resources: its resources.
        fixed: logical ids that do not follow the rule, by path.
        given: logical ids that a user chose for resources of his own, by path. They have them already.

    Returns:
        The resources by their logical ids. Where two would have one id, that is the one whose id is fixed, else the one
        whose path comes first; the other keeps the id that CDK makes, which is unique. No order of the file counts.
    """
    assigned: dict[str, StackResource] = {}

    def precedence(made: StackResource) -> tuple[int, str]:
        return (0 if _fixed_path(made.path) in fixed else 2 if made.path in given else 1, made.path)

    for made in sorted(resources, key=precedence):
        if made.kind in _UNTOUCHED:
            continue
        owner, *inner = made.path.split("/")
        specifiers = [part for part in inner if part not in _SILENT]
        wanted = (
            fixed.get(_fixed_path(made.path))
            or given.get(made.path)
            or logical_id(owner, *specifiers, cloudformation_type=made.kind)
        )
        if wanted not in assigned:
            assigned[wanted] = made
    whole_stack.override_logical_ids(stack, {made.path: logical_id for logical_id, made in assigned.items()})
    return assigned


def _fixed_path(path: str) -> str:
    """A path without the unique name of a target, which the CDK adds to the id of a rule's permission to call it."""
    scope, _, id = path.rpartition("/")
    return f"{scope}/{RULE_PERMISSION}" if id.startswith(RULE_PERMISSION) else path
