"""Environments that would have to wait for their own workload at deployment.

CloudFormation makes a workload with its variables, so none of them can be a value that is only known
once the workload exists: the URL of a function in its own environment. It says so as "circular
dependency between resources", minutes later and without a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import aws_cdk as cdk

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
    waiting = _Waiting(context.stack, resources)
    ids = {made.path: logical_id for logical_id, made in resources.items()}
    for value in context.environment:
        if not is_unresolved(value.text):
            continue
        # What a construct is around is its `Default`.
        if waiting.reaches(context.stack.resolve(value.text), ids[f"{value.workload}/Default/Resource"]):
            message = f"{value.subject} is only known once '{value.workload}' exists, which waits for its variables"
            yield Problem(value.position, f"{message}; {value.remedy}")


class _Waiting:
    """Which resources wait for which, read from the template as far as somebody asks."""

    def __init__(self, stack: cdk.Stack, resources: Mapping[str, StackResource]) -> None:
        self._stack = stack
        self._resources = resources
        self._known: dict[str, set[str]] = {}

    def reaches(self, value: Any, logical_id: str) -> bool:
        """Whether what a value refers to waits for a resource, over however many others."""
        seen: set[str] = set()
        unseen = set(_references(value))
        while unseen:
            if logical_id in unseen:
                return True
            seen |= unseen
            unseen = {reference for found in unseen for reference in self._references_of(found)} - seen
        return False

    def _references_of(self, logical_id: str) -> set[str]:
        if logical_id not in self._known:
            made = self._resources.get(logical_id)
            properties = None if made is None else self._stack.resolve(cast(Any, made.resource)._cfn_properties)
            self._known[logical_id] = set(_references(properties))
        return self._known[logical_id]


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
