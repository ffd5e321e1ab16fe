"""The event `http-api-gateway`: a route that calls a workload."""

from __future__ import annotations

from typing import cast

from aws_cdk import aws_apigatewayv2 as apigwv2

from stacktape_constructs.cdk.constants import seconds, service_principal
from stacktape_constructs.cdk.http_apis import api_id_of
from stacktape_constructs.cdk.placed_construct import id_of
from stacktape_constructs.cdk.stack_values import values_of
from stacktape_constructs.errors import ConfigError, InvalidArgumentError, Problem
from stacktape_constructs.naming import SHARED_SCOPE_ID, pascal_case
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.function.construct import Function
from stacktape_constructs.resources.function.route_integration import INTEGRATION_ID
from stacktape_constructs.resources.http_api_gateway.build import PAYLOAD_FORMATS
from stacktape_constructs.resources.http_api_gateway.construct import HttpApi
from stacktape_constructs.resources.http_api_gateway.event import HttpApiEvent, LambdaAuthorizer
from stacktape_constructs.resources.http_api_gateway.route_key import RouteKey
from stacktape_constructs.resources.resource_builder import EventConsumer, EventPlace


def _trigger(context: BuildContext, consumer: EventConsumer, event: HttpApiEvent, place: EventPlace) -> None:
    api = cast(HttpApi, context.resource(event.http_api_gateway_name))
    api_name = pascal_case(event.http_api_gateway_name)
    key = RouteKey(event.method, event.path)
    authorizer = _authorizer(context, api, event, key, place)
    try:
        route = api.add_route(
            method=event.method,
            path=event.path,
            target=consumer,
            authorizer=authorizer,
            payload_format=None if event.payload_format is None else PAYLOAD_FORMATS[event.payload_format],
        )
    except InvalidArgumentError as error:
        if error.argument != "route_id":
            raise
        # A config cannot give another id, as the construct's own message advises.
        message = (
            f"route '{key}' would have the logical id of another route of '{event.http_api_gateway_name}', for their "
            "paths have the same words; change one of the paths"
        )
        raise ConfigError([Problem(event.position_of("path"), message)]) from None
    if authorizer is None:
        context.acknowledge(route, "APIG4", because="the config gives this route no authorizer: everybody may call it")
    # As Stacktape names them: StpMyHttpApiGetBudgetAnalysisRoute, MyFunctionMyHttpApiIntegration.
    path = f"{event.http_api_gateway_name}/{key.construct_id}"
    context.fix_logical_id(f"{path}/Resource", f"{SHARED_SCOPE_ID}{api_name}{key.construct_id}Route")
    # In the first of the routes that share it.
    context.fix_logical_id(f"{path}/{INTEGRATION_ID}/Resource", f"{place.owner}{api_name}Integration")


def _authorizer(
    context: BuildContext, api: HttpApi, event: HttpApiEvent, key: RouteKey, place: EventPlace
) -> apigwv2.IHttpRouteAuthorizer | None:
    config = event.authorizer
    if config is None:
        return None
    # The reference check lets no user pool through as long as there is no type for one.
    assert isinstance(config, LambdaAuthorizer)
    function = cast(Function, context.resource(config.function_name))
    stack = context.stack
    path = f"lambda:path/2015-03-31/functions/{function.function_arn}/invocations"
    id = f"{key.construct_id}Authorizer"
    made = apigwv2.HttpAuthorizer(
        api.http_api,
        id,
        http_api=api.http_api,
        authorizer_name=pascal_case(
            context.names.stack, place.owner, key.construct_id, event.http_api_gateway_name, "authorizer"
        ),
        type=apigwv2.HttpAuthorizerType.LAMBDA,
        authorizer_uri=f"arn:{stack.partition}:apigateway:{stack.region}:{path}",
        payload_format_version=apigwv2.AuthorizerPayloadVersion.VERSION_2_0,
        enable_simple_responses=None if config.iam_response else True,
        identity_source=list(config.identity_sources),
        results_cache_ttl=seconds(config.cache_result_seconds),
    )
    api_name = event.http_api_gateway_name
    context.fix_logical_id(f"{api_name}/Default/{id}/Resource", f"{SHARED_SCOPE_ID}{pascal_case(api_name)}{id}")
    _permit(context, api, function, event.http_api_gateway_name)
    return apigwv2.HttpAuthorizer.from_http_authorizer_attributes(
        api.http_api, f"{id}OfRoute", authorizer_id=made.authorizer_id, authorizer_type="CUSTOM"
    )


def _permit(context: BuildContext, api: HttpApi, function: Function, api_name: str) -> None:
    """One permission for all authorizers of an API.

    CDK's own `HttpLambdaAuthorizer` makes one for each: many of them overflow the function's policy,
    and which of them had Stacktape's id would depend on the order of the config.
    """
    id = f"{api_name}AuthorizersPermission"
    if function.node.try_find_child(id) is not None:
        return
    function.function.add_permission(
        id,
        scope=function,
        principal=service_principal("apigateway.amazonaws.com"),
        source_arn=values_of(context.stack).arn("execute-api", f"{api_id_of(api.http_api)}/authorizers/*"),
    )
    name = id_of(function)
    context.fix_logical_id(f"{name}/{id}", f"{pascal_case(name, api_name)}Permission")


EVENT_TRIGGER = _trigger
