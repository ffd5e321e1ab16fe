from __future__ import annotations

import aws_cdk as cdk
import pytest

from stacktape_constructs import HttpApi
from stacktape_constructs.errors import InvalidArgumentError
from tests.resources.lambda_target import LambdaTarget
from tests.resources.synthesized import Synthesized
from tests.support import new_app


@pytest.fixture(scope="module")
def routed() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    api = HttpApi.from_http_api_attributes(stack, "Imported", http_api_id="a1b2c3d4e5")
    api.add_route(method="GET", path="/late", target=LambdaTarget(stack, "Publisher"))
    return Synthesized.of(stack)


def test_routes_can_be_added_to_an_api_that_was_made_elsewhere(routed: Synthesized) -> None:
    assert routed.properties("Imported/GetLate")["ApiId"] == "a1b2c3d4e5"


def test_an_imported_api_makes_nothing_but_its_routes(routed: Synthesized) -> None:
    assert [child.node.id for child in routed.find("Imported").node.children] == ["Default", "GetLate"]


def test_text_that_is_no_id_is_refused_and_a_token_is_not() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    with pytest.raises(InvalidArgumentError, match=r"http_api_id must be lower case letters .* got 'my-api'"):
        HttpApi.from_http_api_attributes(stack, "Wrong", http_api_id="my-api")
    token = cdk.Fn.import_value("id")
    assert HttpApi.from_http_api_attributes(stack, "Token", http_api_id=token).http_api.api_id == token
