"""The event `http-api-gateway` in YAML: its shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.resources.http_api_gateway.route_key import RouteKey
from stacktape_constructs.resources.resource_type import EventSource, EventType
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


def _source(event: HttpApiEvent) -> EventSource:
    key = RouteKey(event.method, event.path)
    return EventSource(kind="route", condition=(str(key),), resource=event.http_api_gateway_name)


EVENT_TYPE = EventType(name="http-api-gateway", config=HttpApiEvent, source=_source)
