"""One Docker, one registry and one emulator for all tests; each project is deployed once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.e2e.cloud import ACCOUNT, REGION, running_cloud
from tests.e2e.deployment import App, bootstrap
from tests.images.bases import Bases, NoBaseError, bases_of
from tests.images.build_tools import STAND_IN, BuildTools
from tests.images.deployed import DeployedImage
from tests.images.engine import Engine, NoEngineError, running_engine
from tests.images.registry import Registry, running_registry
from tests.images.sources import copy_of_projects


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    try:
        with running_engine(tmp_path_factory.mktemp("docker")) as engine:
            yield engine
    except NoEngineError as error:
        pytest.exit(str(error), returncode=2)


@pytest.fixture(scope="session")
def registry(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    try:
        with running_registry(engine, tmp_path_factory.mktemp("registry")) as registry:
            yield registry
    except NoEngineError as error:
        pytest.exit(str(error), returncode=2)


@pytest.fixture(scope="session")
def bases(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Bases:
    return Bases(engine, tmp_path_factory.mktemp("bases"))


@pytest.fixture(scope="session")
def tools(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> BuildTools:
    return BuildTools.stand_ins(engine, tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="session")
def app(registry: Registry, tools: BuildTools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """All projects, synthesized, and a cloud to deploy them to."""
    with running_cloud(tmp_path_factory.mktemp("cloud")) as emulator:
        variables = {"CDK_DOCKER": str(registry.docker), "PATH": f"{tools.folder}:{os.environ['PATH']}"}
        cloud = replace(emulator, variables=variables)
        bootstrap(cloud)
        app = App(cloud, copy_of_projects(tmp_path_factory.mktemp("app")), tmp_path_factory.mktemp("assembly"))
        app.synth()
        yield app


@pytest.fixture(scope="session")
def deployed(app: App, engine: Engine, registry: Registry, bases: Bases) -> Callable[[str], DeployedImage]:
    """Gives the image of a project, which `cdk deploy` has built and pushed."""
    made: dict[str, DeployedImage | BaseException] = {}

    def image(project: str) -> DeployedImage:
        if project not in made:
            try:
                made[project] = _deploy(project, app, engine, registry, bases)
            except (AssertionError, pytest.skip.Exception) as error:
                # The same for each test, and not tried again.
                made[project] = error
        found = made[project]
        if isinstance(found, BaseException):
            raise found
        return found

    return image


def _deploy(project: str, app: App, engine: Engine, registry: Registry, bases: Bases) -> DeployedImage:
    assets = json.loads((app.assembly / f"{project}.assets.json").read_text())["dockerImages"]
    ((asset_id, asset),) = assets.items()
    source = asset["source"]
    dockerfile = STAND_IN
    if "directory" in source:
        dockerfile = (app.assembly / source["directory"] / source.get("dockerFile", "Dockerfile")).read_text()
    try:
        for name in bases_of(dockerfile):
            bases.provide(name)
    except NoBaseError as error:
        pytest.skip(str(error))
    # What the run before has left, for the CDK would not build it again.
    engine.run("image", "rm", "--force", f"cdkasset-{asset_id}")
    app.deploy(project)
    (destination,) = asset["destinations"].values()
    repository = destination["repositoryName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
    name = registry.name_of(f"account/{repository}:{destination['imageTag']}")
    # Nothing but what the registry has.
    engine.run("image", "rm", "--force", name)
    engine.run("pull", "--quiet", name)
    return DeployedImage(engine, name, app.template_of(project))
