"""Who may do what: the function, and those who invoke it or are connected to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.function.construct import Function
from tests.resources.synthesized import Synthesized
from tests.support import new_app, template_of


def _function(stack: cdk.Stack, id: str, **arguments: Any) -> Function:
    return Function(stack, id, packaging=LambdaPackage.inline("def handler(event, context): ..."), **arguments)


def _arn_of(name: str) -> dict[str, Any]:
    """The ARN of a function as it is built from the name, without a reference to the function."""
    parts = ["arn:", {"Ref": "AWS::Partition"}, ":lambda:", {"Ref": "AWS::Region"}, ":"]
    return {"Fn::Join": ["", [*parts, {"Ref": "AWS::AccountId"}, f":function:{name}"]]}


@pytest.fixture(scope="module")
def demo() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    queue = sqs.Queue(stack, "Queue")
    plain = _function(
        stack,
        "Plain",
        initial_policy=[iam.PolicyStatement(actions=["sqs:PurgeQueue"], resources=[queue.queue_arn])],
    )
    s3.Bucket(stack, "Bucket").grant_read(plain)
    plain.add_to_role_policy(iam.PolicyStatement(actions=["sns:Publish"], resources=["arn:aws:sns:::topic"]))
    live = _function(stack, "Live", provisioned_concurrent_executions=1)
    caller = _function(stack, "Caller")
    assert plain.grant_invoke(caller).success
    assert live.grant_invoke(caller).success
    plain.grant_invoke(iam.ServicePrincipal("s3.amazonaws.com"))
    # Each is connected to the other and to itself: a template with a cycle could not be made.
    ping = _function(stack, "Ping", function_name="demo-ping")
    pong = _function(stack, "Pong", function_name="demo-pong", connect_to=[ping])
    ping.connect_to(pong, ping)
    _function(stack, "Unnamed").connect_to(plain, ping, inject_environment=False)
    vpc = ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=0, restrict_default_security_group=False)
    isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    _function(stack, "Networked", vpc=vpc, vpc_subnets=isolated)
    _function(stack, "NetworkedByName", function_name="demo-networked", vpc=vpc, vpc_subnets=isolated)
    return Synthesized.of(stack)


@pytest.fixture
def stack() -> cdk.Stack:
    return cdk.Stack(new_app(), "Fresh")


def _allowed(demo: Synthesized, function: str, resource: Any) -> set[str]:
    """What a function may do with exactly one resource."""
    return {
        action
        for statement in demo.statements_of(f"{function}/Role")
        if statement["Resource"] == resource and statement["Effect"] == "Allow"
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }


def _invoked(demo: Synthesized, function: str) -> list[Any]:
    """What a function may invoke."""
    return [
        resource
        for statement in demo.statements_of(f"{function}/Role")
        if statement["Action"] == "lambda:InvokeFunction"
        for resource in (statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]])
    ]


def test_a_grant_of_another_resource_reaches_the_role(demo: Synthesized) -> None:
    bucket = [demo.arn("Bucket"), {"Fn::Join": ["", [demo.arn("Bucket"), "/*"]]}]

    assert _allowed(demo, "Plain", bucket) == {"s3:GetObject*", "s3:GetBucket*", "s3:List*"}


def test_a_statement_reaches_the_role(demo: Synthesized) -> None:
    assert _allowed(demo, "Plain", "arn:aws:sns:::topic") == {"sns:Publish"}


def test_a_function_waits_for_the_statements_it_has_from_the_beginning(demo: Synthesized) -> None:
    assert _allowed(demo, "Plain", demo.arn("Queue")) == {"sqs:PurgeQueue"}
    assert demo.logical_id("Plain/Role/DefaultPolicy") in demo.resource("Plain")["DependsOn"]


def test_to_be_allowed_to_invoke_is_to_be_allowed_that_function_or_alias_alone(demo: Synthesized) -> None:
    assert _invoked(demo, "Caller") == [
        demo.arn("Plain"),
        {"Fn::Join": ["", [demo.arn("Plain"), ":$LATEST"]]},
        demo.ref("Live/StpAlias"),
    ]


def test_a_service_that_may_invoke_has_a_permission(demo: Synthesized) -> None:
    assert demo.of_type("AWS::Lambda::Permission") == [
        {
            "Action": "lambda:InvokeFunction",
            "FunctionName": demo.arn("Plain"),
            "Principal": "s3.amazonaws.com",
        }
    ]


def test_functions_that_are_connected_to_each_other_are_told_arns_that_are_built_from_names(
    demo: Synthesized,
) -> None:
    assert demo.properties("Ping")["Environment"]["Variables"] == {
        "STP_PING_ARN": _arn_of("demo-ping"),
        "STP_PING_LOG_GROUP_ARN": demo.arn("Ping/LogGroup"),
        "STP_PONG_ARN": _arn_of("demo-pong"),
        "STP_PONG_LOG_GROUP_ARN": demo.arn("Pong/LogGroup"),
    }
    assert demo.properties("Pong")["Environment"]["Variables"] == {
        "STP_PING_ARN": _arn_of("demo-ping"),
        "STP_PING_LOG_GROUP_ARN": demo.arn("Ping/LogGroup"),
    }


def test_who_is_connected_may_invoke_that_function_alone(demo: Synthesized) -> None:
    assert _invoked(demo, "Pong") == [_arn_of("demo-ping")]
    assert _invoked(demo, "Ping") == [_arn_of("demo-ping"), _arn_of("demo-pong")]


def test_a_connection_without_variables_gives_access_alone(demo: Synthesized) -> None:
    assert _invoked(demo, "Unnamed") == [demo.arn("Plain"), _arn_of("demo-ping")]
    assert "Environment" not in demo.properties("Unnamed")


def test_a_function_without_a_name_tells_the_arn_that_it_gets(demo: Synthesized) -> None:
    plain = cast(Function, demo.find("Plain"))

    assert demo.stack.resolve(plain.connect_variables) == demo.stack.resolve(plain.parameters)


def test_functions_that_are_granted_each_other_are_refused_as_any_cycle_is(stack: cdk.Stack) -> None:
    ping = _function(stack, "Ping", function_name="demo-ping")
    pong = _function(stack, "Pong", function_name="demo-pong")
    ping.grant_invoke(pong)
    pong.grant_invoke(ping)

    with pytest.raises(RuntimeError, match="dependency cycle"):
        template_of(stack)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {},
            "its arn is only known once it exists; give it a function_name, or connect it with "
            "inject_environment=False",
        ),
        (
            {"function_name": "demo", "url": lambda_.FunctionUrlOptions()},
            "its url is only known once it exists; read the address from the request, or connect it with "
            "inject_environment=False",
        ),
    ],
)
def test_a_function_cannot_be_told_about_itself_what_is_not_known_before(
    stack: cdk.Stack, arguments: Mapping[str, Any], sentence: str
) -> None:
    function = _function(stack, "Echo", **arguments)

    with pytest.raises(InvalidArgumentError) as caught:
        function.connect_to(function)

    assert str(caught.value) == f"Fresh/Echo: connect_to must not hold the function itself: {sentence}"


def test_lambda_may_put_a_function_into_its_vpc(demo: Synthesized) -> None:
    assert _allowed(demo, "Networked", "*") == {
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    }
    assert "ManagedPolicyArns" not in demo.properties("Networked/Role")
    network = demo.properties("Networked")["VpcConfig"]
    assert len(network["SubnetIds"]) == 2
    assert network["SecurityGroupIds"] == [
        {"Fn::GetAtt": [demo.logical_id("Networked/Default/SecurityGroup"), "GroupId"]}
    ]


def test_the_description_of_a_security_group_does_not_change_with_its_place_in_the_app(demo: Synthesized) -> None:
    group = demo.properties("Networked/Default/SecurityGroup")

    assert group["GroupDescription"] == "Security group of a Lambda function"


@pytest.mark.parametrize("name", ["Networked", "NetworkedByName"])
def test_the_code_of_a_function_in_a_vpc_cannot_change_network_interfaces(demo: Synthesized, name: str) -> None:
    arn = demo.arn(name) if name == "Networked" else _arn_of("demo-networked")

    denied = [s for s in demo.statements_of(f"{name}/Role") if s["Effect"] == "Deny"]

    assert len(denied) == 1
    assert set(denied[0]["Action"]) == {*_allowed(demo, name, "*"), "ec2:DetachNetworkInterface"}
    assert denied[0]["Resource"] == "*"
    assert denied[0]["Condition"] == {"ArnEquals": {"lambda:SourceFunctionArn": arn}}
