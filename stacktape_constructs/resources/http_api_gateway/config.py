"""The type `http-api-gateway` in YAML: its shape."""

from __future__ import annotations

from typing import Literal

import attrs

from stacktape_constructs.config.schema import Block, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.resources.log_retention import RETENTION_DAYS
from stacktape_constructs.resources.resource_type import Parameter, ResourceType


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


RESOURCE_TYPE = ResourceType(
    name="http-api-gateway",
    config=HttpApiConfig,
    parameters={
        "url": Parameter("`https://` and the domain, without a slash at its end."),
        "domain": Parameter("`<id>.execute-api.<region>.<suffix>`."),
    },
    labels={"HttpApi": "Api", "Api": "Api"},
)
