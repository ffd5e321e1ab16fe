from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from constructs import Construct

from stacktape_constructs import HttpApi
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.contracts import Referenceable, RouteTarget
from stacktape_constructs.resources.http_api_gateway.base import HttpApiBase
from tests.resources.lambda_target import LambdaTarget
from tests.resources.synthesized import Synthesized
from tests.support import new_app


@pytest.fixture(scope="module")
def routed() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    target = LambdaTarget(stack, "Publisher")
    jwt = authorizers.HttpJwtAuthorizer("Jwt", "https://issuer.example.com", jwt_audience=["shop"])
    api = HttpApi(stack, "Api")
    api.add_route(method="GET", path="/budget-analysis", target=target)
    api.add_route(method="POST", path="/orders/{id}", target=target, authorizer=jwt)
    api.add_route(method="*", path="*", target=target)
    api.add_route(method="*", path="/{proxy+}", target=target)
    api.add_route(method="GET", path=f"/{cdk.Fn.import_value('path')}", target=target, route_id="GetLate")
    old = HttpApi(stack, "Old", payload_format=apigwv2.PayloadFormatVersion.VERSION_1_0)
    old.add_route(method="GET", path="/", target=target)
    return Synthesized.of(stack)


def test_a_route_has_the_key_of_its_method_and_path(routed: Synthesized) -> None:
    ids = ["GetBudgetAnalysis", "PostOrdersId", "AnyDefault", "AnyProxy", "GetLate"]
    assert [routed.properties(f"Api/{id}")["RouteKey"] for id in ids] == [
        "GET /budget-analysis",
        "POST /orders/{id}",
        "$default",
        "ANY /{proxy+}",
        {"Fn::Join": ["", ["GET /", {"Fn::ImportValue": "path"}]]},
    ]


def test_the_routes_of_a_target_share_one_integration(routed: Synthesized) -> None:
    api = routed.ref("Api")
    routes = [r for r in routed.of_type("AWS::ApiGatewayV2::Route") if r["ApiId"] == api]
    integrations = [i for i in routed.of_type("AWS::ApiGatewayV2::Integration") if i["ApiId"] == api]
    assert (len(routes), len(integrations)) == (5, 1)
    assert len({json.dumps(route["Target"]) for route in routes}) == 1


def test_a_target_is_sent_payload_format_two_unless_its_api_says_otherwise(routed: Synthesized) -> None:
    integrations = routed.of_type("AWS::ApiGatewayV2::Integration")
    formats = {json.dumps(i["ApiId"]): i["PayloadFormatVersion"] for i in integrations}
    assert formats[json.dumps(routed.ref("Api"))] == "2.0"
    assert formats[json.dumps(routed.ref("Old"))] == "1.0"


def test_a_route_is_open_unless_it_has_an_authorizer(routed: Synthesized) -> None:
    (authorizer,) = routed.of_type("AWS::ApiGatewayV2::Authorizer")
    assert authorizer["JwtConfiguration"] == {"Audience": ["shop"], "Issuer": "https://issuer.example.com"}
    assert routed.properties("Api/GetBudgetAnalysis")["AuthorizationType"] == "NONE"
    assert routed.properties("Api/PostOrdersId")["AuthorizationType"] == "JWT"


def test_the_url_has_no_slash_at_its_end(routed: Synthesized) -> None:
    api = routed.find("Api")
    assert isinstance(api, HttpApi)
    suffix = [".execute-api.", {"Ref": "AWS::Region"}, ".", {"Ref": "AWS::URLSuffix"}]
    domain = [routed.ref("Api"), *suffix]
    assert routed.stack.resolve(dict(api.parameters)) == {
        "url": {"Fn::Join": ["", ["https://", *domain]]},
        "domain": {"Fn::Join": ["", domain]},
    }


def test_the_url_names_the_region_where_it_is_known() -> None:
    stack = cdk.Stack(cdk.App(), "Demo", env=cdk.Environment(region="eu-west-1"))
    api = HttpApi.from_http_api_attributes(stack, "Api", http_api_id="a1b2c3d4e5")
    assert stack.resolve(api.url) == {
        "Fn::Join": ["", ["https://a1b2c3d4e5.execute-api.eu-west-1.", {"Ref": "AWS::URLSuffix"}]]
    }


