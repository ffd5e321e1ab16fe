from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigatewayv2 as apigwv2

from stacktape_constructs.resources.http_api_gateway.route_key import RouteKey


@pytest.mark.parametrize(
    ("method", "path", "key", "construct_id"),
    [
        ("GET", "/budget-analysis", "GET /budget-analysis", "GetBudgetAnalysis"),
        ("GET", "/", "GET /", "Get"),
        ("*", "/", "ANY /", "Any"),
        ("*", "/{proxy+}", "ANY /{proxy+}", "AnyProxy"),
        ("*", "*", "$default", "AnyDefault"),
        ("GET", "/scrape-links/{url}", "GET /scrape-links/{url}", "GetScrapeLinksUrl"),
        ("GET", "/status/{executionArn+}", "GET /status/{executionArn+}", "GetStatusExecutionArn"),
        # A colon inside of a part is part of it: https://google.aip.dev/136
        ("POST", "/orders/{id}:cancel", "POST /orders/{id}:cancel", "PostOrdersIdCancel"),
        ("PATCH", "/v1/user_ids", "PATCH /v1/user_ids", "PatchV1UserIds"),
    ],
)
def test_a_key_is_written_as_api_gateway_writes_it_and_gives_an_id(
    method: str, path: str, key: str, construct_id: str
) -> None:
    route_key = RouteKey(method, path)
    assert (str(route_key), route_key.construct_id, list(route_key.faults())) == (key, construct_id, [])


@pytest.mark.parametrize(
    ("method", "path", "fault"),
    [
        (
            "get",
            "/a",
            (
                "method",
                "must be of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or '*' for any, got 'get'; "
                "did you mean 'GET'?",
            ),
        ),
        (
            "ANY",
            "/a",
            (
                "method",
                "must be of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or '*' for any, got 'ANY'; write '*'",
            ),
        ),
        (
            "GET",
            "*",
            ("method", "must be '*' with path '*', which takes what no other route has, got 'GET'"),
        ),
        ("GET", "orders", ("path", "must start with '/' or be '*', got 'orders'")),
        ("GET", "/orders/", ("path", "must not end with '/', got '/orders/'; write '/orders'")),
        ("GET", "//", ("path", "must not end with '/', got '//'; write '/'")),
        (
            "GET",
            "/a?b=c",
            ("path", "must not have a query or a fragment, got '/a?b=c'; a target gets the query anyway"),
        ),
        (
            "GET",
            "/orders/:id/items/:item_id",
            (
                "path",
                "must have variables in the form '{name}' or '{name+}', got '/orders/:id/items/:item_id'; "
                "write '/orders/{id}/items/{item_id}'",
            ),
        ),
        (
            "GET",
            "/files/*",
            ("path", "must have variables in the form '{name}' or '{name+}', got '/files/*'; write '/files/{proxy+}'"),
        ),
        ("GET", "/{id", ("path", "must have variables in the form '{name}', got '/{id'")),
        ("GET", "/{}", ("path", "must have variables in the form '{name}', got '/{}'")),
        (
            "GET",
            "/{all+}/x",
            (
                "path",
                "must have a variable for the rest of the path, such as '{proxy+}', at its end, got '/{all+}/x'",
            ),
        ),
    ],
)
def test_what_api_gateway_refuses_is_refused(method: str, path: str, fault: tuple[str, str]) -> None:
    assert list(RouteKey(method, path).faults()) == [fault]


def test_a_path_that_is_known_at_deploy_passes() -> None:
    assert list(RouteKey("GET", cdk.Fn.import_value("path")).faults()) == []


@pytest.mark.parametrize(
    ("method", "hint"), [(apigwv2.HttpMethod.GET, "did you mean 'GET'?"), (apigwv2.HttpMethod.ANY, "write '*'")]
)
def test_a_method_of_the_cdks_is_refused_with_the_text_for_it(method: Any, hint: str) -> None:
    assert list(RouteKey(method, "/a").faults()) == [
        (
            "method",
            f"must be of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or '*' for any, got '{method}'; {hint}",
        )
    ]
