"""What becomes of each kind of resource when it leaves its stack, as docs/security.md says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.short_form import resources_in

CASES = Path(__file__).parent / "cases" / "templates"

#: What holds data that cannot be had again.
KEPT = {"AWS::Events::Archive"}
#: What holds nothing that is not made again, or logs, which end by themselves.
DELETED = {
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Authorizer",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::Batch::ComputeEnvironment",
    "AWS::Batch::JobDefinition",
    "AWS::Batch::JobQueue",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::LaunchTemplate",
    "AWS::EC2::Route",
    "AWS::EC2::RouteTable",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::SubnetRouteTableAssociation",
    "AWS::EC2::VPC",
    "AWS::EC2::VPCGatewayAttachment",
    "AWS::Events::Rule",
    "AWS::IAM::InstanceProfile",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::Lambda::Version",
    "AWS::Logs::LogGroup",
    "AWS::StepFunctions::StateMachine",
}
#: Kept where it has an archive.
BUS = "AWS::Events::EventBus"
#: What the cases write under `cloudformationResources`, with the policies that they give it.
BY_HAND = {"AWS::Lambda::LayerVersion", "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SQS::QueuePolicy"}


def _templates() -> dict[str, dict[str, Any]]:
    return {path.name.partition(".")[0]: resources_in(path) for path in sorted(CASES.glob("*.template.yaml"))}


def _policies(resource: dict[str, Any]) -> tuple[str, str]:
    # CloudFormation deletes what has no policy.
    return resource.get("DeletionPolicy", "Delete"), resource.get("UpdateReplacePolicy", "Delete")


def test_of_each_kind_of_resource_it_is_decided_whether_it_is_kept() -> None:
    made = {resource["Type"] for template in _templates().values() for resource in template.values()}

    assert made == KEPT | DELETED | BY_HAND | {BUS}


@pytest.mark.parametrize(("case", "resources"), _templates().items())
def test_what_holds_data_is_kept_and_nothing_else(case: str, resources: dict[str, Any]) -> None:
    archived = {
        resource["Properties"]["SourceArn"]["Fn::GetAtt"][0]
        for resource in resources.values()
        if resource["Type"] == "AWS::Events::Archive"
    }

    for logical_id, resource in resources.items():
        if resource["Type"] in BY_HAND:
            continue
        kept = resource["Type"] in KEPT or logical_id in archived
        wanted = ("RetainExceptOnCreate", "Retain") if kept else ("Delete", "Delete")
        assert _policies(resource) == wanted, f"{logical_id} in {case}"
