"""The one cloud of a run, and the apps that are deployed to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.cloud import Cloud, running_cloud
from tests.e2e.deployment import REPOSITORY, App, bootstrap

# The folder of each app's cdk.json, and the context that it is synthesized with.
APPS = {
    "event-bus": (".", "config=examples/event-bus/stacktape.yml"),
    "event-bus-2021": (".", "config=examples/event-bus-2021/stacktape.yml"),
    "event-bus-typescript": (".", "config=examples/event-bus-typescript/stacktape.yml"),
    "cdk-app": ("examples/cdk-app",),
    "updates-before": (".", "config=tests/e2e/apps/updates/before.yml"),
    "updates-after": (".", "config=tests/e2e/apps/updates/after.yml"),
    "event-sources": (".", "config=tests/e2e/apps/event-sources/stacktape.yml"),
    "constructs": ("tests/e2e/apps/constructs",),
}


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One for all tests, for it takes seconds to start and to bootstrap."""
    with running_cloud(tmp_path_factory.mktemp("cloud")) as cloud:
        bootstrap(cloud)
        yield cloud


@pytest.fixture(scope="session")
def app_of(
    request: pytest.FixtureRequest, cloud: Cloud, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], App]]:
    """Gives the app of a name, synthesized.

    All apps that the run needs are synthesized from its start on, two at a time: that is what takes
    most time here, and the tests need one after the other.
    """
    marks = [mark for item in request.session.items for mark in item.iter_markers("apps")]
    apps = {}
    for name in dict.fromkeys(name for mark in marks for name in mark.args):
        folder, *context = APPS[name]
        apps[name] = App(cloud, REPOSITORY / folder, tmp_path_factory.mktemp(name), tuple(context))
    with ThreadPoolExecutor(max_workers=2) as executor:
        syntheses = {name: executor.submit(app.synth) for name, app in apps.items()}

        def app_of(name: str) -> App:
            syntheses[name].result()
            return apps[name]

        yield app_of
        executor.shutdown(cancel_futures=True)
