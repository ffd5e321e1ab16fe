"""How calls get to a function and what becomes of them: alias, URL and destinations."""

from __future__ import annotations

from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.function.construct import Function
from tests.resources.synthesized import Synthesized
from tests.support import new_app


def _function(stack: cdk.Stack, id: str, **arguments: Any) -> Function:
    return Function(stack, id, packaging=LambdaPackage.inline("def handler(event, context): ..."), **arguments)


@pytest.fixture(scope="module")
def demo() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    queue = sqs.Queue(stack, "Queue")
    _function(
        stack,
        "Live",
        provisioned_concurrent_executions=2,
        on_success=destinations.SqsDestination(queue),
        url=lambda_.FunctionUrlOptions(auth_type=lambda_.FunctionUrlAuthType.NONE),
    )
    _function(
        stack,
        "Private",
        on_failure=destinations.SqsDestination(queue),
        url=lambda_.FunctionUrlOptions(
            cors=lambda_.FunctionUrlCorsOptions(allowed_origins=["https://example.com"]),
            invoke_mode=lambda_.InvokeMode.RESPONSE_STREAM,
        ),
    )
    return Synthesized.of(stack)


def test_provisioned_instances_stand_behind_an_alias_of_the_newest_version(demo: Synthesized) -> None:
    # CDK puts a hash of the function into the version's logical id, so that each change makes a new one.
    resources = demo.template["Resources"]
    (version,) = (name for name, resource in resources.items() if resource["Type"] == "AWS::Lambda::Version")

    assert demo.properties("Live/StpAlias") == {
        "FunctionName": demo.ref("Live"),
        "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
        "Name": "stp-live",
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 2},
    }
    assert resources[version]["Properties"] == {"FunctionName": demo.ref("Live")}


def test_without_provisioned_instances_there_is_no_alias(demo: Synthesized) -> None:
    private = cast(Function, demo.find("Private"))

    assert private.alias is None
    assert len(demo.of_type("AWS::Lambda::Alias")) == 1


def test_failed_calls_go_to_their_destination(demo: Synthesized) -> None:
    assert demo.properties("Private/Default/EventInvokeConfig") == {
        "DestinationConfig": {"OnFailure": {"Destination": demo.arn("Queue")}},
        "FunctionName": demo.ref("Private"),
        "Qualifier": "$LATEST",
    }
    assert {
        "Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
        "Effect": "Allow",
        "Resource": demo.arn("Queue"),
    } in demo.statements_of("Private/Role")


def test_destinations_hold_for_callers_of_the_alias_and_of_the_function(demo: Synthesized) -> None:
    of_function = demo.properties("Live/Default/EventInvokeConfig")
    of_alias = demo.properties("Live/StpAlias/EventInvokeConfig")

    assert of_function["Qualifier"] == "$LATEST"
    assert of_alias["Qualifier"] == {"Fn::Select": [7, {"Fn::Split": [":", demo.ref("Live/StpAlias")]}]}
    assert of_function["DestinationConfig"] == {"OnSuccess": {"Destination": demo.arn("Queue")}}
    assert of_alias["DestinationConfig"] == of_function["DestinationConfig"]


def test_a_public_url_calls_the_alias_and_everybody_may_use_it(demo: Synthesized) -> None:
    assert demo.properties("Live/Url") == {
        "AuthType": "NONE",
        "Qualifier": "stp-live",
        "TargetFunctionArn": demo.arn("Live"),
    }
    assert demo.of_type("AWS::Lambda::Permission") == [
        {
            "Action": "lambda:InvokeFunctionUrl",
            "FunctionName": demo.ref("Live/StpAlias"),
            "FunctionUrlAuthType": "NONE",
            "Principal": "*",
        },
        {
            "Action": "lambda:InvokeFunction",
            "FunctionName": demo.ref("Live/StpAlias"),
            "InvokedViaFunctionUrl": True,
            "Principal": "*",
        },
    ]


def test_a_url_asks_for_iam_access_unless_told_otherwise(demo: Synthesized) -> None:
    assert demo.properties("Private/Url") == {
        "AuthType": "AWS_IAM",
        "Cors": {"AllowMethods": ["*"], "AllowOrigins": ["https://example.com"]},
        "InvokeMode": "RESPONSE_STREAM",
        "TargetFunctionArn": demo.arn("Private"),
    }


def test_the_address_is_a_parameter(demo: Synthesized) -> None:
    private = cast(Function, demo.find("Private"))

    assert demo.stack.resolve(private.parameters["url"]) == {
        "Fn::GetAtt": [demo.logical_id("Private/Url"), "FunctionUrl"]
    }


def test_the_constructs_have_the_ids_that_stacktapes_logical_ids_are_made_of(demo: Synthesized) -> None:
    paths = {
        child.node.path.removeprefix("Demo/"): child.cfn_resource_type
        for child in demo.find("Live").node.find_all()
        if isinstance(child, cdk.CfnResource)
    }

    assert paths == {
        "Live/Role/Resource": "AWS::IAM::Role",
        "Live/Role/DefaultPolicy/Resource": "AWS::IAM::Policy",
        "Live/LogGroup/Resource": "AWS::Logs::LogGroup",
        "Live/Default/Resource": "AWS::Lambda::Function",
        "Live/Default/CurrentVersion/Resource": "AWS::Lambda::Version",
        "Live/Default/EventInvokeConfig/Resource": "AWS::Lambda::EventInvokeConfig",
        "Live/StpAlias/Resource": "AWS::Lambda::Alias",
        "Live/StpAlias/EventInvokeConfig/Resource": "AWS::Lambda::EventInvokeConfig",
        "Live/StpAlias/invoke-function-url": "AWS::Lambda::Permission",
        "Live/StpAlias/invoke-function": "AWS::Lambda::Permission",
        "Live/Url/Resource": "AWS::Lambda::Url",
    }
