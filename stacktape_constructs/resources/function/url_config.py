"""The `url` block of a function: an HTTPS address without an API in front."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs
import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.source import Position

_DEFAULT_HEADERS = (
    "Content-Type",
    "X-Amz-Date",
    "Authorization",
    "X-Api-Key",
    "X-Amz-Security-Token",
    "X-Amz-User-Agent",
)


@attrs.frozen(kw_only=True)
class UrlCorsConfig(Block):
    """Which web pages may call the URL."""

    enabled: bool = prop("Answer preflight requests and send CORS headers.", default=False)
    allowed_origins: tuple[str, ...] = prop("Origins that may call.", default=("*",))
    allowed_headers: tuple[str, ...] = prop("Headers that a call may have.", default=_DEFAULT_HEADERS)
    allowed_methods: tuple[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"], ...] = prop(
        "Methods that may be called.", default=("*",)
    )
    allow_credentials: bool = prop("Let calls carry cookies and authorization.", default=False)
    exposed_response_headers: tuple[str, ...] = prop("Headers that a page may read.", default=())
    max_age: int | None = prop(
        "Seconds a browser may keep the answer to a preflight.", default=None, minimum=0, maximum=86400
    )

    def faults(self) -> Iterable[tuple[Position, str]]:
        """Lambda answers preflight requests itself, so OPTIONS is no method that a page calls."""
        if "OPTIONS" in self.allowed_methods and len(self.allowed_methods) == 1:
            yield self.position_of("allowed_methods"), "'allowedMethods' needs a method besides OPTIONS"


@attrs.frozen(kw_only=True)
class FunctionUrlConfig(Block):
    """An HTTPS address of the function's own."""

    enabled: bool = prop("Whether there is one.")
    cors: UrlCorsConfig | None = prop("Which web pages may call it.", default=None)
    auth_mode: Literal["NONE", "AWS_IAM"] = prop("Who may call it: everybody, or who AWS IAM allows.", default="NONE")
    response_stream_enabled: bool = prop("Send the response while it is being made.", default=False)


def url_options(config: FunctionUrlConfig | None) -> lambda_.FunctionUrlOptions | None:
    """What CDK takes for the URL of a function."""
    if config is None or not config.enabled:
        return None
    return lambda_.FunctionUrlOptions(
        auth_type=lambda_.FunctionUrlAuthType[config.auth_mode],
        cors=_cors(config.cors),
        invoke_mode=lambda_.InvokeMode.RESPONSE_STREAM
        if config.response_stream_enabled
        else lambda_.InvokeMode.BUFFERED,
    )


def _cors(config: UrlCorsConfig | None) -> lambda_.FunctionUrlCorsOptions | None:
    if config is None or not config.enabled:
        return None
    methods = [method for method in config.allowed_methods if method != "OPTIONS"]
    return lambda_.FunctionUrlCorsOptions(
        allowed_origins=list(config.allowed_origins) or None,
        allowed_headers=list(config.allowed_headers) or None,
        allowed_methods=[_METHODS.get(method) or lambda_.HttpMethod[method] for method in methods] or None,
        allow_credentials=config.allow_credentials or None,
        exposed_headers=list(config.exposed_response_headers) or None,
        max_age=None if config.max_age is None else cdk.Duration.seconds(config.max_age),
    )


_METHODS = {"*": lambda_.HttpMethod.ALL}
