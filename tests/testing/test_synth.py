"""Templates as the CDK's command line would write them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events

from stacktape_constructs.errors import ConfigError, InvalidArgumentError
from stacktape_constructs.testing import cdk_context, config_template, new_app, stack_template
from tests.support import REPOSITORY

CONFIG = "resources:\n  orders:\n    type: event-bus\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with flags of its own, whose tests run in a folder below."""
    (tmp_path / "cdk.json").write_text(json.dumps({"app": "x", "context": {"flag": True, "both": "of the flags"}}))
    (tmp_path / "stacktape.yml").write_text(CONFIG)
    (tmp_path / "tests").mkdir()
    monkeypatch.chdir(tmp_path / "tests")
    return tmp_path


def test_the_flags_are_those_of_the_nearest_cdk_json(project: Path) -> None:
    assert cdk_context() == {"flag": True, "both": "of the flags"}
    assert new_app(context={"flag": False}).node.try_get_context("flag") is False


def test_what_was_looked_up_is_there_too_and_the_flags_win(project: Path) -> None:
    (project / "cdk.context.json").write_text('{"zones": ["a"], "both": "looked up"}')

    assert cdk_context() == {"flag": True, "both": "of the flags", "zones": ["a"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no file '"), ("{", "is none: "), ("[]", "holds a list")],
)
def test_what_is_no_cdk_json_is_refused(content: str | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "cdk.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(InvalidArgumentError) as caught:
        cdk_context(path)

    assert said in str(caught.value)


def test_a_config_is_synthesized_once_and_again_if_anything_changed(project: Path) -> None:
    config = project / "stacktape.yml"
    first = config_template(config)

    assert config_template(config) is first
    assert config_template(config, stage="prod") is not first
    assert config_template(config, context={"flag": False}) is not first
    config.write_text(CONFIG.replace("orders", "others"))
    assert list(config_template(config).to_json()["Resources"]) == ["OthersEventBus"]


def test_stage_account_and_region_are_those_that_are_asked_for(project: Path) -> None:
    text = CONFIG + "stackConfig: {outputs: [{name: where, value: \"$Format('{}/{}', $Stage(), $Region())\"}]}\n"
    (project / "stacktape.yml").write_text(text)

    made = config_template(project / "stacktape.yml", stage="prod", account="123456789012", region="eu-west-1")

    assert made.to_json()["Outputs"]["where"]["Value"] == "prod/eu-west-1"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "shop-prod-orders of blue"),
        ({"context": {"stage": "dev", "team": "red"}}, "shop-dev-orders of red"),
        ({"stage": "test", "project_name": "mine", "cli_arguments": {"team": "green"}}, "mine-test-orders of green"),
    ],
)
def test_options_may_stand_in_the_cdk_json_as_for_cdk_synth(arguments: Any, expected: str, project: Path) -> None:
    context = {"stage": "prod", "projectName": "shop", "team": "blue"}
    (project / "cdk.json").write_text(json.dumps({"app": "x", "context": context}))
    text = f"{CONFIG}stackConfig: {{outputs: [{{name: team, value: \"$CliArgs('team')\"}}]}}\n"
    (project / "stacktape.yml").write_text(text)

    made = config_template(project / "stacktape.yml", **arguments).to_json()

    name = made["Resources"]["OrdersEventBus"]["Properties"]["Name"]
    assert f"{name} of {made['Outputs']['team']['Value']}" == expected


def test_a_wrong_config_is_told_to_be_wrong(project: Path) -> None:
    (project / "stacktape.yml").write_text(CONFIG.replace("event-bus", "event-buss"))

    with pytest.raises(ConfigError, match="did you mean 'event-bus'"):
        config_template(project / "stacktape.yml")


def test_a_stack_gives_its_template_and_may_not_be_added_to_then() -> None:
    stack = cdk.Stack(new_app(cdk_json=REPOSITORY / "cdk.json"), "Shop")
    events.EventBus(stack, "Orders")
    stack_template(stack).resource_count_is("AWS::Events::EventBus", 1)
    events.EventBus(stack, "Others")

    with pytest.raises(InvalidArgumentError, match="in an app that was changed after a template was made of it"):
        stack_template(stack)


def test_what_is_no_stack_is_refused() -> None:
    nothing: Any = new_app(cdk_json=REPOSITORY / "cdk.json")

    with pytest.raises(InvalidArgumentError, match=r"must be a cdk\.Stack, got App"):
        stack_template(nothing)


@pytest.mark.parametrize(("given", "then"), [(None, "false"), ("true", "true")])
def test_validation_is_off_unless_it_was_asked_for(given: str | None, then: str) -> None:
    program = (
        "import os, sys, stacktape_constructs.testing; print(os.environ['CDK_VALIDATION'], 'aws_cdk' in sys.modules)"
    )
    environment = {"PYTHONPATH": str(REPOSITORY), **({} if given is None else {"CDK_VALIDATION": given})}

    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == [then, "False"]