def test_every_api_fits_the_contract_of_what_can_be_referred_to() -> None:
    stack = cdk.Stack()
    apis: list[Referenceable] = [
        HttpApi(stack, "Api"),
        HttpApi.from_http_api_attributes(stack, "Imported", http_api_id="a1b2c3d4e5"),
    ]
    assert [set(api.parameters) for api in apis] == [{"url", "domain"}, {"url", "domain"}]


@pytest.fixture(scope="module")
def scratch() -> cdk.Stack:
    """A stack that is never synthesized."""
    return cdk.Stack(cdk.App(), "Demo")


@pytest.fixture
def api(scratch: cdk.Stack, request: pytest.FixtureRequest) -> HttpApi:
    return HttpApi(scratch, f"Api-{request.node.name}")


@pytest.fixture
def target(api: HttpApi) -> RouteTarget:
    return LambdaTarget(api, "Target")


def _refusal(api: HttpApiBase, **route: Any) -> str:
    with pytest.raises(InvalidArgumentError) as caught:
        api.add_route(**route)
    assert caught.value.path == api.node.path
    return f"{caught.value.argument} {caught.value.problem}"


def test_a_route_is_not_made_twice(api: HttpApi, target: RouteTarget) -> None:
    api.add_route(method="*", path="/a", target=target)
    assert _refusal(api, method="*", path="/a", target=target) == (
        "path gives the route 'ANY /a', which this API has already"
    )


def test_two_routes_that_would_have_one_id_need_a_route_id(api: HttpApi, target: RouteTarget) -> None:
    api.add_route(method="GET", path="/a/id", target=target)
    assert _refusal(api, method="GET", path="/a/{id}", target=target) == (
        "route_id 'GetAId' of route 'GET /a/{id}' is taken by route 'GET /a/id'; give another route_id"
    )
    route = api.add_route(method="GET", path="/a/{id}", target=target, route_id="GetAById")
    assert route.node.id == "GetAById"


def test_a_path_that_is_known_at_deploy_needs_a_route_id(api: HttpApi, target: RouteTarget) -> None:
    assert _refusal(api, method="GET", path=cdk.Fn.import_value("path"), target=target) == (
        "route_id is required with a path that is only known at deploy"
    )


def test_a_malformed_path_is_refused(api: HttpApi, target: RouteTarget) -> None:
    assert _refusal(api, method="GET", path="a", target=target) == ("path must start with '/' or be '*', got 'a'")


def test_the_routes_of_a_target_agree_on_the_payload_format(api: HttpApi, target: RouteTarget) -> None:
    one, two = apigwv2.PayloadFormatVersion.VERSION_1_0, apigwv2.PayloadFormatVersion.custom("2.0")
    api.add_route(method="GET", path="/a", target=target)
    api.add_route(method="GET", path="/b", target=target, payload_format=two)
    assert _refusal(api, method="GET", path="/c", target=target, payload_format=one) == (
        "payload_format must be the same in all routes of a target, which share one integration: this target "
        "has 2.0, got 1.0"
    )
    assert api.node.try_find_child("GetC") is None


def test_another_target_may_have_another_payload_format(api: HttpApi, target: RouteTarget) -> None:
    api.add_route(method="GET", path="/a", target=target)
    other = LambdaTarget(Construct(api, "Other"), "Target")
    one = apigwv2.PayloadFormatVersion.VERSION_1_0
    assert api.add_route(method="GET", path="/b", target=other, payload_format=one).path == "/b"


def test_an_integration_of_the_cdks_own_is_refused_with_what_takes_it() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    function: Any = LambdaTarget(stack, "Plain").function

    with pytest.raises(InvalidArgumentError) as caught:
        HttpApi(stack, "Api").add_route(method="GET", path="/", target=function)

    assert str(caught.value) == (
        "Demo/Api: target must be a function or a job of this library, or another RouteTarget, "
        "got aws_cdk.aws_lambda.Function; for an integration of the CDK's own use http_api.add_routes"
    )
