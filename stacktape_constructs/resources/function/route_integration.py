"""What calls a function for routes of one HTTP API."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.cdk.constants import service_principal
from stacktape_constructs.cdk.http_apis import api_id_of
from stacktape_constructs.cdk.placed_construct import path_of, stack_of
from stacktape_constructs.cdk.stack_values import values_of

#: Id of the integration in the route that used it first.
INTEGRATION_ID = "Integration"

_SILENT_IDS = ("Default", "Resource")


class FunctionIntegration(apigwv2.HttpRouteIntegration):
    """One integration and one permission for all routes of an API that call a function.

    CDK's own `HttpLambdaIntegration` makes a permission per route, and many of these overflow the
    20 KB of a function's policy. Its `scope_permission_to_route=False` makes one for `<api>/*/*/*`,
    which does not fit the `$default` route: that one calls as `<api>/<stage>/$default`.
    """

    def __init__(
        self,
        http_api: apigwv2.IHttpApi,
        function: lambda_.IFunction,
        *,
        function_scope: Construct,
        function_stack: cdk.Stack,
        permitted: bool,
        payload_format: apigwv2.PayloadFormatVersion,
        timeout: cdk.Duration | None,
    ) -> None:
        """Prepares what CDK makes as soon as a route uses it.

        Args:
            http_api: the API of the routes.
            function: what is called.
            function_scope: where the permission goes, unless the API is in another stack.
            function_stack: the stack of that.
            permitted: whether the API may call the function already, by an integration with another payload format.
            payload_format: what the function is sent.
            timeout: how long API Gateway waits. Default: 30 seconds.
        """
        super().__init__(INTEGRATION_ID)
        self._http_api = http_api
        self._function = function
        self._function_scope = function_scope
        self._function_stack = function_stack
        self._permitted = permitted
        self._payload_format = payload_format
        self._timeout = timeout

    def bind(self, *, route: apigwv2.IHttpRoute, scope: Construct) -> apigwv2.HttpRouteIntegrationConfig:
        """Called by CDK once, for the first route."""
        if not self._permitted:
            self._permit(scope)
        return apigwv2.HttpRouteIntegrationConfig(
            type=apigwv2.HttpIntegrationType.AWS_PROXY,
            uri=self._function.function_arn,
            payload_format_version=self._payload_format,
            timeout=self._timeout,
        )

    def _permit(self, route_scope: Construct) -> None:
        stack = stack_of(self._http_api)
        if stack is self._function_stack:
            scope, id = self._function_scope, f"{self._api_name(stack)}Permission"
        else:
            # The integration refers to the function, so the function's stack must not refer back to the API.
            scope, id = route_scope, "Permission"
        self._function.add_permission(
            id,
            scope=scope,
            principal=service_principal("apigateway.amazonaws.com"),
            source_arn=values_of(stack).arn("execute-api", f"{api_id_of(self._http_api)}/*/*"),
        )

    def _api_name(self, stack: cdk.Stack) -> str:
        path = path_of(self._http_api).removeprefix(f"{values_of(stack).path}/")
        return "-".join(part for part in path.split("/") if part not in _SILENT_IDS)
