"""The one cloud of a run, and the apps that are deployed to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

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
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One for all tests, for it takes seconds to start."""
    with running_cloud(tmp_path_factory.mktemp("cloud")) as cloud:
        yield cloud


@pytest.fixture(scope="session")
def syntheses(
    request: pytest.FixtureRequest, emulator: Cloud, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[App]]]:
    """The apps that the run needs, which are all synthesized from its start on, two at a time.

    That is what takes most time here, and the tests need one after the other.
    """
    marks = [mark for item in request.session.items for mark in item.iter_markers("apps")]
    with ThreadPoolExecutor(max_workers=2) as executor:

        def synthesized(name: str) -> App:
            folder, *context = APPS[name]
            app = App(emulator, REPOSITORY / folder, tmp_path_factory.mktemp(name), tuple(context))
            app.synth()
            return app

        names = dict.fromkeys(name for mark in marks for name in mark.args)
        yield {name: executor.submit(synthesized, name) for name in names}
        executor.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def cloud(emulator: Cloud, syntheses: dict[str, Future[App]]) -> Cloud:
    """The emulator, ready to be deployed to; the apps are synthesized meanwhile."""
    bootstrap(emulator)
    return emulator


@pytest.fixture(scope="session")
def app_of(cloud: Cloud, syntheses: dict[str, Future[App]]) -> Callable[[str], App]:
    """Gives the app of a name, synthesized."""
    return lambda name: syntheses[name].result()
