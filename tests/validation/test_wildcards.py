"""No policy of a golden template has a wildcard that AWS lets one avoid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from tests.test_template_cases import CASES


@attrs.frozen
class Exemption:
    """A wildcard that is there, and why.

    Attributes:
        actions: the actions it is for.
        resource: what the resource looks like, with `<...>` for what is only known at deploy.
        reason: why it is not avoided.
    """

    actions: frozenset[str]
    resource: str
    reason: str


def _exemption(actions: str, resource: str, reason: str) -> Exemption:
    return Exemption(frozenset(actions.split()), resource, reason)


#: The reason for what is in a golden case and not of our making.
THE_AUTHORS = "a statement of the config's author"

EXEMPTIONS = (
    _exemption("batch:DescribeJobs batch:ListJobs", r"\*", "AWS Batch knows no resource for them"),
    _exemption("ecr:GetAuthorizationToken", r"\*", "the token is that of the account, for all registries"),
    _exemption(
        "ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface "
        "ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses",
        r"\*",
        "Lambda checks for all resources before it puts a function into a VPC; the code is denied them",
    ),
    _exemption("batch:TerminateJob", r"arn:.*:batch:.*:job/\*", "a job's id is made when it is submitted"),
    _exemption("batch:SubmitJob", r"arn:.*:job-definition/[\w-]+:\*", "any revision of this one definition"),
    _exemption(
        "states:DescribeExecution states:StopExecution",
        r"arn:.*:execution:[\w-]+:\*",
        "the executions of this one state machine; their names are made when they start",
    ),
    _exemption(
        "ses:SendBulkEmail ses:SendBulkTemplatedEmail ses:SendEmail ses:SendRawEmail ses:SendTemplatedEmail",
        r"arn:.*:ses:.*:(identity|configuration-set|template)/\*",
        "`aws:ses` names none of them",
    ),
    _exemption("s3:GetObject", r"arn:aws:s3:::shop/\*", THE_AUTHORS),
)

MANAGED_POLICIES = {
    "service-role/AmazonEC2ContainerServiceforEC2Role": "the one that AWS keeps in step with its ECS agent",
    "AWSXRayDaemonWriteAccess": "an override of the config's author",
}


def _text(value: Any) -> str:
    """A value with `<...>` for what is only known at deploy."""
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        return "".join(_text(piece) for piece in value["Fn::Join"][1])
    return f"<{json.dumps(value)}>"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resources() -> Iterator[dict[str, Any]]:
    for path in sorted(CASES.glob("*.json")):
        yield from json.loads(path.read_text())["Resources"].values()


def _wildcards() -> set[tuple[str, str]]:
    """The pairs of an action and a resource that are allowed, where one of the two has a wildcard."""
    return {
        (action, resource)
        for policy in _resources()
        if policy["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
        for action in _list(statement["Action"])
        for resource in map(_text, _list(statement["Resource"]))
        if "*" in action or "*" in resource
    }


def _reason(action: str, resource: str) -> Exemption | None:
    matching = (e for e in EXEMPTIONS if action in e.actions and re.fullmatch(e.resource, resource))
    return next(matching, None)


def test_no_action_is_a_wildcard() -> None:
    assert [action for action, _ in _wildcards() if "*" in action] == []


def test_every_wildcard_in_a_resource_has_its_reason() -> None:
    assert [pair for pair in sorted(_wildcards()) if _reason(*pair) is None] == []


@pytest.mark.parametrize("exemption", EXEMPTIONS, ids=lambda exemption: " ".join(sorted(exemption.actions)))
def test_every_reason_is_for_something_that_is_there(exemption: Exemption) -> None:
    used = {action for action, resource in _wildcards() if _reason(action, resource) is exemption}

    assert used == exemption.actions


def test_no_role_has_policies_of_its_own_beside_these() -> None:
    roles = [resource["Properties"] for resource in _resources() if resource["Type"] == "AWS::IAM::Role"]
    managed = {_text(arn).partition(":policy/")[2] for role in roles for arn in role.get("ManagedPolicyArns", [])}

    assert roles
    assert not [role for role in roles if "Policies" in role]
    assert managed == set(MANAGED_POLICIES)
