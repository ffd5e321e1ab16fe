"""A deployed stack that is changed: what is to be changed is, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.deployment import App

pytestmark = pytest.mark.apps("updates-before", "updates-after")


@pytest.fixture(scope="module")
def before(app_of: Callable[[str], App]) -> Iterator[App]:
    """The app as it is deployed first."""
    app = app_of("updates-before")
    app.deploy()
    yield app
    app.stack.delete()


@pytest.fixture(scope="module")
def physical_ids(before: App) -> dict[str, str]:
    """What the first deployment made."""
    return before.stack.physical_ids()


@pytest.fixture(scope="module")
def after(physical_ids: dict[str, str], app_of: Callable[[str], App]) -> App:
    """The app with one property changed, one resource added and one removed, deployed over the first one."""
    app = app_of("updates-after")
    app.deploy()
    return app


def test_the_resource_that_is_gone_is_removed_and_the_new_one_made(after: App, physical_ids: dict[str, str]) -> None:
    now = after.stack.physical_ids()
    assert physical_ids.keys() - now.keys() == {"AbandonedEventBus"}
    assert now.keys() - physical_ids.keys() == {"InvoicesEventBus"}
    buses = after.cloud.client("events").list_event_buses()["EventBuses"]
    assert {bus["Name"] for bus in buses} == {"default", "updates-dev-orders", "updates-dev-invoices"}


def test_everything_else_stays_as_it_was(after: App, physical_ids: dict[str, str]) -> None:
    now = after.stack.physical_ids()
    kept = physical_ids.keys() & now.keys()
    assert len(kept) > 30
    assert {id: now[id] for id in kept} == {id: physical_ids[id] for id in kept}


def test_the_changed_property_takes_effect(after: App) -> None:
    (url,) = {value for value in after.stack.outputs().values() if ".execute-api." in value}
    assert after.cloud.request(f"{url}/count").body == "256"


def test_there_is_a_diff_to_the_app_as_it_was(before: App, after: App) -> None:
    assert not after.has_diff()
    assert before.has_diff()
