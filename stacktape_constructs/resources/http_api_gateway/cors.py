"""Which web pages may call an HTTP API from a browser."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import attrs
import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.resources.http_api_gateway.route_key import ANY_METHOD, METHODS

#: The headers that AWS's own clients send.
DEFAULT_ALLOW_HEADERS = (
    "Content-Type",
    "X-Amz-Date",
    "Authorization",
    "X-Api-Key",
    "X-Amz-Security-Token",
    "X-Amz-User-Agent",
)

_ANY = "*"
_MAX_AGE_SECONDS = 86_400


@attrs.frozen(kw_only=True)
class Cors:
    """Cross-origin resource sharing of an HTTP API.

    API Gateway then answers preflight requests by itself and ignores the CORS headers that a target
    returns: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html

    Attributes:
        allow_origins: origins that may call, such as `https://example.com`; `*` is every origin.
        allow_headers: headers that a request may have; by default the six of `DEFAULT_ALLOW_HEADERS`.
        allow_methods: methods that may be called. Default: those of the API's routes and `OPTIONS`.
        allow_credentials: whether requests may carry cookies and the like; not with every origin.
        expose_headers: headers of a response that a page may read.
        max_age: how long a browser may keep the answer to a preflight, up to a day. Default: the
            browser decides.

    Example:
        ```python
        from stacktape_constructs import Cors, HttpApi

        cors = Cors(allow_origins=["https://shop.example.com"], allow_credentials=True)
        HttpApi(stack, "Shop", cors=cors)
        ```
    """

    allow_origins: Sequence[str] = (_ANY,)
    allow_headers: Sequence[str] = DEFAULT_ALLOW_HEADERS
    allow_methods: Sequence[str] | None = None
    allow_credentials: bool = False
    expose_headers: Sequence[str] = ()
    max_age: cdk.Duration | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong, as pairs of an attribute's name and the rest of a sentence about it."""
        for attribute in ("allow_origins", "allow_headers", "allow_methods", "expose_headers"):
            value = getattr(self, attribute)
            if isinstance(value, str):
                yield attribute, f"must be a list of texts, got the text '{value}'; write ['{value}']"
        if not self.allow_origins:
            yield "allow_origins", "must name at least one origin, or '*' for every origin"
        for origin in self.allow_origins if not isinstance(self.allow_origins, str) else ():
            if origin != _ANY and "://" not in origin and not is_unresolved(origin):
                yield (
                    "allow_origins",
                    f"must be '*' or have a scheme, as in 'https://{origin}', got '{origin}'",
                )
            elif "/" in origin.partition("://")[2] and not is_unresolved(origin):
                yield (
                    "allow_origins",
                    f"must end with the host or its port, as browsers send it, got '{origin}'",
                )
        if self.allow_credentials and _ANY in self.allow_origins:
            yield (
                "allow_credentials",
                "cannot be combined with '*' in allow_origins, which API Gateway refuses; name the origins",
            )
        if self.allow_methods is not None and not self.allow_methods:
            yield "allow_methods", "must name at least one method; leave it out for those of the routes"
        for method in self.allow_methods or ():
            if method not in (*METHODS, ANY_METHOD) and not is_unresolved(method):
                allowed = ", ".join((*METHODS, ANY_METHOD))
                yield "allow_methods", f"must be of {allowed}, got '{method}'"
        if self.max_age is not None and not self.max_age.is_unresolved():
            seconds = self.max_age.to_seconds(integral=False)
            if seconds > _MAX_AGE_SECONDS or seconds != int(seconds):
                yield "max_age", f"must be whole seconds and at most a day, got {seconds:g} seconds"

    def configuration(self, route_methods: Collection[str]) -> apigwv2.CfnApi.CorsProperty:
        """What CloudFormation is told, for an API whose routes have these methods."""
        return apigwv2.CfnApi.CorsProperty(
            allow_origins=list(self.allow_origins),
            allow_headers=list(self.allow_headers),
            allow_methods=self._methods(route_methods),
            allow_credentials=self.allow_credentials or None,
            expose_headers=list(self.expose_headers) or None,
            max_age=None if self.max_age is None else self.max_age.to_seconds(),
        )

    def _methods(self, route_methods: Collection[str]) -> list[str]:
        if self.allow_methods is not None:
            return list(self.allow_methods)
        if ANY_METHOD in route_methods:
            # Browsers read `*` as the name of a method when credentials are allowed.
            # https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
            return list(METHODS) if self.allow_credentials else [_ANY]
        return [method for method in METHODS if method in route_methods or method == "OPTIONS"]
