from __future__ import annotations

import json
from xml.etree import ElementTree

import aws_cdk as cdk
import pytest

from stacktape_constructs.resources.http_api_gateway.access_log import AccessLog, AccessLogFormat

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


def test_json_has_the_eight_fields_without_spaces() -> None:
    line = AccessLogFormat.JSON.value
    assert json.loads(line) == _FIELDS
    assert " " not in line


def test_common_log_format_is_the_line_of_web_servers() -> None:
    assert AccessLogFormat.CLF.value == (
        "$context.identity.sourceIp - - [$context.requestTime] "
        '"$context.httpMethod $context.routeKey $context.protocol" '
        "$context.status $context.responseLength $context.requestId"
    )


def test_csv_has_the_fields_in_the_order_of_the_common_log_format() -> None:
    assert AccessLogFormat.CSV.value == (
        "$context.identity.sourceIp,$context.requestTime,$context.httpMethod,$context.routeKey,"
        "$context.protocol,$context.status,$context.responseLength,$context.requestId"
    )


def test_xml_has_the_same_fields() -> None:
    request = ElementTree.fromstring(AccessLogFormat.XML.value)
    assert {"requestId": request.get("id"), **{field.tag: field.text for field in request}} == _FIELDS


@pytest.mark.parametrize("format", AccessLogFormat)
def test_every_format_is_one_line_with_the_request_id_that_api_gateway_asks_for(
    format: AccessLogFormat,
) -> None:
    assert "\n" not in format.value
    assert "$context.requestId" in format.value


def test_a_name_of_a_log_group_is_checked_unless_it_is_a_token() -> None:
    assert list(AccessLog(log_group_name="/aws/vendedlogs/shop").faults()) == []
    assert list(AccessLog(log_group_name=cdk.Fn.import_value("name")).faults()) == []
    assert list(AccessLog(log_group_name="my logs").faults()) == [
        ("log_group_name", "must be 1 to 512 letters, digits or '_', '-', '/', '.', '#', got 'my logs'")
    ]
