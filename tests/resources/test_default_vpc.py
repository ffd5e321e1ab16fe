from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_ec2 as ec2

from stacktape_constructs.resources.default_vpc import default_vpc
from tests.support import new_app, template_of


@pytest.fixture(scope="module")
def stack() -> cdk.Stack:
    # A known environment is where the CDK's own VPC would look its zones up.
    stack = cdk.Stack(new_app(), "Demo", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    vpc = default_vpc(stack)
    waiting = cdk.CfnWaitConditionHandle(stack, "Waiting")
    waiting.node.add_dependency(vpc.internet_connectivity_established)
    return stack


@pytest.fixture(scope="module")
def template(stack: cdk.Stack) -> dict[str, Any]:
    return template_of(stack)


def _of_type(template: dict[str, Any], type_: str) -> dict[str, dict[str, Any]]:
    return {key: value for key, value in template["Resources"].items() if value["Type"] == type_}


def test_a_stack_has_one_default_vpc(stack: cdk.Stack, template: dict[str, Any]) -> None:
    assert default_vpc(stack).node.path == "Demo/Stp/DefaultVpc"
    assert len(_of_type(template, "AWS::EC2::VPC")) == 1


def test_two_stacks_have_two_default_vpcs() -> None:
    app = new_app()
    paths = [default_vpc(cdk.Stack(app, name)).node.path for name in ("A", "B")]
    assert paths == ["A/Stp/DefaultVpc", "B/Stp/DefaultVpc"]


def test_its_subnets_are_the_first_three_blocks_in_three_zones(template: dict[str, Any]) -> None:
    subnets = _of_type(template, "AWS::EC2::Subnet").values()
    assert [
        (
            subnet["Properties"]["CidrBlock"],
            subnet["Properties"]["AvailabilityZone"]["Fn::Select"],
            subnet["Properties"]["MapPublicIpOnLaunch"],
        )
        for subnet in subnets
    ] == [
        ("172.16.0.0/20", [0, {"Fn::GetAZs": ""}], True),
        ("172.16.16.0/20", [1, {"Fn::GetAZs": ""}], True),
        ("172.16.32.0/20", [2, {"Fn::GetAZs": ""}], True),
    ]


def test_every_subnet_has_a_route_to_the_internet(template: dict[str, Any]) -> None:
    subnets = _of_type(template, "AWS::EC2::Subnet")
    table_of_subnet = {
        association["Properties"]["SubnetId"]["Ref"]: association["Properties"]["RouteTableId"]["Ref"]
        for association in _of_type(template, "AWS::EC2::SubnetRouteTableAssociation").values()
    }
    (gateway,) = _of_type(template, "AWS::EC2::InternetGateway")
    (attachment,) = _of_type(template, "AWS::EC2::VPCGatewayAttachment")
    routes = _of_type(template, "AWS::EC2::Route").values()
    assert table_of_subnet.keys() == subnets.keys()
    assert {route["Properties"]["RouteTableId"]["Ref"] for route in routes} == set(table_of_subnet.values())
    for route in routes:
        assert route["Properties"]["GatewayId"] == {"Ref": gateway}
        assert route["Properties"]["DestinationCidrBlock"] == "0.0.0.0/0"
        # A route to a gateway that is not attached yet is refused by AWS.
        assert route["DependsOn"] == [attachment]


def test_what_waits_for_connectivity_waits_for_the_routes(template: dict[str, Any]) -> None:
    assert set(template["Resources"]["Waiting"]["DependsOn"]) == set(_of_type(template, "AWS::EC2::Route"))


def test_it_costs_nothing_while_nothing_runs(template: dict[str, Any]) -> None:
    types = {resource["Type"] for resource in template["Resources"].values()}
    assert not types & {"AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::VPCEndpoint"}


def test_no_zones_are_looked_up_in_a_known_environment(stack: cdk.Stack, template: dict[str, Any]) -> None:
    app = stack.node.root
    assert isinstance(app, cdk.App)
    manifest = json.loads((Path(app.synth().directory) / "manifest.json").read_text())
    assert "missing" not in manifest


def test_the_cdk_has_nothing_to_warn_of(stack: cdk.Stack, template: dict[str, Any]) -> None:
    assert assertions.Annotations.from_stack(stack).find_warning("*", assertions.Match.any_value()) == []


def test_its_parts_stand_where_their_logical_ids_come_from(stack: cdk.Stack) -> None:
    parts = {
        child.node.path.removeprefix("Demo/"): child.cfn_resource_type
        for child in stack.node.find_all()
        if isinstance(child, cdk.CfnResource) and child.node.path.startswith("Demo/Stp/")
    }
    assert parts == {
        "Stp/Vpc": "AWS::EC2::VPC",
        "Stp/InternetGateway": "AWS::EC2::InternetGateway",
        "Stp/VpcGatewayAttachment": "AWS::EC2::VPCGatewayAttachment",
        **{f"Stp/PublicSubnet{index}": "AWS::EC2::Subnet" for index in range(3)},
        **{f"Stp/PublicSubnet{index}RouteTable": "AWS::EC2::RouteTable" for index in range(3)},
        **{
            f"Stp/PublicSubnet{index}SubnetRouteTableAssociation": "AWS::EC2::SubnetRouteTableAssociation"
            for index in range(3)
        },
        **{f"Stp/InternetGatewayRoute{index}": "AWS::EC2::Route" for index in range(3)},
    }


def test_it_is_selected_from_like_any_other_vpc(stack: cdk.Stack) -> None:
    vpc = default_vpc(stack)
    assert vpc.private_subnets == []
    assert len(vpc.select_subnets(subnet_type=ec2.SubnetType.PUBLIC).subnet_ids) == 3
    assert vpc.vpc_cidr_block == "172.16.0.0/16"
