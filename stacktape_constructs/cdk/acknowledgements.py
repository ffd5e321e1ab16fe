"""Findings of cdk-nag's AwsSolutions pack that are meant to be, each with its reason.

An acknowledgement stands beside the code that it is about. It goes into the assembly's metadata and
not into the template. Nothing is acknowledged that a user of a construct has decided: a route that
everybody may call, or an old runtime, is for the user's own app to acknowledge.

https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import attrs
import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from constructs import Construct, IValidation

from stacktape_constructs.cdk.exact_statement import is_exact
from stacktape_constructs.cdk.javascript import whole_stack
from stacktape_constructs.cdk.placed_construct import stack_of

_PACK = "AwsSolutions::AwsSolutions"

#: A mention of a resource of the template.
_LOGICAL_ID = re.compile(r'<(?!AWS::)[A-Za-z0-9]+[.>]|"(Ref|Fn::GetAtt)":')

_CLOSING = {"[": "]", "(": ")", "{": "}"}


def acknowledge(construct: Construct, *findings: str, because: str) -> None:
    """Acknowledges findings about a construct and what is in it.

    Args:
        construct: what the findings are about.
        findings: the rules, such as `VPC7`; with what they found, where a rule tells it.
        because: why that is right here.
    """
    ids = _ids(findings)
    if ids:
        cdk.Validations.of(construct).acknowledge(*(cdk.Acknowledgment(id=id, reason=because) for id in ids))


@attrs.frozen
class Acknowledgement:
    """What `acknowledge` is told, kept for later.

    Attributes:
        construct: what the findings are about.
        findings: the rules.
        because: why that is right.
    """

    construct: Construct
    findings: tuple[str, ...]
    because: str


def acknowledge_all(acknowledgements: Iterable[Acknowledgement]) -> None:
    """Acknowledges findings about many constructs by one call into JavaScript."""
    whole_stack.acknowledge(
        (each.construct, dict.fromkeys(_ids(each.findings), each.because)) for each in acknowledgements
    )


def acknowledge_managed_policy(role: iam.Role, policy: iam.IManagedPolicy, *, because: str) -> None:
    """Acknowledges that a role has a policy which AWS manages.

    Args:
        role: the role.
        policy: the policy.
        because: why a policy of our own would be worse.
    """
    arn = _as_nag_writes(cdk.Stack.of(role).resolve(policy.managed_policy_arn))
    acknowledge(role, f"IAM4[Policy::{arn}]", because=because)


def acknowledge_wildcards(construct: Construct, statement: iam.PolicyStatement, *, because: str) -> None:
    """Acknowledges the wildcards of a statement in a construct's policy, if it allows anything.

    Args:
        construct: what the policy is of.
        statement: the statement, to which nothing is added later.
        because: why AWS lets nothing narrower be said.
    """
    if is_exact(statement):
        return
    found = _wildcards(construct, statement)
    if any(_LOGICAL_ID.search(finding) for finding in found):
        construct.node.add_validation(_AtSynthesis(construct, statement, because))
    else:
        acknowledge(construct, *found, because=because)


@jsii.implements(IValidation)
class _AtSynthesis:
    """Acknowledges when logical ids are final: the adapter gives them last, and an app may override them."""

    def __init__(self, construct: Construct, statement: iam.PolicyStatement, because: str) -> None:
        self._construct = construct
        self._statement = statement
        self._because = because

    def validate(self) -> list[str]:
        acknowledge(self._construct, *_wildcards(self._construct, self._statement), because=self._because)
        return []


def _ids(findings: Iterable[str]) -> list[str]:
    return [f"{_PACK}-{finding}" for finding in findings if _is_balanced(finding)]


def _wildcards(construct: Construct, statement: iam.PolicyStatement) -> list[str]:
    document = stack_of(construct).resolve(statement.to_json())
    if document["Effect"] == "Deny":
        return []
    actions, resources = (_listed(document.get(name, [])) for name in ("Action", "Resource"))
    return [
        *(f"IAM5[Action::{action}]" for action in actions if "*" in action),
        *(f"IAM5[Resource::{resource}]" for resource in map(_as_nag_writes, resources) if "*" in resource),
    ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _as_nag_writes(value: Any) -> str:
    """An ARN with `<AWS::Region>` and the like in the place of what is only known at deploy."""
    if isinstance(value, str):
        return value.replace("${", "<").replace("}", ">")
    match value:
        case {"Ref": name}:
            return f"<{_as_nag_writes(name)}>"
        case {"Fn::GetAtt": [resource, attribute]}:
            return f"<{_as_nag_writes(resource)}.{_as_nag_writes(attribute)}>"
        case {"Fn::Join": [separator, pieces]}:
            return str(separator).join(_as_nag_writes(piece) for piece in pieces)
        case {"Fn::Sub": inner} | {"Fn::ImportValue": inner}:
            return _as_nag_writes(inner)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _is_balanced(finding: str) -> bool:
    """Whether the CDK can tell where the finding ends. If not, an app that uses the pack cannot be told either."""
    expected: list[str] = []
    for character in finding:
        if character in _CLOSING:
            expected.append(_CLOSING[character])
        elif character in _CLOSING.values() and (not expected or expected.pop() != character):
            return False
    return not expected
