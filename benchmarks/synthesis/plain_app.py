"""The shops of `constructs_app.py` by the CDK alone: `python -m benchmarks.synthesis.plain_app GROUPS OUTDIR`."""

from __future__ import annotations

import json
import sys
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from benchmarks.synthesis.inputs import CODE, synthesize

_ACCESS_LOG_FORMAT = json.dumps(
    {
        "requestId": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "requestTime": "$context.requestTime",
        "httpMethod": "$context.httpMethod",
        "routeKey": "$context.routeKey",
        "status": "$context.status",
        "protocol": "$context.protocol",
        "responseLength": "$context.responseLength",
    }
)


def _function(stack: cdk.Stack, id: str, environment: dict[str, str]) -> lambda_.Function:
    role = iam.Role(stack, f"{id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    log_group = logs.LogGroup(
        stack, f"{id}LogGroup", retention=logs.RetentionDays.THREE_MONTHS, removal_policy=cdk.RemovalPolicy.DESTROY
    )
    log_group.grant_write(role)
    return lambda_.Function(
        stack,
        id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_asset(CODE),
        memory_size=256,
        timeout=cdk.Duration.seconds(20),
        architecture=lambda_.Architecture.X86_64,
        environment=environment,
        role=role,
        log_group=log_group,
    )


def _shop(stack: cdk.Stack, number: int) -> None:
    bus = events.EventBus(stack, f"Bus{number}")
    environment = {"EVENT_NAME": "OrderPaid", f"STP_BUS{number}_ARN": bus.event_bus_arn}
    publisher = _function(stack, f"Publisher{number}", environment)
    policy = iam.Policy(stack, f"Publisher{number}Policy")
    policy.add_statements(iam.PolicyStatement(actions=["events:PutEvents"], resources=[bus.event_bus_arn]))
    assert publisher.role is not None
    policy.attach_to_role(publisher.role)
    consumer = _function(stack, f"Consumer{number}", {})
    events.Rule(
        stack,
        f"OrderPaid{number}",
        event_bus=bus,
        event_pattern=events.EventPattern(detail_type=["OrderPaid"]),
        targets=[targets.LambdaFunction(consumer)],
    )
    api = apigwv2.HttpApi(stack, f"Api{number}", create_default_stage=False)
    stage = apigwv2.HttpStage(stack, f"Api{number}Stage", http_api=api, auto_deploy=True)
    log_group = logs.LogGroup(
        stack,
        f"Api{number}LogGroup",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    # The L2 wants its format as an object of the module for REST APIs.
    resource = cast(apigwv2.CfnStage, stage.node.default_child)
    resource.access_log_settings = apigwv2.CfnStage.AccessLogSettingsProperty(
        destination_arn=log_group.log_group_arn, format=_ACCESS_LOG_FORMAT
    )
    cdk.CfnOutput(stack, f"Api{number}Url", value=api.api_endpoint)
    api.add_routes(
        path="/orders",
        methods=[apigwv2.HttpMethod.GET],
        integration=integrations.HttpLambdaIntegration(
            f"Api{number}Publisher", publisher, timeout=cdk.Duration.millis(20_500)
        ),
    )


def main(groups: int, outdir: str) -> None:
    """Synthesizes a stack of that many shops."""
    synthesize(_shop, groups, outdir)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
