"""`HttpApi`: an API Gateway HTTP API with its stage, access log and CORS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_logs as logs
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.resources.http_api_gateway.access_log import AccessLog
from stacktape_constructs.resources.http_api_gateway.base import HttpApiBase as HttpApiBase
from stacktape_constructs.resources.http_api_gateway.cors import Cors
from stacktape_constructs.resources.http_api_gateway.imported import ImportedHttpApi

_DEFAULT_ACCESS_LOG = AccessLog()


class HttpApi(HttpApiBase):
    """An HTTP API: routes of methods and paths that call targets.

    It has one stage, `$default`, to which changes are deployed at once.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html

    Args:
        scope: the parent.
        id: the id within the parent.
        api_name: name in the console; need not be unique. Default: `id`.
        description: what the API is for.
        cors: which web pages may call the API. Default: none of another origin.
        access_log: what is written about requests. Default: JSON, kept for 30 days; None: nothing.
        payload_format: what targets are sent, for routes that do not say. Default: version 2.0.
        disable_execute_api_endpoint: whether the API can only be reached by a custom domain.

    Attributes:
        http_api: the CDK API. Routes that are added to it directly, and not by `add_route`, are no
            part of the default of `Cors.allow_methods`.
        stage: the stage.
        log_group: the log group of the access log, if there is one.
        url_output: the stack's output with the API's address, unless that is switched off.

    Raises:
        InvalidArgumentError: when `cors` or `access_log` has a value that AWS refuses.

    Example:
        ```python
        from stacktape_constructs import Cors, HttpApi

        api = HttpApi(stack, "Shop", cors=Cors(allow_origins=["https://shop.example.com"]))
        cdk.CfnOutput(stack, "OrdersUrl", value=f"{api.url}/orders")
        # api.add_route(method="GET", path="/orders/{id}", target=a_function)
        ```
    """

    http_api: apigwv2.HttpApi
    stage: apigwv2.HttpStage
    log_group: logs.LogGroup | None
    url_output: cdk.CfnOutput | None

    @checks_kinds(
        cors="Cors(allow_origins=['https://shop.example.com'])",
        access_log="AccessLog(), or None for no log",
        payload_format="aws_apigatewayv2.PayloadFormatVersion.VERSION_1_0",
    )
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        api_name: str | None = None,
        description: str | None = None,
        cors: Cors | None = None,
        access_log: AccessLog | None = _DEFAULT_ACCESS_LOG,
        payload_format: apigwv2.PayloadFormatVersion | None = None,
        disable_execute_api_endpoint: bool = False,
    ) -> None:
        super().__init__(scope, id, payload_format=payload_format)
        for value, argument in ((cors, "cors"), (access_log, "access_log")):
            for attribute, problem in value.faults() if value is not None else ():
                raise self._invalid(f"{argument}.{attribute}", problem)
        self.http_api = apigwv2.HttpApi(
            self,
            "Default",
            # CDK would take the L2's own id, "Default".
            api_name=api_name if api_name is not None else id,
            description=description,
            create_default_stage=False,
            disable_execute_api_endpoint=disable_execute_api_endpoint or None,
        )
        self._know_default_child(self.http_api)
        self._reachable = not disable_execute_api_endpoint
        self._cors = cors
        self._methods: set[str] = set()
        if cors is not None:
            self._write_cors(cors)
        self.stage = apigwv2.HttpStage(self, "Stage", http_api=self.http_api, auto_deploy=True)
        self.log_group = self._make_log_group(access_log) if access_log is not None else None
        self.url_output = None
        if self._reachable:
            self.url_output = cdk.CfnOutput(self, "UrlOutput", value=self.url, description=f"URL of the HTTP API {id}")

    @staticmethod
    @checks_kinds()
    def from_http_api_attributes(
        scope: Construct,
        id: str,
        *,
        http_api_id: str,
        payload_format: apigwv2.PayloadFormatVersion | None = None,
    ) -> HttpApiBase:
        """An existing API of this account and region, to which routes can be added.

        They are in force at once if the API's stage deploys automatically. CORS and logs stay the
        business of whoever owns the API.

        Args:
            scope: the parent construct.
            id: id in the parent.
            http_api_id: the API's id, such as `a1b2c3d4e5`.
            payload_format: what targets are sent, for routes that do not say. Default: version 2.0.
        """
        return ImportedHttpApi(scope, id, http_api_id=http_api_id, payload_format=payload_format)

    @property
    def domain(self) -> str:
        """The domain of API Gateway's own address for the API: `<id>.execute-api.<region>.<suffix>`.

        Raises:
            InvalidArgumentError: the address is switched off by `disable_execute_api_endpoint`.
        """
        if not self._reachable:
            raise self._invalid(
                "disable_execute_api_endpoint",
                "is True, so the API has no url and no domain of its own; use its custom domain",
            )
        return super().domain

    @property
    def parameters(self) -> Mapping[str, str]:
        """What `$ResourceParam` can read: `url` and `domain`, unless they are switched off."""
        return super().parameters if self._reachable else {}

    def _route_added(self, method: str) -> None:
        if self._cors is not None and method not in self._methods:
            self._methods.add(method)
            self._write_cors(self._cors)

    def _write_cors(self, cors: Cors) -> None:
        resource = cast(apigwv2.CfnApi, self.http_api.node.default_child)
        resource.cors_configuration = cors.configuration(self._methods)

    def _make_log_group(self, access_log: AccessLog) -> logs.LogGroup:
        log_group = logs.LogGroup(
            self,
            "LogGroup",
            log_group_name=access_log.log_group_name,
            retention=access_log.retention,
            removal_policy=access_log.removal_policy,
        )
        # CDK's stage wants the format as an object of `aws_apigateway`, the module for REST APIs, which
        # is a long import for a text.
        resource = cast(apigwv2.CfnStage, self.stage.node.default_child)
        resource.access_log_settings = apigwv2.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn, format=access_log.format.value
        )
        return log_group
