"""No tool finds anything in what becomes of the examples and the golden cases; see `make nag`."""

from __future__ import annotations

import os
from pathlib import Path

import aws_cdk as cdk
import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.nag.findings import Assembly, found_in, synthesized
from tests.support import REPOSITORY, new_app

OURS = [
    *sorted((REPOSITORY / "examples").glob("*/stacktape.yml")),
    *sorted((REPOSITORY / "tests" / "cases" / "templates").glob("*.yml")),
]

# More configs, of a folder that is no part of the project: make nag CONFIGS=folder
OTHERS = sorted(Path(os.environ["CONFIGS"]).rglob("*.yml")) if os.environ.get("CONFIGS") else []

# Each config is built for any account and region, and for one: ARNs read differently.
ENVIRONMENTS = {"Anywhere": None, "Ireland": cdk.Environment(account="123456789012", region="eu-west-1")}


def assembly_of(config: Path) -> Assembly:
    """What becomes of a config.

    Raises:
        ConfigError: it is refused.
    """
    app = new_app()
    for id, env in ENVIRONMENTS.items():
        StacktapeStack(
            app, id, config=config, stage="dev", project_name="demo", code="placeholder", profile="x", env=env
        )
    return synthesized(app)


def name_of(config: Path) -> str:
    return f"{config.parent.name}/{config.stem}"


@pytest.mark.parametrize("config", OURS, ids=name_of)
def test_nothing_is_found_in_a_config_of_ours(config: Path) -> None:
    assembly = assembly_of(config)

    assert assembly.warnings == []
    assert found_in(assembly) == {}


# A test without parameters is reported as skipped.
if OTHERS:

    @pytest.mark.parametrize("config", OTHERS, ids=name_of)
    def test_nothing_is_found_in_a_config_of_others(config: Path) -> None:
        try:
            assembly = assembly_of(config)
        except ConfigError:
            pytest.skip("refused, or not supported yet")

        assert found_in(assembly) == {}
