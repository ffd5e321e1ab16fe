from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.resources.http_api_gateway.cors import Cors
from tests.support import new_app


@pytest.mark.parametrize(
    "cors",
    [
        Cors(),
        Cors(allow_origins=["https://*", "http://localhost:3000"], allow_credentials=True),
        Cors(allow_origins=(cdk.Fn.import_value("origin"),)),
        Cors(allow_methods=["GET", "*"], max_age=cdk.Duration.days(1)),
        Cors(max_age=cdk.Duration.seconds(cdk.Token.as_number(cdk.Fn.ref("MaxAge")))),
    ],
)
def test_what_api_gateway_takes_is_in_order(cors: Cors) -> None:
    assert list(cors.faults()) == []


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (
            {"allow_credentials": True},
            (
                "allow_credentials",
                "cannot be combined with '*' in allow_origins, which API Gateway refuses; name the origins",
            ),
        ),
        (
            {"allow_origins": ["example.com"]},
            ("allow_origins", "must be '*' or have a scheme, as in 'https://example.com', got 'example.com'"),
        ),
        ({"allow_origins": []}, ("allow_origins", "must name at least one origin, or '*' for every origin")),
        (
            {"allow_origins": "https://a.com"},
            (
                "allow_origins",
                "must be a list of texts, got the text 'https://a.com'; write ['https://a.com']",
            ),
        ),
        (
            {"expose_headers": "Date"},
            ("expose_headers", "must be a list of texts, got the text 'Date'; write ['Date']"),
        ),
        (
            {"allow_methods": ["get"]},
            ("allow_methods", "must be of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, *, got 'get'"),
        ),
        (
            {"max_age": cdk.Duration.days(2)},
            ("max_age", "must be whole seconds and at most a day, got 172800 seconds"),
        ),
        (
            {"max_age": cdk.Duration.millis(1500)},
            ("max_age", "must be whole seconds and at most a day, got 1.5 seconds"),
        ),
    ],
)
def test_what_api_gateway_refuses_is_refused(arguments: dict[str, Any], fault: tuple[str, str]) -> None:
    assert list(Cors(**arguments).faults()) == [fault]


def test_the_methods_are_those_of_the_routes_and_options() -> None:
    assert Cors().configuration({"POST", "GET"}).allow_methods == ["GET", "POST", "OPTIONS"]
    assert Cors().configuration(set()).allow_methods == ["OPTIONS"]


def test_a_route_for_every_method_allows_every_method() -> None:
    assert Cors().configuration({"GET", "*"}).allow_methods == ["*"]


def test_with_credentials_every_method_is_named_since_browsers_read_no_wildcard_then() -> None:
    cors = Cors(allow_origins=["https://a.com"], allow_credentials=True)
    assert cors.configuration({"*"}).allow_methods == [
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS",
    ]


def test_given_methods_are_kept_whatever_the_routes_are() -> None:
    assert Cors(allow_methods=["PUT"]).configuration({"GET"}).allow_methods == ["PUT"]


@pytest.mark.parametrize("attribute", ["allow_origins", "allow_methods"])
def test_a_list_that_is_known_at_deploy_only_is_taken_as_it_is(attribute: str) -> None:
    parameter = cdk.CfnParameter(cdk.Stack(new_app(), "Demo"), "List", type="CommaDelimitedList", default="https://a")

    assert list(Cors(**{attribute: parameter.value_as_list}).faults()) == []


@pytest.mark.parametrize("origin", ["https://example.com/", "https://example.com/shop"])
def test_an_origin_ends_with_its_host(origin: str) -> None:
    ((attribute, problem),) = Cors(allow_origins=[origin]).faults()

    assert (attribute, problem) == (
        "allow_origins",
        f"must end with the host or its port, as browsers send it, got '{origin}'",
    )


def test_no_method_at_all_is_refused() -> None:
    ((attribute, problem),) = Cors(allow_methods=[]).faults()

    assert attribute == "allow_methods"
    assert problem == "must name at least one method; leave it out for those of the routes"
