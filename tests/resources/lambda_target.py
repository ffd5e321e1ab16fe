"""A target that is nothing but a Lambda function: enough to be started by rules and routes."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class LambdaTarget(Construct):
    """Fits `RuleTarget` and `RouteTarget`."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.function = lambda_.Function(
            self,
            "Default",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context): ..."),
        )
        self._integrations: dict[str, apigwv2.HttpRouteIntegration] = {}

    @property
    def rule_scope(self) -> Construct:
        return self

    def rule_target(
        self,
        *,
        input: events.RuleTargetInput | None = None,
        dead_letter_queue: sqs.IQueue | None = None,
        retry_attempts: int | None = None,
        max_event_age: cdk.Duration | None = None,
    ) -> events.IRuleTarget:
        return targets.LambdaFunction(
            self.function,
            event=input,
            dead_letter_queue=dead_letter_queue,
            retry_attempts=retry_attempts,
            max_event_age=max_event_age,
        )

    def route_integration(
        self, http_api: apigwv2.IHttpApi, *, payload_format: apigwv2.PayloadFormatVersion
    ) -> apigwv2.HttpRouteIntegration:
        path = http_api.node.path
        if path not in self._integrations:
            self._integrations[path] = integrations.HttpLambdaIntegration(
                "Integration",
                self.function,
                payload_format_version=payload_format,
                scope_permission_to_route=False,
            )
        return self._integrations[path]
