"""The type `http-api-gateway` in YAML."""

from __future__ import annotations

from typing import Literal, cast

import attrs
import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2

from stacktape_constructs.config.schema import Block, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.acknowledgements import acknowledge
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.http_api_gateway.access_log import AccessLog, AccessLogFormat
from stacktape_constructs.resources.http_api_gateway.construct import HttpApi
from stacktape_constructs.resources.http_api_gateway.cors import Cors
from stacktape_constructs.resources.log_retention import RETENTION_DAYS, retention_of
from stacktape_constructs.resources.resource_type import ResourceType

#: What a Lambda function is sent: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
PAYLOAD_FORMATS = {
    "1.0": apigwv2.PayloadFormatVersion.VERSION_1_0,
    "2.0": apigwv2.PayloadFormatVersion.VERSION_2_0,
}


@attrs.frozen(kw_only=True)
class CorsConfig(Block):
    """Which web pages may call the API."""

    enabled: bool = prop("Answer preflight requests and send CORS headers.", default=False)
    allowed_origins: tuple[str, ...] = prop("Origins that may call.", default=("*",))
    allowed_headers: tuple[str, ...] | None = prop(
        "Headers that a call may have; without it, the six that AWS's own clients send.", default=None
    )
    allowed_methods: tuple[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"], ...] | None = prop(
        "Methods that may be called; without it, those of the routes.", default=None
    )
    allow_credentials: bool = prop("Let calls carry cookies and authorization.", default=False)
    exposed_response_headers: tuple[str, ...] = prop("Headers that a page may read.", default=())
    max_age: int | None = prop(
        "Seconds a browser may keep the answer to a preflight.", default=None, minimum=0, maximum=86400
    )


@attrs.frozen(kw_only=True)
class AccessLogConfig(Block):
    """What is written about each request."""

    disabled: bool = prop("Write no access logs.", default=False)
    format: Literal["JSON", "CLF", "XML", "CSV"] = prop("How a line is written.", default="JSON")
    retention_days: int = prop("Days the logs are kept.", default=30, choices=RETENTION_DAYS)
    log_forwarding: Node | None = not_supported_yet("Where the logs are sent as well.")


@attrs.frozen(kw_only=True)
class HttpApiConfig(Block):
    """An HTTP API that calls workloads."""

    payload_format: Literal["1.0", "2.0"] = prop(
        "What a function is sent, for events that do not say it themselves.", default="1.0"
    )
    cors: CorsConfig | None = prop("Which web pages may call the API.", default=None)
    logging: AccessLogConfig | None = prop("What is written about each request.", default=None)
    custom_domains: Node | None = not_supported_yet("Domain names of your own.")
    cdn: Node | None = not_supported_yet("A CloudFront distribution in front of the API.")
    alarms: Node | None = not_supported_yet("Alarms on the API.")
    disabled_global_alarms: tuple[str, ...] = prop("Of Stacktape's own service; no effect here.", default=())


def _build(context: BuildContext, name: str, config: HttpApiConfig) -> HttpApi:
    access_log = _access_log(context, name, config.logging)
    construct = HttpApi(
        context.stack,
        name,
        # Stacktape gives every API of a stack this one name.
        api_name=context.names.physical("http-api", limit=128),
        cors=_cors(config.cors),
        access_log=access_log,
        payload_format=PAYLOAD_FORMATS[config.payload_format],
    )
    # Outputs are named as resources are: ShopUrl, and not ShopUrlOutputB69D601F.
    output = cast(cdk.CfnOutput, construct.node.find_child("UrlOutput"))
    output.override_logical_id(f"{pascal_case(name)}Url")
    if access_log is None:
        acknowledge(construct, "APIG1", because="the config disables the access log")
    return construct


def _cors(config: CorsConfig | None) -> Cors | None:
    if config is None or not config.enabled:
        return None
    headers = {} if config.allowed_headers is None else {"allow_headers": config.allowed_headers}
    return Cors(
        allow_origins=config.allowed_origins,
        allow_methods=config.allowed_methods,
        allow_credentials=config.allow_credentials,
        expose_headers=config.exposed_response_headers,
        max_age=None if config.max_age is None else cdk.Duration.seconds(config.max_age),
        **headers,
    )


def _access_log(context: BuildContext, name: str, config: AccessLogConfig | None) -> AccessLog | None:
    group = f"/aws/vendedlogs/{context.names.stack}/api-gateway/{name}/access-logs"
    if config is None:
        return AccessLog(log_group_name=group)
    if config.disabled:
        return None
    return AccessLog(
        format=AccessLogFormat[config.format],
        retention=retention_of(config.retention_days),
        log_group_name=group,
    )


RESOURCE_TYPE = ResourceType(
    name="http-api-gateway",
    config=HttpApiConfig,
    build=_build,
    parameters=lambda config: frozenset({"domain", "url"}),
    labels={"HttpApi": "Api", "Api": "Api"},
)
