"""What rules and routes make of a function: the one of this app, and an imported one."""

from __future__ import annotations

from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.function.base import FunctionBase
from stacktape_constructs.resources.function.construct import Function
from tests.support import new_app, template_of

V1 = apigwv2.PayloadFormatVersion.VERSION_1_0
V2 = apigwv2.PayloadFormatVersion.VERSION_2_0


def _function(stack: cdk.Stack, id: str, **arguments: Any) -> Function:
    return Function(stack, id, packaging=LambdaPackage.inline("def handler(event, context): ..."), **arguments)


def _route(
    api: apigwv2.IHttpApi, id: str, function: FunctionBase, payload_format: apigwv2.PayloadFormatVersion = V1
) -> None:
    apigwv2.HttpRoute(
        cast(apigwv2.HttpApi, api),
        id,
        http_api=api,
        route_key=apigwv2.HttpRouteKey.with_(f"/{id.lower()}", apigwv2.HttpMethod.GET),
        integration=function.route_integration(api, payload_format=payload_format),
    )


class Demo:
    """One stack with functions behind routes and rules, synthesized once."""

    def __init__(self) -> None:
        self.app = new_app()
        self.stack = cdk.Stack(self.app, "Demo")
        self.other_stack = cdk.Stack(self.app, "Other")
        stack = self.stack
        self.api = apigwv2.HttpApi(stack, "Shop")
        self.other_api = apigwv2.HttpApi(self.other_stack, "Portal")
        orders = _function(stack, "Orders")
        _route(self.api, "First", orders)
        _route(self.api, "Second", orders)
        _route(self.api, "Third", orders, V2)
        _route(self.other_api, "Fourth", orders)
        self.orders = orders
        live = _function(stack, "Live", provisioned_concurrent_executions=1, timeout=cdk.Duration.minutes(5))
        _route(self.api, "Fifth", live)
        unknown_timeout = cdk.Duration.seconds(cdk.CfnParameter(stack, "T", type="Number").value_as_number)
        _route(self.api, "Sixth", _function(stack, "Tokens", timeout=unknown_timeout))
        imported = Function.from_function_name(stack, "Imported", "elsewhere")
        _route(self.api, "Seventh", imported)
        queue = sqs.Queue(stack, "Dlq")
        for function in (live, imported):
            events.Rule(
                function.rule_scope,
                "Event0",
                schedule=events.Schedule.rate(cdk.Duration.hours(1)),
                targets=[
                    function.rule_target(
                        input=events.RuleTargetInput.from_object({"a": 1}),
                        dead_letter_queue=queue,
                        retry_attempts=2,
                        max_event_age=cdk.Duration.minutes(5),
                    )
                ],
            )
        self.resources = template_of(stack)["Resources"]
        self.other_resources = template_of(self.other_stack)["Resources"]

    def of_type(self, kind: str, resources: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
        """Properties by the part of the logical id before its hash."""
        return {
            name[:-8]: resource["Properties"]
            for name, resource in (self.resources if resources is None else resources).items()
            if resource["Type"] == kind
        }


@pytest.fixture(scope="module")
def demo() -> Demo:
    return Demo()


def test_all_routes_of_an_api_share_one_integration(demo: Demo) -> None:
    routes = demo.of_type("AWS::ApiGatewayV2::Route")

    assert routes["ShopFirst"]["Target"] == routes["ShopSecond"]["Target"]
    integration = demo.of_type("AWS::ApiGatewayV2::Integration")["ShopFirstIntegration"]
    assert integration["IntegrationType"] == "AWS_PROXY"
    assert integration["PayloadFormatVersion"] == "1.0"
    assert integration["TimeoutInMillis"] == 20_500


def test_another_payload_format_is_another_integration(demo: Demo) -> None:
    integrations = demo.of_type("AWS::ApiGatewayV2::Integration")

    assert integrations["ShopThirdIntegration"]["PayloadFormatVersion"] == "2.0"


def test_the_same_integration_is_returned_for_a_second_route(demo: Demo) -> None:
    integration = demo.orders.route_integration(demo.api, payload_format=V1)

    assert integration is demo.orders.route_integration(demo.api, payload_format=V1)
    assert integration is not demo.orders.route_integration(demo.other_api, payload_format=V1)


def test_one_permission_covers_all_routes_of_an_api_the_default_route_too(demo: Demo) -> None:
    permission = demo.of_type("AWS::Lambda::Permission")["OrdersShopPermission"]

    assert permission["Principal"] == "apigateway.amazonaws.com"
    assert permission["Action"] == "lambda:InvokeFunction"
    # `<api>/*/*/*` would not fit `<api>/<stage>/$default`.
    assert permission["SourceArn"]["Fn::Join"][1][-1] == "/*/*"
    assert permission["SourceArn"]["Fn::Join"][1][-2]["Ref"].startswith("Shop")


def test_a_long_running_function_is_waited_for_as_long_as_api_gateway_can(demo: Demo) -> None:
    assert demo.of_type("AWS::ApiGatewayV2::Integration")["ShopFifthIntegration"]["TimeoutInMillis"] == 29_000


@pytest.mark.parametrize("name", ["ShopSixthIntegration", "ShopSeventhIntegration"])
def test_an_unknown_timeout_leaves_that_of_api_gateway_in_force(demo: Demo, name: str) -> None:
    assert "TimeoutInMillis" not in demo.of_type("AWS::ApiGatewayV2::Integration")[name]


def test_an_api_in_another_stack_has_the_integration_and_the_permission_there(demo: Demo) -> None:
    permissions = demo.of_type("AWS::Lambda::Permission", demo.other_resources)

    assert permissions.keys() == {"PortalFourthPermission"}
    assert "PortalFourthIntegration" in demo.of_type("AWS::ApiGatewayV2::Integration", demo.other_resources)
    assert demo.other_stack.dependencies == [demo.stack]
    assert demo.stack.dependencies == []


def test_with_an_alias_routes_and_rules_invoke_the_alias(demo: Demo) -> None:
    alias = next(name for name in demo.resources if name.startswith("LiveStpAlias"))

    integration = demo.of_type("AWS::ApiGatewayV2::Integration")["ShopFifthIntegration"]
    assert integration["IntegrationUri"] == {"Ref": alias}
    assert demo.of_type("AWS::Lambda::Permission")["LiveShopPermission"]["FunctionName"] == {"Ref": alias}
    assert demo.of_type("AWS::Events::Rule")["LiveEvent0"]["Targets"][0]["Arn"] == {"Ref": alias}


def test_a_rule_target_has_what_it_is_given(demo: Demo) -> None:
    target = demo.of_type("AWS::Events::Rule")["LiveEvent0"]["Targets"][0]

    assert target["Input"] == '{"a":1}'
    assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 300, "MaximumRetryAttempts": 2}
    assert target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0].startswith("Dlq")


