from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_logs as logs

from stacktape_constructs import AccessLog, Cors, HttpApi
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.http_api_gateway.access_log import AccessLogFormat
from tests.resources.lambda_target import LambdaTarget
from tests.resources.synthesized import Synthesized
from tests.support import new_app, template_of


@pytest.fixture(scope="module")
def apis() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    target = LambdaTarget(stack, "Target")
    plain = HttpApi(stack, "Plain")
    plain.add_route(method="GET", path="/orders", target=target)
    named = HttpApi(
        stack,
        "Named",
        api_name="shop-api",
        description="the shop",
        access_log=AccessLog(
            format=AccessLogFormat.CLF,
            retention=logs.RetentionDays.ONE_WEEK,
            log_group_name="/aws/vendedlogs/shop",
            removal_policy=cdk.RemovalPolicy.RETAIN,
        ),
        cors=Cors(
            allow_origins=["https://a.com"],
            allow_headers=["Content-Type"],
            allow_credentials=True,
            expose_headers=["Date"],
            max_age=cdk.Duration.minutes(10),
        ),
    )
    named.add_route(method="PUT", path="/", target=target)
    named.add_route(method="GET", path="/", target=target)
    quiet = HttpApi(stack, "Quiet", access_log=None, cors=Cors(), disable_execute_api_endpoint=True)
    quiet.add_route(method="*", path="/{proxy+}", target=target)
    return Synthesized.of(stack)


def test_an_api_has_the_logical_id_of_a_bare_cdk_api(apis: Synthesized) -> None:
    bare = cdk.Stack(new_app(), "Demo")
    apigwv2.HttpApi(bare, "Plain", create_default_stage=False)
    assert template_of(bare)["Resources"] == {apis.logical_id("Plain"): apis.resource("Plain")}


def test_an_api_takes_the_name_and_description_it_is_given(apis: Synthesized) -> None:
    properties = apis.properties("Named")
    assert (properties["Name"], properties["Description"]) == ("shop-api", "the shop")


def test_the_default_endpoint_can_be_switched_off(apis: Synthesized) -> None:
    assert apis.properties("Quiet")["DisableExecuteApiEndpoint"] is True


def test_an_api_has_one_stage_that_deploys_by_itself(apis: Synthesized) -> None:
    assert apis.properties("Quiet/Stage") == {
        "ApiId": apis.ref("Quiet"),
        "AutoDeploy": True,
        "StageName": "$default",
    }


def test_requests_are_logged_as_json_for_a_month_unless_told_otherwise(apis: Synthesized) -> None:
    assert apis.properties("Plain/Stage")["AccessLogSettings"] == {
        "DestinationArn": apis.arn("Plain/LogGroup"),
        "Format": AccessLogFormat.JSON.value,
    }
    log_group = apis.resource("Plain/LogGroup")
    assert (log_group["Properties"], log_group["DeletionPolicy"]) == ({"RetentionInDays": 30}, "Delete")


def test_the_access_log_takes_its_options(apis: Synthesized) -> None:
    log_group = apis.resource("Named/LogGroup")
    assert log_group["Properties"] == {"LogGroupName": "/aws/vendedlogs/shop", "RetentionInDays": 7}
    assert log_group["DeletionPolicy"] == "Retain"
    assert apis.properties("Named/Stage")["AccessLogSettings"]["Format"] == AccessLogFormat.CLF.value


def test_construct_ids_are_those_that_logical_ids_are_made_of(apis: Synthesized) -> None:
    ids = [child.node.id for child in apis.find("Plain").node.children]
    assert ids == ["Default", "Stage", "LogGroup", "UrlOutput", "GetOrders"]


def test_an_api_without_access_log_and_endpoint_has_neither_log_group_nor_url(apis: Synthesized) -> None:
    quiet = apis.find("Quiet")
    assert isinstance(quiet, HttpApi)
    assert [child.node.id for child in quiet.node.children] == ["Default", "Stage", "AnyProxy"]
    assert (quiet.log_group, quiet.parameters) == (None, {})
    with pytest.raises(InvalidArgumentError, match="has no url and no domain of its own; use its custom domain"):
        _ = quiet.url


def test_the_url_is_an_output_of_the_stack(apis: Synthesized) -> None:
    plain = apis.find("Plain")
    assert isinstance(plain, HttpApi)
    outputs = {output["Description"]: output["Value"] for output in apis.template["Outputs"].values()}
    assert set(outputs) == {"URL of the HTTP API Named", "URL of the HTTP API Plain"}
    assert outputs["URL of the HTTP API Plain"] == apis.stack.resolve(plain.url)


def test_cors_takes_its_options_and_the_methods_of_routes_that_came_later(apis: Synthesized) -> None:
    assert apis.properties("Named")["CorsConfiguration"] == {
        "AllowCredentials": True,
        "AllowHeaders": ["Content-Type"],
        "AllowMethods": ["GET", "PUT", "OPTIONS"],
        "AllowOrigins": ["https://a.com"],
        "ExposeHeaders": ["Date"],
        "MaxAge": 600,
    }


def test_cors_by_default_lets_every_origin_send_the_headers_of_aws_clients(apis: Synthesized) -> None:
    assert apis.properties("Quiet")["CorsConfiguration"] == {
        "AllowHeaders": [
            "Content-Type",
            "X-Amz-Date",
            "Authorization",
            "X-Api-Key",
            "X-Amz-Security-Token",
            "X-Amz-User-Agent",
        ],
        "AllowMethods": ["*"],
        "AllowOrigins": ["*"],
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"cors": Cors(allow_credentials=True)},
            "cors.allow_credentials cannot be combined with '*' in allow_origins, which API Gateway refuses; "
            "name the origins",
        ),
        (
            {"access_log": AccessLog(log_group_name="my logs")},
            "access_log.log_group_name must be 1 to 512 letters, digits or '_', '-', '/', '.', '#', got 'my logs'",
        ),
    ],
)
def test_a_wrong_option_is_told_with_the_path_of_the_api(arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        HttpApi(cdk.Stack(cdk.App(), "Demo"), "Api", **arguments)
    assert str(caught.value) == f"Demo/Api: {sentence}"
