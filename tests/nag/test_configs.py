"""No tool finds anything in what becomes of the examples and the golden cases; see `make nag`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import aws_cdk as cdk
import pytest
import yaml

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.nag.findings import Assembly, Finding, found_in, synthesized
from tests.support import REPOSITORY, new_app

OURS = [
    *sorted((REPOSITORY / "examples").glob("*/stacktape.yml")),
    *sorted((REPOSITORY / "tests" / "cases" / "templates").glob("*.yml")),
]

# More configs, of a folder that is no part of the project: make nag CONFIGS=folder
OTHERS = sorted(Path(os.environ["CONFIGS"]).rglob("*.yml")) if os.environ.get("CONFIGS") else []

# Each config is built for any account and region, and for one: ARNs read differently.
ENVIRONMENTS = {"Anywhere": None, "Ireland": cdk.Environment(account="123456789012", region="eu-west-1")}


# Two names that Lambda refuses: the constructs warn of one and know nothing of the other.
WRITTEN_BY_OTHERS = """
resources:
  shop:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: shop.js}}
      environment: [{name: A, value: one}]
    overrides:
      ShopFunction: {Environment.Variables.X: two}
"""


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
    def test_nothing_is_found_in_a_config_of_others_but_what_they_wrote_themselves(config: Path) -> None:
        try:
            assembly = assembly_of(config)
        except ConfigError:
            pytest.skip("refused, or not supported yet")
        written = [*overridden(yaml.safe_load(config.read_text())), *warned_of(assembly)]
        found = [finding for findings in found_in(assembly).values() for finding in findings]

        assert [finding for finding in found if not is_about(finding, written)] == []


def test_what_others_wrote_themselves_is_told_from_what_we_make(tmp_path: Path) -> None:
    config = tmp_path / "stacktape.yml"
    config.write_text(WRITTEN_BY_OTHERS)

    assembly = assembly_of(config)
    found = [finding for findings in found_in(assembly).values() for finding in findings]

    written = ["Environment.Variables.X", "Environment.Variables.A"]
    assert [*overridden(yaml.safe_load(WRITTEN_BY_OTHERS)), *dict.fromkeys(warned_of(assembly))] == written
    assert {finding.property for finding in found} == set(written)
    assert all(is_about(finding, written) for finding in found)
    assert not is_about(attrs.evolve(found[0], property="Environment.Variables.XY"), written)


def is_about(finding: Finding, properties: list[str]) -> bool:
    """Whether a finding is about one of these properties, or about something in them."""
    return any(f"{finding.property}.".startswith(f"{path}.") for path in properties)


def warned_of(assembly: Assembly) -> Iterator[str]:
    """The properties that the constructs warn of."""
    for warning in assembly.warnings:
        for name in re.findall(r"^environment name '(\w)' has one letter", warning):
            yield f"Environment.Variables.{name}"


def overridden(value: Any) -> Iterator[str]:
    """The properties that a config sets in CloudFormation's own words, which are left as they are."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths_of_overrides(inner) if key == "overrides" else overridden(inner)
    elif isinstance(value, list):
        for item in value:
            yield from overridden(item)


def _paths_of_overrides(overrides: Any) -> Iterator[str]:
    for properties in overrides.values() if isinstance(overrides, dict) else ():
        yield from _paths(properties)


def _paths(value: Any, prefix: str = "") -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _paths(inner, f"{prefix}.{key}" if prefix else str(key))
    elif prefix:
        yield prefix
