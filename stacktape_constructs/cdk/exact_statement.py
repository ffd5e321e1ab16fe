"""Statements about resources that are named exactly, in which nobody needs to look for wildcards."""

from __future__ import annotations

import weakref

from aws_cdk import aws_iam as iam

_exact: weakref.WeakSet[iam.PolicyStatement] = weakref.WeakSet()


def exact_statement(*, actions: list[str], resources: list[str]) -> iam.PolicyStatement:
    """A statement that allows actions on resources.

    Args:
        actions: the actions.
        resources: ARNs, or tokens that stand for the ARN of one resource each.
    """
    statement = iam.PolicyStatement(actions=actions, resources=resources)
    if not any("*" in text for text in (*actions, *resources)):
        _exact.add(statement)
    return statement


def is_exact(statement: iam.PolicyStatement) -> bool:
    """Whether a statement is known to have no wildcard, without asking the CDK what is in it."""
    return statement in _exact
