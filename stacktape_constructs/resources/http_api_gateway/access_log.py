"""What an HTTP API writes about each request."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import attrs
import aws_cdk as cdk
from aws_cdk import aws_logs as logs

from stacktape_constructs.resources.physical_names import log_group_name_problem

# API Gateway's variables by the names that the fields have in the log.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
_FIELDS = {
    "requestId": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "requestTime": "$context.requestTime",
    "httpMethod": "$context.httpMethod",
    "routeKey": "$context.routeKey",
    "status": "$context.status",
    "protocol": "$context.protocol",
    "responseLength": "$context.responseLength",
}


def _json() -> str:
    return "{" + ",".join(f'"{name}":"{variable}"' for name, variable in _FIELDS.items()) + "}"


def _common_log_format() -> str:
    return (
        '{ip} - - [{requestTime}] "{httpMethod} {routeKey} {protocol}" {status} {responseLength} {requestId}'
    ).format_map(_FIELDS)


def _xml() -> str:
    fields = (f"<{name}>{variable}</{name}>" for name, variable in _FIELDS.items() if name != "requestId")
    return f'<request id="{_FIELDS["requestId"]}">{"".join(fields)}</request>'


def _csv() -> str:
    line = "{ip},{requestTime},{httpMethod},{routeKey},{protocol},{status},{responseLength},{requestId}"
    return line.format_map(_FIELDS)


class AccessLogFormat(enum.Enum):
    """How a request is written: one line each, always with the same eight fields.

    The value is the line in API Gateway's own terms.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html

    Example:
        ```python
        from stacktape_constructs import AccessLog, AccessLogFormat, HttpApi

        HttpApi(stack, "Shop", access_log=AccessLog(format=AccessLogFormat.CLF))
        ```
    """

    JSON = _json()
    CLF = _common_log_format()
    XML = _xml()
    CSV = _csv()


@attrs.frozen(kw_only=True)
class AccessLog:
    """The access log of an HTTP API and the log group it goes to.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html

    Attributes:
        format: how a request is written.
        retention: how long the log is kept; 30 days unless told otherwise.
        log_group_name: physical name. Default: CDK names the log group. In an account with many APIs a
            name that starts with `/aws/vendedlogs/` is of advantage: one entry of the account's policy
            for log delivery, which may have 5120 characters, then covers all of them.
        removal_policy: what happens to the log group when it leaves the stack; it is deleted unless
            told otherwise.

    Example:
        ```python
        from aws_cdk import aws_logs as logs
        from stacktape_constructs import AccessLog, HttpApi

        HttpApi(stack, "Quiet", access_log=AccessLog(retention=logs.RetentionDays.ONE_WEEK))
        ```
    """

    format: AccessLogFormat = AccessLogFormat.JSON
    retention: logs.RetentionDays = logs.RetentionDays.ONE_MONTH
    log_group_name: str | None = None
    removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong, as pairs of an attribute's name and the rest of a sentence about it."""
        if problem := log_group_name_problem(self.log_group_name):
            yield "log_group_name", problem
