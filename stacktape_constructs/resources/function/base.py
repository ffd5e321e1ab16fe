"""What every function can do, whether this app made it or not."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.constants import milliseconds
from stacktape_constructs.cdk.exact_statement import exact_statement
from stacktape_constructs.cdk.placed_construct import PlacedConstruct, path_of
from stacktape_constructs.cdk.stack_values import values_of
from stacktape_constructs.resources.function.route_integration import FunctionIntegration

_MAX_INTEGRATION_MILLISECONDS = 29_000
# API Gateway waits this much longer than the function may take, so that the function's own timeout
# is what ends a call.
_INTEGRATION_GRACE_MILLISECONDS = 500


class FunctionBase(PlacedConstruct):
    """A Lambda function: the part that `Function` and its `from_...` methods have in common.

    It is the type of a function that may be of another app.

    Attributes:
        function: the function as CDK knows it.

    Example:
        ```python
        from stacktape_constructs import EventBus, Function, FunctionBase

        def called_for_refunds(function: FunctionBase) -> None:
            EventBus.from_default_event_bus(stack, "Default").add_rule(
                "Refund", target=function, pattern={"source": ["shop.refunds"]}
            )

        called_for_refunds(Function.from_function_name(stack, "Refunds", "refunds"))
        ```
    """

    function: lambda_.IFunction

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._integrations: dict[tuple[str, str], FunctionIntegration] = {}
        self._timeout_milliseconds: float | None = None

    @property
    def function_arn(self) -> str:
        """The function's ARN, without a version or alias."""
        return self.function.function_arn

    @property
    def function_name(self) -> str:
        """The function's name."""
        return self.function.function_name

    @property
    def parameters(self) -> Mapping[str, str]:
        """What `$ResourceParam` can read: `arn`."""
        return {"arn": self.function_arn}

    @property
    def connect_variables(self) -> Mapping[str, str]:
        """What a consumer that is connected to the function is told: its parameters."""
        return self.parameters

    def connect_statements(self) -> Sequence[iam.PolicyStatement]:
        """The access that a connection gives: to invoke the function by its name."""
        return [exact_statement(actions=["lambda:InvokeFunction"], resources=[self.connect_variables["arn"]])]

    @checks_kinds()
    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allows a principal to invoke the function, and none of its versions and aliases."""
        # CDK's own grant_invoke also names `<arn>:*`, all versions and aliases.
        return self.function.grant_invoke_latest_version(grantee)

    @property
    def rule_scope(self) -> Construct:
        """The scope of EventBridge rules that invoke the function: the function's own."""
        return self

    def rule_target(
        self,
        *,
        input: events.RuleTargetInput | None = None,
        dead_letter_queue: sqs.IQueue | None = None,
        retry_attempts: int | None = None,
        max_event_age: cdk.Duration | None = None,
    ) -> events.IRuleTarget:
        """The function as the target of an EventBridge rule.

        Args:
            input: what the function gets. Default: the whole event.
            dead_letter_queue: where events go that could not be handed to the function.
            retry_attempts: how often EventBridge tries. Default: 185 times.
            max_event_age: how long EventBridge tries. Default: a day.
        """
        # Loads the modules of all services that can be targets: nothing for apps without rules.
        from aws_cdk import aws_events_targets as targets

        target = targets.LambdaFunction(
            self._invoked,
            event=input,
            dead_letter_queue=dead_letter_queue,
            retry_attempts=retry_attempts,
            max_event_age=max_event_age,
        )
        return cast(events.IRuleTarget, target)

    def route_integration(
        self, http_api: apigwv2.IHttpApi, *, payload_format: apigwv2.PayloadFormatVersion
    ) -> apigwv2.HttpRouteIntegration:
        """The function behind routes of an HTTP API: one integration for all of them.

        API Gateway waits half a second longer than the function may take, and 29 seconds at most.

        Args:
            http_api: the API of the routes.
            payload_format: what the function is sent; another format is another integration.
        """
        key = (path_of(http_api), _version(payload_format))
        if key not in self._integrations:
            self._integrations[key] = FunctionIntegration(
                http_api,
                self._invoked,
                function_scope=self,
                function_stack=self.stack,
                permitted=any(api == key[0] for api, _ in self._integrations),
                payload_format=payload_format,
                timeout=_integration_timeout(self._timeout_milliseconds),
            )
        return self._integrations[key]

    @property
    def _invoked(self) -> lambda_.IFunction:
        """What triggers invoke."""
        return self.function


@functools.lru_cache
def _version(payload_format: apigwv2.PayloadFormatVersion) -> str:
    return payload_format.version


def arn_of_name(stack: cdk.Stack, function_name: str) -> str:
    """The ARN that a function of this name has in the account and region of a stack."""
    return values_of(stack).arn("lambda", f"function:{function_name}")


def _integration_timeout(timeout_milliseconds: float | None) -> cdk.Duration | None:
    if timeout_milliseconds is None:
        return None
    return milliseconds(min(timeout_milliseconds + _INTEGRATION_GRACE_MILLISECONDS, _MAX_INTEGRATION_MILLISECONDS))
