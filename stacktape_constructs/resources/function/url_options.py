"""The `url` block of a function: what CDK is told of it."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.resources.function.url_config import FunctionUrlConfig, UrlCorsConfig


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
