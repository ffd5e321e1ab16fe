"""What every HTTP API can do, whether this app made it or not."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from aws_cdk import aws_apigatewayv2 as apigwv2
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds, shown
from stacktape_constructs.cdk.http_apis import api_id_of
from stacktape_constructs.cdk.placed_construct import PlacedConstruct
from stacktape_constructs.cdk.stack_values import values_of
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.contracts import RouteTarget
from stacktape_constructs.resources.http_api_gateway.route_key import ANY_METHOD, DEFAULT_PATH, RouteKey


class HttpApiBase(PlacedConstruct):
    """An HTTP API: the part that `HttpApi` and `HttpApi.from_http_api_attributes` have in common.

    It is the type of an API that may be of another app.

    Attributes:
        http_api: the API as CDK knows it.

    Example:
        ```python
        from stacktape_constructs import Function, HttpApi, HttpApiBase

        def with_health(api: HttpApiBase) -> None:
            function = Function.from_function_name(stack, "Health", "health")
            api.add_route(method="GET", path="/health", target=function)

        with_health(HttpApi.from_http_api_attributes(stack, "Shop", http_api_id="a1b2c3d4e5"))
        ```
    """

    http_api: apigwv2.IHttpApi

    def __init__(self, scope: Construct, id: str, *, payload_format: apigwv2.PayloadFormatVersion | None) -> None:
        super().__init__(scope, id)
        self._payload_format = payload_format or _version_2_0()
        self._routes: dict[str, str] = {}
        # A target is known by its identity, and held so that no other one can take that over.
        self._targets: dict[int, tuple[RouteTarget, apigwv2.PayloadFormatVersion]] = {}

    @property
    def domain(self) -> str:
        """The domain of API Gateway's own address for the API: `<id>.execute-api.<region>.<suffix>`."""
        values = values_of(self.stack)
        return f"{api_id_of(self.http_api)}.execute-api.{values.region}.{values.url_suffix}"

    @property
    def url(self) -> str:
        """API Gateway's own address for the API, `https://` and `domain`, without a slash at its end.

        So a route's address is `api.url` followed by the route's path.
        """
        return f"https://{self.domain}"

    @property
    def parameters(self) -> Mapping[str, str]:
        """What `$ResourceParam` can read: `url` and `domain`."""
        return {"url": self.url, "domain": self.domain}

    @checks_kinds(payload_format="aws_apigatewayv2.PayloadFormatVersion.VERSION_1_0")
    def add_route(
        self,
        *,
        method: str,
        path: str,
        target: RouteTarget,
        authorizer: apigwv2.IHttpRouteAuthorizer | None = None,
        payload_format: apigwv2.PayloadFormatVersion | None = None,
        route_id: str | None = None,
    ) -> apigwv2.HttpRoute:
        """Calls a target for the requests with a method and a path.

        All routes of a target share one integration, so they share its payload format too.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html

        Args:
            method: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`, or `*` for any other.
            path: `/orders`, `/orders/{id}`, `/{proxy+}` for all below; `*` is the `$default` route,
                which takes what no other route has, and goes with method `*`.
            target: what is called, such as a `Function`.
            authorizer: who may call; one of CDK's, such as `HttpJwtAuthorizer`. Default: everybody.
            payload_format: what the target is sent. Default: the API's.
            route_id: id of the route in the API. Default: method and path in one, `GetOrdersId`.

        Raises:
            InvalidArgumentError: the method or path is malformed, the route is there already, or the
                target has another payload format in an earlier route.
        """
        key = RouteKey(method, path)
        for argument, problem in key.faults():
            raise self._invalid(argument, problem)
        if not hasattr(target, "route_integration"):
            raise self._invalid(
                "target",
                "must be a function or a job of this library, or another RouteTarget, "
                f"got {shown(target)}; for an integration of the CDK's own use http_api.add_routes",
            )
        construct_id = self._route_id(key, route_id)
        integration = target.route_integration(
            self.http_api, payload_format=self._agreed_payload_format(target, payload_format)
        )
        route = apigwv2.HttpRoute(
            self,
            construct_id,
            http_api=self.http_api,
            route_key=_cdk_route_key(key),
            integration=integration,
            authorizer=authorizer,
        )
        self._routes[str(key)] = construct_id
        self._route_added(method)
        return route

    def _route_added(self, method: str) -> None:
        """Called after each new route with its method."""

    def _route_id(self, key: RouteKey, route_id: str | None) -> str:
        if str(key) in self._routes:
            raise self._invalid("path", f"gives the route '{key}', which this API has already")
        if route_id is None:
            if is_unresolved(key.path):
                raise self._invalid("route_id", "is required with a path that is only known at deploy")
            route_id = key.construct_id
        for other, taken in self._routes.items():
            if taken == route_id:
                raise self._invalid(
                    "route_id",
                    f"'{route_id}' of route '{key}' is taken by route '{other}'; give another route_id",
                )
        return route_id

    def _agreed_payload_format(
        self, target: RouteTarget, payload_format: apigwv2.PayloadFormatVersion | None
    ) -> apigwv2.PayloadFormatVersion:
        asked = payload_format or self._payload_format
        _, agreed = self._targets.setdefault(id(target), (target, asked))
        if asked is not agreed and asked.version != agreed.version:
            raise self._invalid(
                "payload_format",
                f"must be the same in all routes of a target, which share one integration: this target has "
                f"{agreed.version}, got {asked.version}",
            )
        return agreed

    def _invalid(self, argument: str, problem: str) -> InvalidArgumentError:
        return InvalidArgumentError(path=self.node.path, argument=argument, problem=problem)


@functools.cache
def _version_2_0() -> apigwv2.PayloadFormatVersion:
    return apigwv2.PayloadFormatVersion.VERSION_2_0


def _cdk_route_key(key: RouteKey) -> apigwv2.HttpRouteKey:
    if key.path == DEFAULT_PATH:
        return apigwv2.HttpRouteKey.DEFAULT
    method = apigwv2.HttpMethod.ANY if key.method == ANY_METHOD else apigwv2.HttpMethod[key.method]
    return apigwv2.HttpRouteKey.with_(key.path, method)
