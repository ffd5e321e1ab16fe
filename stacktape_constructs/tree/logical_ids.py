"""Gives every CloudFormation resource of a tree Stacktape's logical id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import aws_cdk as cdk

from stacktape_constructs.naming import logical_id

#: Parts of a construct path that say nothing: the wrapped L2, and its own resource.
_SILENT = frozenset({"Default", "Resource"})

#: A function's current version has its hash in its logical id, or no new version would be published.
_UNTOUCHED = frozenset({"AWS::Lambda::Version", "AWS::CDK::Metadata"})


def assign_logical_ids(
    resources: Mapping[str, cdk.CfnResource], fixed: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, tuple[str, cdk.CfnResource]]:
    """Overrides the logical ids of all resources in a stack.

    Args:
        resources: the resources by their paths, as `resources_by_path` gives them. The first part of a path is the
            name of the config's resource.
        fixed: logical ids that do not follow the rule, by the resource's path below the stack.
        given: logical ids that a user chose for resources of his own, by path. They have them already.

    Returns:
        For each logical id, the name of the stack's child that it belongs to, and the resource.
        Where two would have one id, that is the one whose id is fixed, else the one whose path comes
        first; the other keeps the id that CDK makes, which is unique. No order of the file counts.
    """
    assigned: dict[str, tuple[str, cdk.CfnResource]] = {}

    def precedence(path: str) -> tuple[int, str]:
        return (0 if path in fixed else 2 if path in given else 1, path)

    for path in sorted(resources, key=precedence):
        resource = resources[path]
        kind = resource.cfn_resource_type
        if kind in _UNTOUCHED:
            continue
        owner, *inner = path.split("/")
        specifiers = [part for part in inner if part not in _SILENT]
        wanted = fixed.get(path) or given.get(path) or logical_id(owner, *specifiers, cloudformation_type=kind)
        if wanted not in assigned:
            resource.override_logical_id(wanted)
            assigned[wanted] = (owner, resource)
    return assigned


def resources_by_path(stack: cdk.Stack) -> dict[str, cdk.CfnResource]:
    """All CloudFormation resources of a stack, by their paths below it."""
    prefix = len(stack.node.path) + 1
    return {
        construct.node.path[prefix:]: cast(cdk.CfnResource, construct)
        for construct in stack.node.find_all()
        if cdk.CfnResource.is_cfn_resource(construct)
    }
