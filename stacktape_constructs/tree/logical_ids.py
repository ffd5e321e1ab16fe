"""Gives every CloudFormation resource of a tree Stacktape's logical id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import aws_cdk as cdk

from stacktape_constructs.naming import logical_id

#: Parts of a construct path that say nothing: the wrapped L2, and its own resource.
_SILENT = frozenset({"Default", "Resource"})

#: A function's current version has its hash in its logical id, or no new version would be published.
_UNTOUCHED = frozenset({"AWS::Lambda::Version"})


def assign_logical_ids(stack: cdk.Stack, fixed: Mapping[str, str]) -> dict[str, tuple[str, cdk.CfnResource]]:
    """Overrides the logical ids of all resources in the stack.

    Args:
        stack: the stack, whose direct children are the resources of the config.
        fixed: logical ids that do not follow the rule, by the resource's path below the stack.

    Returns:
        For each logical id, the name of the stack's child that it belongs to, and the resource.
        Where two would have one id, the second keeps the one that CDK makes, which is unique.
    """
    assigned: dict[str, tuple[str, cdk.CfnResource]] = {}
    prefix = len(stack.node.path) + 1
    for construct in stack.node.find_all():
        if not cdk.CfnResource.is_cfn_resource(construct):
            continue
        resource = cast(cdk.CfnResource, construct)
        path = resource.node.path[prefix:]
        kind = resource.cfn_resource_type
        owner, *inner = path.split("/")
        if kind in _UNTOUCHED or kind == "AWS::CDK::Metadata":
            continue
        specifiers = [part for part in inner if part not in _SILENT]
        wanted = fixed.get(path) or logical_id(owner, *specifiers, cloudformation_type=kind)
        if wanted not in assigned:
            resource.override_logical_id(wanted)
            assigned[wanted] = (owner, resource)
    return assigned
