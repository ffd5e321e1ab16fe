from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured, function_problems

CONFIG = """
resources:
  api: {type: http-api-gateway}
  other: {type: http-api-gateway}
  guard:
    type: function
    properties:
      packaging: &code {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
  f:
    type: function
    properties:
      packaging: *code
      timeout: 900
      events:
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: GET, path: '/orders/{id}'}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: '*', path: '/{proxy+}'}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: '*', path: '*'}}
        - type: http-api-gateway
          properties:
            httpApiGatewayName: api
            method: PUT
            path: /orders/{id}
            authorizer:
              type: lambda
              properties:
                functionName: guard
                identitySources: [$request.header.Authorization]
                cacheResultSeconds: 300
        - type: http-api-gateway
          properties:
            httpApiGatewayName: api
            method: DELETE
            path: /orders/{id}
            authorizer: {type: lambda, properties: {functionName: guard, iamResponse: true}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: other, method: GET, path: /, payloadFormat: '2.0'}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


class TestRoutes:
    def test_each_event_is_a_route_with_stacktapes_id(self, shop: ConfiguredStack) -> None:
        keys = {id: route["RouteKey"] for id, route in shop.of_type("AWS::ApiGatewayV2::Route").items()}

        assert keys == {
            "StpApiGetOrdersIdRoute": "GET /orders/{id}",
            "StpApiAnyProxyRoute": "ANY /{proxy+}",
            "StpApiAnyDefaultRoute": "$default",
            "StpApiPutOrdersIdRoute": "PUT /orders/{id}",
            "StpApiDeleteOrdersIdRoute": "DELETE /orders/{id}",
            "StpOtherGetRoute": "GET /",
        }

    def test_all_of_one_api_have_one_integration_and_one_permission(self, shop: ConfiguredStack) -> None:
        targets = {
            str(route["Target"])
            for id, route in shop.of_type("AWS::ApiGatewayV2::Route").items()
            if id.startswith("StpApi")
        }

        assert len(targets) == 1
        assert list(shop.of_type("AWS::ApiGatewayV2::Integration")) == ["FApiIntegration", "FOtherIntegration"]
        assert {"FApiPermission", "FOtherPermission"} <= set(shop.resources)

    def test_an_integration_waits_for_the_function_but_not_longer_than_aws_allows(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FApiIntegration")["TimeoutInMillis"] == 29_000

    def test_an_event_says_what_its_function_is_sent(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FApiIntegration")["PayloadFormatVersion"] == "1.0"
        assert shop.properties("FOtherIntegration")["PayloadFormatVersion"] == "2.0"


class TestAuthorizer:
    def test_a_function_decides_who_may_call(self, shop: ConfiguredStack) -> None:
        assert shop.properties("StpApiPutOrdersIdRoute")["AuthorizationType"] == "CUSTOM"
        assert shop.properties("StpApiPutOrdersIdRoute")["AuthorizerId"] == {"Ref": "StpApiPutOrdersIdAuthorizer"}
        authorizer = dict(shop.properties("StpApiPutOrdersIdAuthorizer"))
        assert "GuardFunction" in str(authorizer.pop("AuthorizerUri"))
        assert authorizer == {
            "ApiId": {"Ref": "ApiApi"},
            "AuthorizerPayloadFormatVersion": "2.0",
            "AuthorizerResultTtlInSeconds": 300,
            "AuthorizerType": "REQUEST",
            "EnableSimpleResponses": True,
            "IdentitySource": ["$request.header.Authorization"],
            "Name": "DemoDevFPutOrdersIdApiAuthorizer",
        }

    def test_it_may_answer_with_a_policy(self, shop: ConfiguredStack) -> None:
        simple = shop.properties("StpApiPutOrdersIdAuthorizer")
        policy = shop.properties("StpApiDeleteOrdersIdAuthorizer")

        # API Gateway expects true or false unless this is absent, and sends format 1.0 unless told otherwise.
        assert simple["EnableSimpleResponses"] is True
        assert policy == {
            "ApiId": {"Ref": "ApiApi"},
            "AuthorizerPayloadFormatVersion": "2.0",
            "AuthorizerResultTtlInSeconds": 0,
            "AuthorizerType": "REQUEST",
            "AuthorizerUri": simple["AuthorizerUri"],
            "IdentitySource": [],
            "Name": "DemoDevFDeleteOrdersIdApiAuthorizer",
        }
        assert shop.properties("StpApiDeleteOrdersIdRoute")["AuthorizationType"] == "CUSTOM"

    def test_the_api_may_call_it_for_all_its_authorizers_and_for_nothing_else(self, shop: ConfiguredStack) -> None:
        permissions = {
            id: permission
            for id, permission in shop.of_type("AWS::Lambda::Permission").items()
            if permission["FunctionName"] == {"Fn::GetAtt": ["GuardFunction", "Arn"]}
        }

        assert set(permissions) == {"GuardApiPermission"}
        *_, api, below = permissions["GuardApiPermission"]["SourceArn"]["Fn::Join"][1]
        assert (api, below) == ({"Ref": "ApiApi"}, "/authorizers/*")


def test_two_payload_formats_for_one_integration_are_a_problem(tmp_path):
    events = """\
        events:
          - type: http-api-gateway
            properties: {httpApiGatewayName: api, method: GET, path: /a}
          - type: http-api-gateway
            properties: {httpApiGatewayName: api, method: GET, path: /b, payloadFormat: '2.0'}
        """

    (problem,) = function_problems(events, tmp_path)

    assert problem.startswith("12:")
    assert "events[1] of 'f': payloadFormat" in problem


def test_two_routes_whose_logical_ids_would_be_one_are_a_problem(tmp_path):
    events = """\
        events:
          - type: http-api-gateway
            properties: {httpApiGatewayName: api, method: GET, path: /a-b}
          - type: http-api-gateway
            properties: {httpApiGatewayName: api, method: GET, path: /a/b}
        """

    assert function_problems(events, tmp_path) == [
        "12:68: events[1] of 'f': route 'GET /a/b' would have the logical id of another route of 'api', for their "
        "paths have the same words; change one of the paths"
    ]
