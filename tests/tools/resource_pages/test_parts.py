from __future__ import annotations

import pytest

from stacktape_constructs.resources.registry import event_type_names, resource_type_names
from tools.resource_pages.costs import billed_while_idle, costs_section, event_costs_section
from tools.resource_pages.events import events_section
from tools.resource_pages.index import types_section
from tools.resource_pages.parts import event_parts_section, parts_of, parts_section
from tools.resource_pages.trials import trials_of_all


@pytest.mark.parametrize("name", resource_type_names())
def test_what_another_resource_of_the_config_is_made_of_is_left_out(name: str) -> None:
    own = {part.logical_id for part in parts_of(name)}

    assert own
    assert not own & trials_of_all()[name].without
    assert not any(logical_id.startswith("Caller") for logical_id in own)


def test_a_part_is_shown_with_its_name_and_when_it_is_there() -> None:
    text = parts_section("event-bus")

    assert "| `AWS::Events::EventBus` | `OrdersEventBus` | always | `shop-dev-orders` |" in text
    assert "| `AWS::Events::Archive` | `OrdersArchive` | with `archivation.enabled` |  |" in text
    assert "share" not in text


def test_what_resources_share_stands_apart() -> None:
    own, shared = parts_section("function").split("All resources of the stack that need them share:")

    assert "`StpVpc`" not in own
    assert "`StpVpc`" in shared
    assert "`StpPublicSubnet0` to `StpPublicSubnet2`" in shared


def test_what_an_event_makes_stands_with_the_event() -> None:
    assert "Rule" not in parts_section("function")
    assert "| `AWS::Events::Rule` | `CheckoutEvent0Rule` |" in event_parts_section("schedule")
    assert "| `AWS::Lambda::Permission` | `GuardShopPermission` | with `authorizer` |  |" in event_parts_section(
        "http-api-gateway"
    )


def test_what_is_billed_for_nothing_but_time_is_said_with_its_condition() -> None:
    assert billed_while_idle("event-bus") == "nothing"
    assert billed_while_idle("function").endswith(", with `provisionedConcurrency`")


def test_a_cost_rests_on_a_page_of_aws() -> None:
    text = costs_section("event-bus")

    assert "By the hour, used or not, AWS bills nothing." in text
    assert "| `AWS::Events::Archive` | the events in it |" in text
    assert "(https://aws.amazon.com/eventbridge/pricing/)" in text


def test_an_event_that_costs_nothing_needs_no_table() -> None:
    text = event_costs_section("schedule")

    assert "|" not in text
    assert "All of it costs nothing by itself." in text


def test_a_type_says_which_events_start_it_and_which_name_it() -> None:
    assert "[`schedule`](events.md#schedule)" in events_section("function")
    assert "`functionName`" in events_section("function")
    assert "they name it as `eventBusName`" in events_section("event-bus")
    assert "start" not in events_section("event-bus")


def test_the_page_of_all_types_has_what_can_be_built_and_what_cannot() -> None:
    text = types_section()

    rows = [line for line in text.splitlines() if line.startswith("| [`")]
    assert len(rows) == len(resource_type_names())
    assert "Stacktape's 40 other types" in text
    assert "`bucket`" in text
    assert not any(f"[`{name}`]" in text for name in set(event_type_names()) - set(resource_type_names()))
