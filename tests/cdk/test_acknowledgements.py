"""What is acknowledged is named as cdk-nag names what it finds; `make nag` asks cdk-nag itself."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import (
    acknowledge,
    acknowledge_managed_policy,
    acknowledge_wildcards,
)
from tests.support import new_app


@pytest.fixture(scope="module")
def app() -> cdk.App:
    return new_app()


@pytest.fixture
def stack(app: cdk.App) -> cdk.Stack:
    return cdk.Stack(app, f"Demo{len(app.node.children)}")


def _acknowledged(construct: Construct) -> dict[str, Any]:
    """The reasons by the findings, without the name of the pack."""
    prefix = "AwsSolutions::AwsSolutions-"
    return {
        finding.removeprefix(prefix): reason
        for entry in construct.node.metadata
        if entry.type == cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY
        for finding, reason in entry.data.items()
    }


def _statement(*resources: str, **properties: Any) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=["s3:GetObject"], resources=list(resources), **properties)


def test_a_finding_is_acknowledged_with_its_reason(stack: cdk.Stack) -> None:
    acknowledge(stack, "SF1", "SF2", because="it is a test")

    assert _acknowledged(stack) == {"SF1": "it is a test", "SF2": "it is a test"}


@pytest.mark.parametrize(
    ("resource", "written"),
    [
        ("arn:aws:s3:::shop/*", "arn:aws:s3:::shop/*"),
        ("arn:aws:s3:::shop/${aws:username}/*", "arn:aws:s3:::shop/<aws:username>/*"),
        (f"arn:{cdk.Aws.PARTITION}:s3:::shop/*", "arn:<AWS::Partition>:s3:::shop/*"),
        (cdk.Fn.sub("arn:${AWS::Partition}:s3:::shop/*"), "arn:<AWS::Partition>:s3:::shop/*"),
        (f"{cdk.Fn.import_value('ShopArn')}/*", "ShopArn/*"),
        (
            f"arn:aws:s3:::{cdk.Fn.select(1, cdk.Fn.split('é', cdk.Aws.STACK_ID))}/*",
            'arn:aws:s3:::{"Fn::Select":[1,{"Fn::Split":["é",{"Ref":"AWS::StackId"}]}]}/*',
        ),
    ],
    ids=["text", "variable of IAM", "pseudo parameter", "Fn::Sub", "Fn::ImportValue", "Fn::Select"],
)
def test_a_wildcard_is_written_as_cdk_nag_writes_it(stack: cdk.Stack, resource: str, written: str) -> None:
    acknowledge_wildcards(stack, _statement(resource), because="it is a test")
    stack.node.validate()

    assert _acknowledged(stack) == {f"IAM5[Resource::{written}]": "it is a test"}


def test_wildcards_of_actions_are_acknowledged(stack: cdk.Stack) -> None:
    acknowledge_wildcards(
        stack, iam.PolicyStatement(actions=["s3:Get*", "s3:PutObject"], resources=["arn:aws:s3:::shop"]), because="why"
    )

    assert _acknowledged(stack) == {"IAM5[Action::s3:Get*]": "why"}


@pytest.mark.parametrize(
    "statement",
    [
        _statement("arn:aws:s3:::shop/orders"),
        _statement("arn:aws:s3:::shop/*", effect=iam.Effect.DENY),
        # Neither the CDK nor cdk-nag can name what it finds here.
        _statement("arn:aws:s3:::shop/a)*"),
        _statement("arn:aws:s3:::shop/a[*"),
    ],
    ids=["no wildcard", "a denial", "a bracket that is closed", "a bracket that is open"],
)
def test_nothing_is_acknowledged_of(stack: cdk.Stack, statement: iam.PolicyStatement) -> None:
    acknowledge_wildcards(stack, statement, because="it is a test")
    stack.node.validate()

    assert _acknowledged(stack) == {}


def test_a_resource_is_named_by_the_logical_id_that_it_gets_in_the_end(stack: cdk.Stack) -> None:
    queue = sqs.Queue(stack, "Queue")
    acknowledge_wildcards(stack, _statement(f"{queue.queue_arn}/*"), because="it is a test")
    assert isinstance(queue.node.default_child, sqs.CfnQueue)
    queue.node.default_child.override_logical_id("Jobs")

    stack.node.validate()

    assert _acknowledged(stack) == {"IAM5[Resource::<Jobs.Arn>/*]": "it is a test"}


@pytest.mark.parametrize("region", [None, "eu-west-1", "cn-north-1"])
def test_a_managed_policy_is_named_as_the_role_names_it(app: cdk.App, region: str | None) -> None:
    stack = cdk.Stack(app, f"Managed{region}", env=cdk.Environment(region=region))
    policy = iam.ManagedPolicy.from_aws_managed_policy_name("AWSXRayDaemonWriteAccess")
    role = iam.Role(stack, "Role", assumed_by=iam.AccountRootPrincipal(), managed_policies=[policy])

    acknowledge_managed_policy(role, policy, because="it is a test")

    named = "arn:<AWS::Partition>:iam::aws:policy/AWSXRayDaemonWriteAccess"
    assert _acknowledged(role) == {f"IAM4[Policy::{named}]": "it is a test"}
