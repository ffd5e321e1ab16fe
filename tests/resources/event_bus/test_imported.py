from __future__ import annotations

import aws_cdk as cdk
import pytest

from stacktape_constructs import EventBus
from stacktape_constructs.errors import InvalidArgumentError
from tests.support import new_app, template_of

_SHOP_ARN = "arn:aws:events:eu-west-1:111122223333:event-bus/shop"


def test_text_that_is_no_arn_is_refused_and_a_token_is_not() -> None:
    scope = cdk.Stack(new_app(), "Demo")
    with pytest.raises(InvalidArgumentError, match="event_bus_arn must be the ARN of an event bus"):
        EventBus.from_event_bus_arn(scope, "Wrong", "shop")
    token = cdk.Fn.import_value("arn")
    assert EventBus.from_event_bus_arn(scope, "Token", token).event_bus_arn == token


def test_an_imported_bus_makes_no_resource() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    EventBus.from_default_event_bus(stack, "DefaultBus")
    EventBus.from_event_bus_arn(stack, "ByArn", _SHOP_ARN)
    EventBus.from_event_bus_name(stack, "ByName", "billing")
    assert "Resources" not in template_of(stack)


def test_an_arn_in_the_place_of_a_name_is_refused() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        EventBus.from_event_bus_name(cdk.Stack(new_app(), "Demo"), "Shop", _SHOP_ARN)

    assert str(caught.value) == (
        f"Demo/Shop: event_bus_name must be a name, got the ARN '{_SHOP_ARN}'; use EventBus.from_event_bus_arn"
    )


def test_an_existing_bus_has_a_name_that_a_bus_can_have() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    EventBus.from_event_bus_name(stack, "Partner", "aws.partner/example.com/shop")

    with pytest.raises(InvalidArgumentError, match=r"must be 1 to 256 letters, digits, .* got 'my bus'"):
        EventBus.from_event_bus_name(stack, "Wrong", "my bus")
