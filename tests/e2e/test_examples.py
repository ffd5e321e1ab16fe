"""The examples, deployed with the stock command line as their readers would, and used."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.cloud import Cloud, eventually
from tests.e2e.deployment import App
from tests.e2e.inventory import inventory, unlisted

EXAMPLES = ("event-bus", "event-bus-2021", "event-bus-typescript", "cdk-app")

pytestmark = pytest.mark.apps(*EXAMPLES)


@pytest.fixture(scope="module")
def emptiness(cloud: Cloud) -> set[str]:
    """What there is before any example is deployed."""
    return inventory(cloud)


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request: pytest.FixtureRequest, app_of: Callable[[str], App], emptiness: set[str]) -> Iterator[App]:
    app = app_of(request.param)
    app.cloud.forget_denials()
    app.deploy()
    yield app
    app.destroy()


def test_a_request_is_published_and_the_job_prints_the_event(example: App) -> None:
    stack = example.stack
    (url,) = {value for value in stack.outputs().values() if ".execute-api." in value}

    answer = example.cloud.request(f"{url}/budget-analysis")

    assert answer.status == 202, answer
    log = stack.physical_id("AWS::Logs::LogGroup", "MyConsumerBatchJob")
    first_line, *event = eventually(
        lambda: example.cloud.messages(log), within=20, what="the job has printed what it was started for"
    )
    assert first_line == "attempt 1 of 1"
    printed = json.loads("\n".join(event))
    assert printed["id"] == answer.json["eventId"]
    assert printed["source"] == "budget.publisher"
    assert printed["detail-type"] == "Budget analysis requested"
    assert printed["detail"] == {"EventName": "BUDGET_ANALYSIS", "path": "/budget-analysis"}


def test_another_event_starts_no_job(example: App) -> None:
    stack = example.stack
    entry = {
        "EventBusName": stack.physical_id("AWS::Events::EventBus"),
        "Source": "budget.publisher",
        "DetailType": "Budget analysis requested",
        "Detail": json.dumps({"EventName": "ANOTHER_ANALYSIS"}),
    }
    before = stack.executions()

    # The emulator has delivered an event to all its targets when it answers.
    answer = example.cloud.client("events").put_events(Entries=[entry])

    assert answer["FailedEntryCount"] == 0
    assert stack.executions() == before


def test_nothing_in_it_asks_for_more_than_it_may(example: App) -> None:
    assert example.cloud.denials() == set()


def test_there_is_no_diff_right_after_a_deployment(example: App) -> None:
    assert not example.has_diff()


def test_a_second_deployment_changes_nothing(example: App) -> None:
    before = example.stack.physical_ids()

    printed = example.deploy()

    assert f"{example.stack.name} (no changes)" in printed
    assert example.stack.physical_ids() == before


def test_destroying_it_leaves_nothing(example: App, emptiness: set[str]) -> None:
    # Were something of it not looked at, it could stay unseen.
    assert unlisted(example.stack) == set()

    example.destroy()

    assert inventory(example.cloud) == emptiness
