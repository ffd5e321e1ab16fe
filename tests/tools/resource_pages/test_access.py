from __future__ import annotations

import pytest

from stacktape_constructs.resources.registry import resource_example, resource_type, resource_type_names
from stacktape_constructs.testing.statements import statements_of_role
from tools.resource_pages.access import access_section, granted_by_connection, granted_in_python, shortened, variables
from tools.resource_pages.trials import config_of, is_workload, synthesized

CONNECTABLE = [name for name in resource_type_names() if resource_type(name).connectable]
WORKLOADS = [name for name in resource_type_names() if is_workload(name)]


@pytest.mark.parametrize("name", CONNECTABLE)
def test_what_is_connected_is_told_every_parameter(name: str) -> None:
    assert set(variables(name)) == set(resource_type(name).parameters)


@pytest.mark.parametrize("name", CONNECTABLE)
@pytest.mark.parametrize("workload", WORKLOADS)
def test_every_workload_that_is_connected_may_do_the_same(workload: str, name: str) -> None:
    config = config_of(name, resource_example(name).properties)
    properties = {**resource_example(workload).properties, "connectTo": [resource_example(name).name]}
    config["resources"]["other"] = {"type": workload, "properties": properties}
    (resources,) = synthesized({frozenset(): config}).values()

    allowed = {
        (tuple(statement.actions), tuple(map(shortened, statement.resources)))
        for statement in statements_of_role(resources, "OtherRole")
        if statement.policy == "OtherConnectToPolicy"
    }

    assert allowed == set(granted_by_connection(name))


def test_a_page_has_what_a_connection_to_a_bus_gives() -> None:
    text = access_section("event-bus")

    assert "| `arn` | `STP_ORDERS_ARN` | ARN of the bus |  |" in text
    assert "| `archiveArn` | `STP_ORDERS_ARCHIVE_ARN` | ARN of the archive | with `archivation.enabled` |" in text
    assert "| `events:PutEvents` | `${OrdersEventBus.Arn}` |" in text
    assert "wildcards" not in text


def test_a_page_says_where_wildcards_are_explained() -> None:
    assert "(../grants.md#wildcards)" in access_section("batch-job")


def test_a_page_says_of_a_type_that_nothing_connects_to_it() -> None:
    text = access_section("http-api-gateway")

    assert "`connectTo` cannot name" in text
    assert "STP_" not in text


def test_the_methods_that_grant_are_those_of_the_constructs() -> None:
    assert {name: list(granted_in_python(name)) for name in resource_type_names()} == {
        "batch-job": ["grant_start_execution"],
        "event-bus": ["grant_put_events_to"],
        "function": ["grant_invoke"],
        "http-api-gateway": [],
    }


def test_what_a_method_grants_is_read_from_a_policy() -> None:
    assert granted_in_python("event-bus") == {
        "grant_put_events_to": [(("events:PutEvents",), ("${OrdersEventBus.Arn}",))]
    }
