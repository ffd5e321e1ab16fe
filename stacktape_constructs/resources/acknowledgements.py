"""Findings of cdk-nag's AwsSolutions pack that are meant to be, each with its reason.

An acknowledgement stands beside the code that it is about. It goes into the assembly's metadata and
not into the template. Nothing is acknowledged that a user of a construct has decided: a route that
everybody may call, or an old runtime, is for the user's own app to acknowledge.

https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
"""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

_PACK = "AwsSolutions::AwsSolutions"


def acknowledge(construct: Construct, *findings: str, because: str) -> None:
    """Acknowledges findings about a construct and what is in it.

    Args:
        construct: what the findings are about.
        findings: the rules, such as `VPC7`; with what they found, where a rule tells it.
        because: why that is right here.
    """
    cdk.Validations.of(construct).acknowledge(
        *(cdk.Acknowledgment(id=f"{_PACK}-{finding}", reason=because) for finding in findings)
    )


def acknowledge_wildcards(construct: Construct, statement: iam.PolicyStatement, *, because: str) -> None:
    """Acknowledges the wildcards of a statement in a construct's policy.

    Args:
        construct: what the policy is of.
        statement: the statement.
        because: why AWS lets nothing narrower be said.
    """
    resources = [resource for resource in statement.resources if "*" in resource]
    actions = [action for action in statement.actions if "*" in action]
    if not resources and not actions:
        return
    stack = cdk.Stack.of(construct)
    found = [
        *(f"IAM5[Action::{action}]" for action in actions),
        *(f"IAM5[Resource::{_as_nag_writes(stack.resolve(resource))}]" for resource in resources),
    ]
    acknowledge(construct, *found, because=because)


def _as_nag_writes(value: Any) -> str:
    """An ARN with `<AWS::Region>` and the like in the place of what is only known at deploy."""
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    if function == "Ref":
        return f"<{argument}>"
    if function == "Fn::GetAtt":
        return f"<{'.'.join(argument)}>"
    if function == "Fn::Join":
        separator, parts = argument
        return str(separator).join(_as_nag_writes(part) for part in parts)
    return str(value)
