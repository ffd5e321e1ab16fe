"""The event `http-api-gateway`: a route that calls a workload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, cast

import attrs
import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from constructs import IConstruct

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.acknowledgements import acknowledge
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.function.construct import Function
from stacktape_constructs.resources.function.route_integration import INTEGRATION_ID
from stacktape_constructs.resources.http_api_gateway.config import PAYLOAD_FORMATS
from stacktape_constructs.resources.http_api_gateway.construct import HttpApi
from stacktape_constructs.resources.http_api_gateway.route_key import RouteKey
from stacktape_constructs.resources.resource_type import EventConsumer, EventPlace, EventType
from stacktape_constructs.resources.shared_scope import SHARED_SCOPE_ID
from stacktape_constructs.source import Position

_AUTHORIZATION = ("$request.header.Authorization",)


@attrs.frozen(kw_only=True)
class LambdaAuthorizer(Block):
    """A function that decides who may call."""

    TYPE = "lambda"

    function_name: str = prop("Name of the function's resource.", refers_to="function")
    iam_response: bool = prop("The function answers with an IAM policy instead of true or false.", default=False)
    identity_sources: tuple[str, ...] = prop("Where the caller's identity is found.", default=())
    cache_result_seconds: int = prop("Seconds an answer is kept.", default=0, minimum=0, maximum=3600)

    def faults(self) -> Iterable[tuple[Position, str]]:
        """An answer can only be kept for an identity."""
        if self.cache_result_seconds and not self.identity_sources:
            yield (
                self.position_of("cache_result_seconds"),
                "'cacheResultSeconds' needs 'identitySources', for an answer is kept per identity",
            )


@attrs.frozen(kw_only=True)
class CognitoAuthorizer(Block):
    """Lets those call who are signed in to a user pool."""

    TYPE = "cognito"

    user_pool_name: str = prop("Name of the user pool's resource.", refers_to="user-auth-pool")
    identity_sources: tuple[str, ...] = prop("Where the caller's token is found.", default=_AUTHORIZATION)


def _authorizers() -> Mapping[str, type[Block]]:
    return {block.TYPE: block for block in (CognitoAuthorizer, LambdaAuthorizer)}


@attrs.frozen(kw_only=True)
class HttpApiEvent(Block):
    """Calls the workload for each request to a route."""

    TYPE = "http-api-gateway"

    http_api_gateway_name: str = prop("Name of the API's resource.", refers_to="http-api-gateway")
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"] = prop(
        "Method of the request; `*` is any."
    )
    path: str = prop("Path of the request, such as `/items/{id}` or `/{proxy+}`; `*` is what no other route has.")
    authorizer: Block | None = prop("Who may call.", default=None, variants=_authorizers)
    payload_format: Literal["1.0", "2.0"] | None = prop(
        "What a function is sent; without it, what the API says.", default=None
    )

    def faults(self) -> Iterable[tuple[Position, str]]:
        """A route is a method and a path that API Gateway can have together."""
        for argument, problem in RouteKey(self.method, self.path).faults():
            yield self.position_of(argument), f"'{argument}' {problem}"


def _trigger(context: BuildContext, consumer: EventConsumer, event: HttpApiEvent, place: EventPlace) -> None:
    api = cast(HttpApi, context.resource(event.http_api_gateway_name))
    api_name = pascal_case(event.http_api_gateway_name)
    key = RouteKey(event.method, event.path)
    authorizer = _authorizer(context, event, key, place)
    route = api.add_route(
        method=event.method,
        path=event.path,
        target=consumer,
        authorizer=authorizer,
        payload_format=None if event.payload_format is None else PAYLOAD_FORMATS[event.payload_format],
    )
    if authorizer is None:
        acknowledge(route, "APIG4", because="the config gives this route no authorizer: everybody may call it")
    # As Stacktape names them: StpMyHttpApiGetBudgetAnalysisRoute, MyFunctionMyHttpApiIntegration.
    name = f"{SHARED_SCOPE_ID}{api_name}{key.construct_id}"
    context.fix_logical_id(route.node.default_child, f"{name}Route")
    integration = route.node.try_find_child(INTEGRATION_ID)
    if integration is not None:
        context.fix_logical_id(integration.node.default_child, f"{place.owner}{api_name}Integration")
    if authorizer is not None:
        made = api.http_api.node.find_child(_authorizer_id(key))
        context.fix_logical_id(made.node.default_child, f"{name}Authorizer")
        # Left to CDK, a function that answers with a policy is sent format 1.0; Stacktape sends 2.0.
        cast(apigwv2.CfnAuthorizer, made.node.default_child).authorizer_payload_format_version = "2.0"
        _name_authorizer_permission(context, api, event, key, made)


def _authorizer(
    context: BuildContext, event: HttpApiEvent, key: RouteKey, place: EventPlace
) -> apigwv2.IHttpRouteAuthorizer | None:
    authorizer = event.authorizer
    if authorizer is None:
        return None
    # The reference check lets no user pool through as long as there is no type for one.
    assert isinstance(authorizer, LambdaAuthorizer)
    function = cast(Function, context.resource(authorizer.function_name))
    simple = authorizers.HttpLambdaResponseType.SIMPLE
    iam_policy = authorizers.HttpLambdaResponseType.IAM
    return authorizers.HttpLambdaAuthorizer(
        _authorizer_id(key),
        function.function,
        authorizer_name=pascal_case(
            context.names.stack, place.owner, key.construct_id, event.http_api_gateway_name, "authorizer"
        ),
        response_types=[iam_policy if authorizer.iam_response else simple],
        identity_source=list(authorizer.identity_sources),
        results_cache_ttl=cdk.Duration.seconds(authorizer.cache_result_seconds),
    )


def _authorizer_id(key: RouteKey) -> str:
    return f"{key.construct_id}Authorizer"


def _name_authorizer_permission(
    context: BuildContext, api: HttpApi, event: HttpApiEvent, key: RouteKey, made: IConstruct
) -> None:
    """One function may decide for many routes; the permission for the first has Stacktape's id."""
    assert isinstance(event.authorizer, LambdaAuthorizer)
    permission = api.http_api.node.try_find_child(f"{cdk.Names.node_unique_id(made.node)}-Permission")
    name = pascal_case(event.authorizer.function_name, event.http_api_gateway_name)
    if f"{name}Permission" in context.fixed_logical_ids.values():
        name += key.construct_id
    context.fix_logical_id(permission, f"{name}Permission")


EVENT_TYPE = EventType(name="http-api-gateway", config=HttpApiEvent, trigger=_trigger)
