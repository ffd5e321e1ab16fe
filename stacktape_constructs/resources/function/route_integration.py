"""What calls a function for routes of one HTTP API."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

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
        payload_format: apigwv2.PayloadFormatVersion,
        timeout: cdk.Duration | None,
    ) -> None:
        """Prepares what CDK makes as soon as a route uses it.

        Args:
            http_api: the API of the routes.
            function: what is called.
            function_scope: where the permission goes, unless the routes are in another stack.
            payload_format: what the function is sent.
            timeout: how long API Gateway waits. Default: 30 seconds.
        """
        super().__init__(INTEGRATION_ID)
        self._http_api = http_api
        self._function = function
        self._function_scope = function_scope
        self._payload_format = payload_format
        self._timeout = timeout

    def bind(self, *, route: apigwv2.IHttpRoute, scope: Construct) -> apigwv2.HttpRouteIntegrationConfig:
        """Called by CDK once, for the first route."""
        self._permit(scope)
        return apigwv2.HttpRouteIntegrationConfig(
            type=apigwv2.HttpIntegrationType.AWS_PROXY,
            uri=self._function.function_arn,
            payload_format_version=self._payload_format,
            timeout=self._timeout,
        )

    def _permit(self, route_scope: Construct) -> None:
        route_stack = cdk.Stack.of(route_scope)
        function_stack = cdk.Stack.of(self._function_scope)
        if route_stack.node.path == function_stack.node.path:
            scope, id = self._function_scope, f"{self._api_name(route_stack)}Permission"
        else:
            # The integration refers to the function, so the function's stack must not refer back.
            scope, id = route_scope, "Permission"
        if scope.node.try_find_child(id) is not None:
            return  # of the integration with another payload format
        self._function.add_permission(
            id,
            scope=scope,
            principal=iam.ServicePrincipal("apigateway.amazonaws.com"),
            source_arn=route_stack.format_arn(
                service="execute-api", resource=self._http_api.api_id, resource_name="*/*"
            ),
        )

    def _api_name(self, stack: cdk.Stack) -> str:
        path = self._http_api.node.path.removeprefix(f"{stack.node.path}/")
        return "-".join(part for part in path.split("/") if part not in _SILENT_IDS)
