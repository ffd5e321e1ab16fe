"""Environments that would have to wait for their own workload at deployment.

CloudFormation makes a workload with its variables, so none of them can be a value that is only known
once the workload exists: the URL of a function in its own environment. It says so as "circular
dependency between resources", minutes later and without a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import aws_cdk as cdk

from stacktape_constructs.cdk.javascript import whole_stack
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import Problem
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.tree.stack_resources import StackResource


def circles(context: BuildContext, resources: Mapping[str, StackResource]) -> Iterator[Problem]:
    """A problem for each value that waits for the workload that it is a variable of.

    Args:
        context: the building, of which everything is done.
        resources: the CloudFormation resources of the stack by their logical ids.
    """
    values = [value for value in context.environment if is_unresolved(value.text)]
    if not values:
        return
    ids = {made.path: logical_id for logical_id, made in resources.items()}
    meant = [set(_references(value)) for value in context.stack.resolve([value.text for value in values])]
    awaited = _awaited(context.stack, resources, set().union(*meant))
    for value, first in zip(values, meant, strict=True):
        # What a construct is around is its `Default`.
        if ids[f"{value.workload}/Default/Resource"] in _reached(first, awaited):
            message = f"{value.subject} is only known once '{value.workload}' exists, which waits for its variables"
            yield Problem(value.position, f"{message}; {value.remedy}")


def _awaited(stack: cdk.Stack, resources: Mapping[str, StackResource], first: set[str]) -> Mapping[str, set[str]]:
    """What each resource refers to: of some resources, those that they refer to, and so on."""
    awaited: dict[str, set[str]] = {}
    asked = first & resources.keys()
    while asked:
        properties = whole_stack.properties(stack, sorted(resources[logical_id].path for logical_id in asked))
        for logical_id in asked:
            awaited[logical_id] = set(_references(properties[resources[logical_id].path]))
        asked = set().union(*(awaited[logical_id] for logical_id in asked)) & resources.keys() - awaited.keys()
    return awaited


def _reached(first: set[str], awaited: Mapping[str, set[str]]) -> set[str]:
    """What is waited for, over however many others."""
    reached: set[str] = set()
    unseen = first
    while unseen:
        reached |= unseen
        unseen = set().union(*(awaited.get(logical_id, set()) for logical_id in unseen)) - reached
    return reached


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref" and isinstance(item, str):
                yield item
            elif key == "Fn::GetAtt" and isinstance(item, list):
                yield item[0]
            else:
                yield from _references(item)
