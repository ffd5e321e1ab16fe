"""The type `http-api-gateway` in YAML: what is built of it."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2

from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.http_api_gateway.access_log import AccessLog, AccessLogFormat
from stacktape_constructs.resources.http_api_gateway.config import AccessLogConfig, CorsConfig, HttpApiConfig
from stacktape_constructs.resources.http_api_gateway.construct import HttpApi
from stacktape_constructs.resources.http_api_gateway.cors import Cors
from stacktape_constructs.resources.log_retention import retention_of
from stacktape_constructs.resources.resource_builder import ResourceBuilder

#: What a Lambda function is sent: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
PAYLOAD_FORMATS = {
    "1.0": apigwv2.PayloadFormatVersion.VERSION_1_0,
    "2.0": apigwv2.PayloadFormatVersion.VERSION_2_0,
}


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
    assert construct.url_output is not None
    construct.url_output.override_logical_id(f"{pascal_case(name)}Url")
    if access_log is None:
        context.acknowledge(construct, "APIG1", because="the config disables the access log")
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


RESOURCE_BUILDER = ResourceBuilder(build=_build)
