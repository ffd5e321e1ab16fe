"""The example of docs/coming-from-sam-serverless-sst.md: AWS SAM translates its template, and ours makes the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from stacktape_constructs.testing import config_template
from tests.support import REPOSITORY

PAGE = (REPOSITORY / "docs" / "coming-from-sam-serverless-sst.md").read_text("utf-8")


def _blocks(info: str) -> list[str]:
    return re.findall(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def sams() -> dict[str, Any]:
    (text,) = _blocks("yaml sam")
    # `sam package` puts the code into a bucket; only then SAM translates the template.
    template = yaml_parse(text.replace("CodeUri: src/", "CodeUri: s3://bucket/key"))
    translated = Translator({}, Parser(), boto_session=_Region()).translate(template, {})
    resources = translated["Resources"]
    assert isinstance(resources, dict)
    return resources


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    (text,) = _blocks("yaml")
    config: Path = tmp_path_factory.mktemp("shop") / "stacktape.yml"
    config.write_text(text)
    resources = config_template(config, cdk_json=REPOSITORY / "cdk.json").to_json()["Resources"]
    assert isinstance(resources, dict)
    return resources


class _Region:
    """What the translator asks of a session."""

    region_name = "eu-west-1"


def _of(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in resources.values() if resource["Type"] == kind]


def test_both_have_a_rule_with_one_pattern(sams: dict[str, Any], ours: dict[str, Any]) -> None:
    patterns = [[rule["EventPattern"] for rule in _of(template, "AWS::Events::Rule")] for template in (sams, ours)]

    assert patterns[0] == patterns[1] == [{"source": ["shop"], "detail-type": ["Order paid"]}]


def test_both_have_a_bus_and_two_functions_and_allow_the_rule_to_call_one(
    sams: dict[str, Any], ours: dict[str, Any]
) -> None:
    for template in (sams, ours):
        assert len(_of(template, "AWS::Events::EventBus")) == 1
        assert len(_of(template, "AWS::Lambda::Function")) == 2
        (permission,) = _of(template, "AWS::Lambda::Permission")
        assert permission["Principal"] == "events.amazonaws.com"


def test_both_allow_one_function_to_put_events_on_the_bus(sams: dict[str, Any], ours: dict[str, Any]) -> None:
    (connector,) = _of(sams, "AWS::IAM::ManagedPolicy")
    assert [statement["Action"] for statement in connector["PolicyDocument"]["Statement"]] == [["events:PutEvents"]]

    policies = [policy["PolicyDocument"]["Statement"] for policy in _of(ours, "AWS::IAM::Policy")]
    actions = [statement["Action"] for statements in policies for statement in statements]
    assert actions.count("events:PutEvents") == 1
