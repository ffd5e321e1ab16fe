from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured

CONFIG = """
resources:
  none:
    type: function
    properties:
      packaging: &code {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
  off:
    type: function
    properties: {packaging: *code, url: {enabled: false, authMode: NONE}}
  public:
    type: function
    properties:
      packaging: *code
      url: {enabled: true}
  signed:
    type: function
    properties:
      packaging: *code
      url: {enabled: true, authMode: AWS_IAM, responseStreamEnabled: true, cors: {enabled: false}}
  everywhere:
    type: function
    properties:
      packaging: *code
      url: {enabled: true, cors: {enabled: true}}
  here:
    type: function
    properties:
      packaging: *code
      url:
        enabled: true
        cors:
          enabled: true
          allowedOrigins: ['https://shop.example.com']
          allowedHeaders: [Content-Type]
          allowedMethods: [GET, POST, OPTIONS]
          allowCredentials: true
          exposedResponseHeaders: [X-Total]
          maxAge: 600
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def test_a_function_has_a_url_only_if_it_is_asked_for(shop: ConfiguredStack) -> None:
    assert list(shop.of_type("AWS::Lambda::Url")) == ["PublicUrl", "SignedUrl", "EverywhereUrl", "HereUrl"]


def test_a_public_one_can_be_called_by_everybody(shop: ConfiguredStack) -> None:
    assert shop.properties("PublicUrl")["AuthType"] == "NONE"
    assert shop.properties("PublicUrl")["InvokeMode"] == "BUFFERED"
    assert shop.properties("PublicPublicUrlPermission") == {
        "Action": "lambda:InvokeFunctionUrl",
        "FunctionName": {"Fn::GetAtt": ["PublicFunction", "Arn"]},
        "FunctionUrlAuthType": "NONE",
        "Principal": "*",
    }
    # Since October 2025 AWS asks for this one too.
    assert shop.properties("PublicInvokeFunctionPermission") == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Fn::GetAtt": ["PublicFunction", "Arn"]},
        "InvokedViaFunctionUrl": True,
        "Principal": "*",
    }


def test_a_signed_one_only_by_whom_iam_allows(shop: ConfiguredStack) -> None:
    assert shop.properties("SignedUrl")["AuthType"] == "AWS_IAM"
    assert not [id for id in shop.of_type("AWS::Lambda::Permission") if id.startswith("Signed")]


def test_a_response_can_be_sent_while_it_is_being_made(shop: ConfiguredStack) -> None:
    assert shop.properties("SignedUrl")["InvokeMode"] == "RESPONSE_STREAM"


class TestCors:
    def test_it_is_off_unless_enabled(self, shop: ConfiguredStack) -> None:
        assert "Cors" not in shop.properties("PublicUrl")
        assert "Cors" not in shop.properties("SignedUrl")

    def test_by_default_every_page_may_call(self, shop: ConfiguredStack) -> None:
        assert shop.properties("EverywhereUrl")["Cors"] == {
            "AllowOrigins": ["*"],
            "AllowMethods": ["*"],
            "AllowHeaders": [
                "Content-Type",
                "X-Amz-Date",
                "Authorization",
                "X-Api-Key",
                "X-Amz-Security-Token",
                "X-Amz-User-Agent",
            ],
        }

    def test_each_property_reaches_the_url(self, shop: ConfiguredStack) -> None:
        assert shop.properties("HereUrl")["Cors"] == {
            "AllowCredentials": True,
            "AllowHeaders": ["Content-Type"],
            # Lambda answers OPTIONS itself and refuses it in this list.
            "AllowMethods": ["GET", "POST"],
            "AllowOrigins": ["https://shop.example.com"],
            "ExposeHeaders": ["X-Total"],
            "MaxAge": 600,
        }
