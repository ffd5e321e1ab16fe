from __future__ import annotations

import json

import pytest

from tests.configured import ConfiguredStack, configured

CONFIG = """
resources:
  plain: {type: http-api-gateway}
  quiet:
    type: http-api-gateway
    properties: {logging: {disabled: true, retentionDays: 7}, cors: {enabled: false}}
  csv:
    type: http-api-gateway
    properties:
      logging: {format: CSV, retentionDays: 365}
      cors: {enabled: true}
      disabledGlobalAlarms: [errors]
  shop:
    type: http-api-gateway
    properties:
      payloadFormat: '2.0'
      cors:
        enabled: true
        allowedOrigins: ['https://shop.example.com']
        allowedHeaders: [X-Shop]
        allowedMethods: [GET, PUT]
        allowCredentials: true
        exposedResponseHeaders: [X-Total]
        maxAge: 600
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      events:
        - {type: http-api-gateway, properties: {httpApiGatewayName: plain, method: GET, path: /}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: csv, method: DELETE, path: /}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: shop, method: GET, path: /}}
stackConfig:
  outputs:
    - {name: domain, value: "$ResourceParam('plain', 'domain')"}
    - {name: url, value: "$ResourceParam('plain', 'url')"}
    - {name: endpoint, value: "$CfResourceParam('PlainApi', 'ApiEndpoint')"}
    - {name: id, value: "$GetParam('plain', 'HttpApi::Id')"}
"""
DOMAIN = [{"Ref": "PlainApi"}, ".execute-api.", {"Ref": "AWS::Region"}, ".", {"Ref": "AWS::URLSuffix"}]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def test_every_api_of_a_stack_has_stacktapes_one_name(shop: ConfiguredStack) -> None:
    apis = shop.of_type("AWS::ApiGatewayV2::Api")

    assert {api["Name"] for api in apis.values()} == {"demo-dev-http-api"}
    assert list(apis) == ["PlainApi", "QuietApi", "CsvApi", "ShopApi"]


def test_what_is_deployed_is_at_the_default_stage_at_once(shop: ConfiguredStack) -> None:
    stage = shop.properties("QuietStage")

    assert stage == {"ApiId": {"Ref": "QuietApi"}, "AutoDeploy": True, "StageName": "$default"}


def test_its_parameters_are_its_address(shop: ConfiguredStack) -> None:
    values = {name: output["Value"] for name, output in shop.template["Outputs"].items()}

    assert values["domain"] == {"Fn::Join": ["", DOMAIN]}
    assert values["url"] == {"Fn::Join": ["", ["https://", *DOMAIN]]}
    assert values["endpoint"] == {"Fn::GetAtt": ["PlainApi", "ApiEndpoint"]}
    assert values["id"] == {"Ref": "PlainApi"}


def test_without_a_word_targets_are_sent_the_first_payload_format(shop: ConfiguredStack) -> None:
    formats = {
        properties["ApiId"]["Ref"]: properties["PayloadFormatVersion"]
        for properties in shop.of_type("AWS::ApiGatewayV2::Integration").values()
    }

    assert formats == {"PlainApi": "1.0", "CsvApi": "1.0", "ShopApi": "2.0"}


class TestLogging:
    def test_by_default_each_request_is_json_and_kept_for_thirty_days(self, shop: ConfiguredStack) -> None:
        settings = shop.properties("PlainStage")["AccessLogSettings"]

        assert settings["DestinationArn"] == {"Fn::GetAtt": ["PlainLogGroup", "Arn"]}
        assert "$context.requestId" in json.loads(settings["Format"])["requestId"]
        assert shop.properties("PlainLogGroup") == {
            "LogGroupName": "/aws/vendedlogs/demo-dev/api-gateway/plain/access-logs",
            "RetentionInDays": 30,
        }

    def test_the_form_and_the_time_can_be_chosen(self, shop: ConfiguredStack) -> None:
        assert shop.properties("CsvStage")["AccessLogSettings"]["Format"].startswith(
            "$context.identity.sourceIp,$context.requestTime,"
        )
        assert shop.properties("CsvLogGroup")["RetentionInDays"] == 365

    def test_it_can_be_off(self, shop: ConfiguredStack) -> None:
        assert "QuietLogGroup" not in shop.resources


class TestCors:
    def test_it_is_off_unless_enabled(self, shop: ConfiguredStack) -> None:
        assert "CorsConfiguration" not in shop.properties("PlainApi")
        assert "CorsConfiguration" not in shop.properties("QuietApi")

    def test_by_default_every_page_may_call_what_there_is(self, shop: ConfiguredStack) -> None:
        cors = shop.properties("CsvApi")["CorsConfiguration"]

        assert cors["AllowOrigins"] == ["*"]
        assert cors["AllowMethods"] == ["DELETE", "OPTIONS"]
        assert len(cors["AllowHeaders"]) == 6
        assert not {"AllowCredentials", "MaxAge", "ExposeHeaders"} & set(cors)

    def test_each_property_reaches_the_api(self, shop: ConfiguredStack) -> None:
        assert shop.properties("ShopApi")["CorsConfiguration"] == {
            "AllowCredentials": True,
            "AllowHeaders": ["X-Shop"],
            "AllowMethods": ["GET", "PUT"],
            "AllowOrigins": ["https://shop.example.com"],
            "ExposeHeaders": ["X-Total"],
            "MaxAge": 600,
        }
