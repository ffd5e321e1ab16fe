"""Stacks made of the text of a config, and what their templates say."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.config.config import Config
from stacktape_constructs.config.load import load
from stacktape_constructs.config.schema import Block
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.resources.catalog import catalog
from stacktape_constructs.source import Source
from tests.config.configs import facts
from tests.support import new_app, template_of


@attrs.frozen
class ConfiguredStack:
    """One synthesized stack. Nothing can be added to it."""

    stack: StacktapeStack
    template: dict[str, Any]

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        return cast(dict[str, dict[str, Any]], self.template["Resources"])

    @property
    def types(self) -> dict[str, str]:
        """The types by logical id."""
        return {logical_id: resource["Type"] for logical_id, resource in self.resources.items()}

    def properties(self, logical_id: str) -> dict[str, Any]:
        return cast(dict[str, Any], self.resources[logical_id].get("Properties", {}))

    def environment(self, logical_id: str) -> dict[str, Any]:
        """The variables of a function, or of the container of a job."""
        properties = self.properties(logical_id)
        if "ContainerProperties" in properties:
            return {
                variable["Name"]: variable["Value"] for variable in properties["ContainerProperties"]["Environment"]
            }
        return cast(dict[str, Any], properties["Environment"]["Variables"])

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of all resources of a type, by logical id."""
        return {id: self.properties(id) for id, found in self.types.items() if found == kind}

    def statements_of(self, role: str) -> list[dict[str, Any]]:
        """The statements of all policies of a role, by the logical id of the role."""
        return [
            statement
            for policy in self.of_type("AWS::IAM::Policy").values()
            if {"Ref": role} in policy["Roles"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]


def build(text: str, folder: Path, *, id: str = "Stack", **arguments: Any) -> StacktapeStack:
    """The stack of a config, stage `dev` of project `demo` with placeholder code unless told otherwise."""
    path = folder / "stacktape.yml"
    path.write_text(textwrap.dedent(text))
    defaults = {"config": path, "stage": "dev", "project_name": "demo", "code": "placeholder"}
    return StacktapeStack(arguments.pop("app", None) or new_app(), id, **{**defaults, **arguments})


def configured(text: str, folder: Path, **arguments: Any) -> ConfiguredStack:
    """The same, synthesized."""
    stack = build(text, folder, **arguments)
    return ConfiguredStack(stack, template_of(stack))


def problems_of(text: str, folder: Path, **arguments: Any) -> list[str]:
    """What is wrong with a config: `line:column: sentence`."""
    with pytest.raises(ConfigError) as caught:
        build(text, folder, **arguments)
    found = []
    for problem in caught.value.problems:
        place = f"{problem.position.line}:{problem.position.column}: " if problem.position else ""
        found.append(f"{place}{problem.message}")
    return found


def read(text: str, **changes: Any) -> Config:
    """A config of the types that there are, read and not built; `changes` are those of the facts."""
    source = Source("stacktape.yml", textwrap.dedent(text))
    return load(read_text(source.text, name=source.name), source, facts(**changes), catalog())


def blocks_of(text: str) -> dict[str, Block]:
    """The properties of the resources of a config, by name."""
    return {resource.name: resource.properties for resource in read(text).resources}


def function_problems(properties: str, folder: Path, **arguments: Any) -> list[str]:
    """What is wrong with a function beside a bus and an API; the first line of its properties is line 8."""
    text = """\
resources:
  bus: {type: event-bus}
  api: {type: http-api-gateway}
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
"""
    body = textwrap.indent(textwrap.dedent(properties).strip(), "      ")
    return problems_of(f"{text}{body}\n", folder, **arguments)


def references_in(value: Any) -> set[str]:
    """The logical ids, and names of pseudo parameters, that a part of a template refers to."""
    if isinstance(value, list):
        return {name for item in value for name in references_in(item)}
    if not isinstance(value, dict):
        return set()
    if set(value) == {"Ref"}:
        return {value["Ref"]}
    if set(value) == {"Fn::GetAtt"}:
        return {value["Fn::GetAtt"][0]}
    return {name for item in value.values() for name in references_in(item)}
