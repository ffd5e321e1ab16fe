"""The one cloud of a run: it costs a second to start and a few to bootstrap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

SUITE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Only `make e2e` runs these tests: they need packages that the project's own set-up has not."""
    return None if config.rootpath == SUITE else True


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from tests.e2e.cloud import running_cloud
    from tests.e2e.deployment import bootstrap

    with running_cloud(tmp_path_factory.mktemp("cloud")) as cloud:
        bootstrap(cloud)
        yield cloud
