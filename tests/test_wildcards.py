"""No policy of a golden template has a wildcard that AWS lets one avoid."""

from __future__ import annotations

import re
from typing import Any

from stacktape_constructs.testing import AllowedWildcard, assert_no_wildcards
from stacktape_constructs.testing.intrinsics import readable
from tests.short_form import resources_in
from tests.test_template_cases import CASES


def _allowed(actions: str, resource: str, reason: str) -> AllowedWildcard:
    return AllowedWildcard(actions, re.compile(resource), because=reason)


#: The reason for what is in a golden case and not of our making.
THE_AUTHORS = "a statement of the config's author"

ALLOWED = (
    _allowed("batch:DescribeJobs batch:ListJobs", r"\*", "AWS Batch knows no resource for them"),
    _allowed("ecr:GetAuthorizationToken", r"\*", "the token is that of the account, for all registries"),
    _allowed(
        "ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface "
        "ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses",
        r"\*",
        "Lambda checks for all resources before it puts a function into a VPC; the code is denied them",
    ),
    _allowed("batch:TerminateJob", r"arn:.*:batch:.*:job/\*", "a job's id is made when it is submitted"),
    _allowed("batch:SubmitJob", r"arn:.*:job-definition/[\w-]+:\*", "any revision of this one definition"),
    _allowed(
        "states:DescribeExecution states:StopExecution",
        r"arn:.*:execution:[\w-]+:\*",
        "the executions of this one state machine; their names are made when they start",
    ),
    _allowed(
        "ses:SendBulkEmail ses:SendBulkTemplatedEmail ses:SendEmail ses:SendRawEmail ses:SendTemplatedEmail",
        r"arn:.*:ses:.*:(identity|configuration-set|template)/\*",
        "`aws:ses` names none of them",
    ),
    _allowed("s3:GetObject", r"arn:aws:s3:::shop/\*", THE_AUTHORS),
)

MANAGED_POLICIES = {
    "service-role/AmazonEC2ContainerServiceforEC2Role": "the one that AWS keeps in step with its ECS agent",
    "AWSXRayDaemonWriteAccess": "an override of the config's author",
}


def _resources() -> dict[str, dict[str, Any]]:
    """The resources of all golden templates."""
    return {
        f"{path.name.partition('.')[0]}:{logical_id}": resource
        for path in sorted(CASES.glob("*.template.yaml"))
        for logical_id, resource in resources_in(path).items()
    }


def test_every_wildcard_in_a_policy_has_its_reason_and_every_reason_its_wildcard() -> None:
    assert_no_wildcards({"Resources": _resources()}, allow=ALLOWED)


def test_no_role_has_policies_of_its_own_beside_these() -> None:
    roles = [resource["Properties"] for resource in _resources().values() if resource["Type"] == "AWS::IAM::Role"]
    managed = {readable(arn).partition(":policy/")[2] for role in roles for arn in role.get("ManagedPolicyArns", [])}

    assert roles
    assert not [role for role in roles if "Policies" in role]
    assert managed == set(MANAGED_POLICIES)
