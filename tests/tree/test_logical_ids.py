from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.tree.logical_ids import assign_logical_ids
from stacktape_constructs.tree.stack_resources import stack_resources
from tests.support import new_app, template_of


def _resource(scope: Construct, id: str, kind: str) -> cdk.CfnResource:
    return cdk.CfnResource(scope, id, type=kind)


def _function(scope: Construct, id: str) -> lambda_.Function:
    return lambda_.Function(
        scope,
        id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
    )


def _clash(stack: cdk.Stack, *ids: str) -> Construct:
    """Topics that would all have one logical id."""
    clash = Construct(stack, "clash")
    for id in ids:
        _resource(clash, id, "AWS::SNS::Topic")
    return clash


class Named:
    """A stack in a stage, whose resources were named, and its template."""

    def __init__(self) -> None:
        self.stack = cdk.Stack(cdk.Stage(new_app(), "Eu"), "Demo")
        bus = Construct(self.stack, "myEventBus")
        _resource(bus, "Default", "AWS::Events::EventBus")
        _resource(bus, "Archive", "AWS::Events::Archive")
        function = _function(self.stack, "api")
        function.current_version  # noqa: B018  # a property that makes what it gives
        iam.Role(function, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        shared = Construct(self.stack, "Stp")
        _resource(shared, "PublicSubnet0", "AWS::EC2::Subnet")
        _resource(Construct(shared, "inner"), "vpcLink2", "AWS::EC2::VPC")
        _clash(self.stack, "Topic", "Default")
        _resource(self.stack, "queue", "AWS::SQS::Queue")
        _resource(self.stack, "special", "AWS::SQS::Queue")
        _resource(self.stack, "cloudformation-Mine", "AWS::SQS::Queue")
        fixed = {"special": "QueueQueue", "clash/Nothing": "Unused"}
        self.assigned = assign_logical_ids(
            self.stack, stack_resources(self.stack), fixed, {"cloudformation-Mine": "Mine"}
        )
        self.types = {
            logical_id: resource["Type"] for logical_id, resource in template_of(self.stack)["Resources"].items()
        }


@pytest.fixture(scope="module")
def named() -> Named:
    return Named()


def test_an_id_is_the_path_and_the_type_without_saying_it_twice(named: Named) -> None:
    expected = {
        "MyEventBusEventBus": "AWS::Events::EventBus",
        "MyEventBusArchive": "AWS::Events::Archive",
        "ApiFunction": "AWS::Lambda::Function",
        "ApiServiceRole": "AWS::IAM::Role",
        "ApiRole": "AWS::IAM::Role",
        "StpPublicSubnet0": "AWS::EC2::Subnet",
        "StpInnerVpcLink2VPC": "AWS::EC2::VPC",
    }

    assert expected.items() <= named.types.items()


def test_an_id_may_be_given_by_the_user(named: Named) -> None:
    assert named.types["Mine"] == "AWS::SQS::Queue"


def test_a_fixed_id_goes_before_one_that_follows_the_rule(named: Named) -> None:
    assert named.assigned["QueueQueue"].owner == "special"
    assert "Unused" not in named.types


class TestOneIdForTwo:
    def test_the_other_keeps_the_one_that_cdk_makes(self, named: Named) -> None:
        topics = sorted(logical_id for logical_id, kind in named.types.items() if kind == "AWS::SNS::Topic")

        assert len(topics) == 2
        assert topics[0] == "ClashTopic"
        assert topics[1].startswith("clashTopic")
        assert topics[1] not in named.assigned

    @pytest.mark.parametrize("ids", [("Topic", "Default"), ("Default", "Topic")])
    def test_which_is_which_is_no_matter_of_their_order(self, ids: tuple[str, str]) -> None:
        stack = cdk.Stack(new_app(), "Demo")
        _clash(stack, *ids)

        assert assign_logical_ids(stack, stack_resources(stack), {}, {})["ClashTopic"].path == "clash/Default"

    def test_what_a_user_gave_is_last_so_that_he_can_be_told(self) -> None:
        stack = cdk.Stack(new_app(), "Demo")
        _resource(stack, "a", "AWS::SNS::Topic")
        _clash(stack, "Default")

        made = assign_logical_ids(stack, stack_resources(stack), {}, {"a": "ClashTopic"})["ClashTopic"]

        assert made.owner == "clash"


def test_a_version_of_a_function_keeps_the_id_that_changes_with_the_function(named: Named) -> None:
    (version,) = [logical_id for logical_id, kind in named.types.items() if kind == "AWS::Lambda::Version"]

    assert version.startswith("apiCurrentVersion")
    assert version not in named.assigned


def test_what_was_assigned_is_told_with_the_resource_it_belongs_to(named: Named) -> None:
    made = named.assigned["MyEventBusArchive"]

    assert made.path == "myEventBus/Archive"
    assert made.kind == made.resource.cfn_resource_type == "AWS::Events::Archive"
    assert {logical_id: made.owner for logical_id, made in named.assigned.items() if made.owner != "api"} == {
        "MyEventBusEventBus": "myEventBus",
        "MyEventBusArchive": "myEventBus",
        "StpPublicSubnet0": "Stp",
        "StpInnerVpcLink2VPC": "Stp",
        "ClashTopic": "clash",
        "QueueQueue": "special",
        "Mine": "cloudformation-Mine",
    }


def test_references_follow_the_new_ids() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    _function(stack, "api")
    assign_logical_ids(stack, stack_resources(stack), {}, {})
    resources: dict[str, Any] = template_of(stack)["Resources"]

    assert resources["ApiFunction"]["Properties"]["Role"] == {"Fn::GetAtt": ["ApiServiceRole", "Arn"]}
    assert resources["ApiFunction"]["DependsOn"] == ["ApiServiceRole"]
