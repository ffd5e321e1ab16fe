"""cdk-nag's AwsSolutions pack finds nothing that is not acknowledged; see `make nag`."""

from __future__ import annotations

import os
from pathlib import Path

import aws_cdk as cdk
import cdk_nag
import pytest

from stacktape_constructs import StacktapeStack
from tests.support import REPOSITORY, new_app

CONFIGS = [
    *sorted((REPOSITORY / "examples").glob("*/stacktape.yml")),
    *sorted((REPOSITORY / "tests" / "cases" / "templates").glob("*.yml")),
    # More configs, of a folder that is no part of the project: NAG_CONFIGS=folder make nag
    *sorted(Path(os.environ["NAG_CONFIGS"]).rglob("*.yml") if "NAG_CONFIGS" in os.environ else ()),
]


def findings(app: cdk.App) -> str:
    """What the pack and CDK's own validation find, as text; empty if nothing."""
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    try:
        app.synth()
    except RuntimeError as error:
        return str(error)
    return ""


def test_the_pack_is_at_work():
    app = new_app()
    cdk.aws_ec2.CfnVPC(cdk.Stack(app, "Demo"), "Vpc", cidr_block="10.0.0.0/16")

    assert findings(app)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_everything_that_is_found_in_a_config_is_acknowledged(config):
    from stacktape_constructs.errors import ConfigError

    app = new_app()
    try:
        StacktapeStack(app, "Demo", config=config, stage="dev", project_name="demo", code="placeholder", profile="x")
    except ConfigError:
        pytest.skip("refused")

    assert findings(app) == ""