def test_a_rule_may_invoke_its_target(demo: Demo) -> None:
    rule = next(name for name in demo.resources if name.startswith("LiveEvent0") and "Allow" not in name)
    sources = [
        permission["SourceArn"]
        for permission in demo.of_type("AWS::Lambda::Permission").values()
        if permission["Principal"] == "events.amazonaws.com"
    ]

    assert {"Fn::GetAtt": [rule, "Arn"]} in sources


def test_an_imported_function_of_this_account_gets_its_permissions(demo: Demo) -> None:
    permissions = demo.of_type("AWS::Lambda::Permission")

    assert permissions["ImportedShopPermission"]["FunctionName"]["Fn::Join"][1][-1] == ":function:elsewhere"
    assert len([name for name in permissions if name.startswith("ImportedEvent0")]) == 1


def test_one_can_connect_to_an_imported_function() -> None:
    stack = cdk.Stack(new_app(), "Fresh")
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:billing"
    billing = Function.from_function_arn(stack, "Billing", arn)

    caller = _function(stack, "Caller", connect_to=[billing])

    assert billing.parameters == {"arn": arn}
    assert billing.function_name == "billing"
    resources = template_of(stack)["Resources"].values()
    policy = next(r for r in resources if "Policy" in r["Type"] and "lambda:" in str(r))
    assert policy["Properties"]["PolicyDocument"]["Statement"] == [
        {"Action": "lambda:InvokeFunction", "Effect": "Allow", "Resource": arn}
    ]
    function = next(r for r in resources if r["Type"] == "AWS::Lambda::Function")
    assert function["Properties"]["Environment"] == {"Variables": {"STP_BILLING_ARN": arn}}
    assert caller.node.try_find_child("ConnectToPolicy") is not None


def test_invoking_an_imported_function_can_be_granted() -> None:
    stack = cdk.Stack(new_app(), "Fresh")
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:billing"

    Function.from_function_arn(stack, "Billing", arn).grant_invoke(_function(stack, "Caller"))

    statements = [
        statement
        for resource in template_of(stack)["Resources"].values()
        if resource["Type"] == "AWS::IAM::Policy"
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
    ]
    assert {"Action": "lambda:InvokeFunction", "Effect": "Allow", "Resource": arn} in statements


@pytest.mark.parametrize(("same_environment", "permissions"), [(True, 1), (False, 0)])
def test_a_permission_is_only_added_to_a_function_of_this_account(same_environment: bool, permissions: int) -> None:
    stack = cdk.Stack(new_app(), "Fresh")
    billing = Function.from_function_arn(
        stack,
        "Billing",
        "arn:aws:lambda:eu-west-1:123456789012:function:billing",
        same_environment=same_environment,
    )

    _route(apigwv2.HttpApi(stack, "Shop"), "First", billing)

    kinds = [resource["Type"] for resource in template_of(stack)["Resources"].values()]
    assert kinds.count("AWS::Lambda::Permission") == permissions


@pytest.mark.parametrize(
    "arn",
    [
        "billing",
        "arn:aws:sqs:eu-west-1:123456789012:billing",
        "arn:aws:lambda:eu-west-1:123456789012:function:billing:live",
    ],
)
def test_what_is_no_arn_of_a_function_is_refused(arn: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Function.from_function_arn(cdk.Stack(new_app(), "Fresh"), "Billing", arn)

    assert str(caught.value) == (
        "Fresh/Billing: function_arn must be 'arn:<partition>:lambda:<region>:<account>:function:<name>', "
        f"without a version or alias, got '{arn}'"
    )


def test_an_arn_that_is_only_known_at_deploy_passes() -> None:
    stack = cdk.Stack(new_app(), "Fresh")
    arn = cdk.CfnParameter(stack, "Arn").value_as_string

    function = Function.from_function_arn(stack, "Billing", arn)

    assert stack.resolve(function.function_arn) == {"Ref": "Arn"}


def test_an_arn_in_the_place_of_a_name_is_refused() -> None:
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:billing"

    with pytest.raises(InvalidArgumentError) as caught:
        Function.from_function_name(cdk.Stack(new_app(), "Fresh"), "Billing", arn)

    assert str(caught.value) == (
        f"Fresh/Billing: function_name must be a name, got the ARN '{arn}'; use Function.from_function_arn"
    )
