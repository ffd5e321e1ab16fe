"""The example of a type, synthesized: as it is, and with each of its options.

What differs between these templates is what an option does; nothing is assumed of it.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import aws_cdk as cdk

from stacktape_constructs import StacktapeStack
from stacktape_constructs.config.schema import fields_of
from stacktape_constructs.resources.example import Properties
from stacktape_constructs.resources.registry import (
    event_example,
    event_type_names,
    resource_example,
    resource_type,
    resource_type_names,
)
from stacktape_constructs.resources.workload_config import Workload

#: The end of the logical id of a Lambda version, which is another one for each content of the function.
_VERSION_HASH = re.compile(r"[0-9A-F]{8}[0-9a-f]{32}$")

CDK_JSON = Path(__file__).parent.parent.parent / "cdk.json"

#: What is connected to each example, to see what that gives.
CALLER = "caller"

#: One property with its value, by the path of its name; `("events", name)` is an event of that type.
Setting = tuple[str, ...]

Option = frozenset[Setting]

#: The resources of a template, by logical id.
Resources = Mapping[str, Mapping[str, Any]]


@attrs.frozen
class Trial:
    """One config with the example of a type, and what was made of it.

    Attributes:
        option: what the example has that it could be without.
        resources: the resources of the template, by logical id.
        parameters: the parameters that the example's construct has.
    """

    option: Option
    resources: Resources
    parameters: frozenset[str]


@attrs.frozen
class Trials:
    """All trials of one type.

    Attributes:
        name: name of the example.
        trials: the example as it is, then with each option.
        construct: the class of its construct.
        without: the logical ids that the same config has without it.
    """

    name: str
    trials: tuple[Trial, ...]
    construct: type
    without: frozenset[str]

    @property
    def least(self) -> Trial:
        """The example as it is."""
        return self.trials[0]


def is_workload(type_name: str) -> bool:
    """Whether resources of a type run code, and so can be connected to others and be started by events."""
    return issubclass(resource_type(type_name).config, Workload)


def config_of(type_name: str, properties: Properties) -> dict[str, Any]:
    """A config with a resource of a type, all that its example and the events need, and what is connected to it."""
    example = resource_example(type_name)
    resources: dict[str, Any] = dict(example.beside)
    if is_workload(type_name):
        for event in event_type_names():
            resources |= event_example(event).beside
    resources[example.name] = {"type": type_name, "properties": dict(properties)}
    if resource_type(type_name).connectable:
        function = resource_example("function")
        resources[CALLER] = {"type": "function", "properties": {**function.properties, "connectTo": [example.name]}}
    return {"resources": resources}


def options_of(type_name: str) -> dict[Option, Properties]:
    """The options of a type with the properties that they are, the empty one first."""
    options: list[Properties] = [{}, *resource_example(type_name).options]
    if is_workload(type_name):
        for name in event_type_names():
            example = event_example(name)
            options += [
                {"events": [{"type": name, "properties": merged(example.properties, more)}]}
                for more in ({}, *example.options)
            ]
    return {_settings(type_name, properties): properties for properties in options}


def _settings(type_name: str, properties: Properties) -> Option:
    found: set[Setting] = set()
    for name, value in properties.items():
        if name != "events":
            found |= _within(resource_type(type_name).config, (), {name: value})
            continue
        for event in value:
            found.add(("events", event["type"]))
            least = event_example(event["type"]).properties
            found |= {("events", event["type"], name) for name in event["properties"] if name not in least}
    return frozenset(found)


def _within(block: Any, path: Setting, properties: Properties) -> set[Setting]:
    """The properties that a mapping sets, those of mappings in it by themselves."""
    found: set[Setting] = set()
    for name, value in properties.items():
        shape = fields_of(block)[name]
        here = (*path, name)
        if isinstance(value, Mapping) and shape.type.block is not None:
            found |= _within(shape.type.block, here, value)
        else:
            # What a text is does not matter, if it is not one of a few.
            said = "" if value is True or shape.type.kind not in ("bool", "literal") else f": {value}"
            found.add((*path, name + said))
    return found


def merged(least: Properties, more: Properties) -> dict[str, Any]:
    """Properties with more of them, in mappings too."""
    both = dict(least)
    for name, value in more.items():
        inner = both.get(name)
        both[name] = merged(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return both


@functools.cache
def trials_of_all() -> Mapping[str, Trials]:
    """The trials of all types, synthesized together."""
    app = new_app()
    stacks: dict[str, dict[Option, StacktapeStack]] = {}
    without: dict[str, StacktapeStack] = {}
    for name in resource_type_names():
        example = resource_example(name)
        stacks[name] = {
            option: _stack(app, f"{name}-{index}", config_of(name, merged(example.properties, properties)))
            for index, (option, properties) in enumerate(options_of(name).items())
        }
        beside = config_of(name, example.properties)["resources"]
        del beside[example.name]
        beside.pop(CALLER, None)
        # A config needs a resource; this one brings nothing that others have.
        beside["nothing"] = {"type": "event-bus"}
        without[name] = _stack(app, f"{name}-without", {"resources": beside})
    templates = _templates(app)
    return {
        name: Trials(
            name=resource_example(name).name,
            trials=tuple(_trial(name, option, made, templates) for option, made in made_by_option.items()),
            construct=type(made_by_option[frozenset()].resources[resource_example(name).name]),
            without=frozenset(templates[without[name].node.id]),
        )
        for name, made_by_option in stacks.items()
    }


def synthesized(configs: Mapping[Option, Mapping[str, Any]]) -> Mapping[Option, Resources]:
    """The resources of the templates of more configs."""
    app = new_app()
    stacks = {option: _stack(app, f"trial-{index}", config) for index, (option, config) in enumerate(configs.items())}
    templates = _templates(app)
    return {option: templates[stack.node.id] for option, stack in stacks.items()}


def built(type_name: str) -> tuple[StacktapeStack, Any]:
    """A stack with the example as it is, to do more with, and the construct of the example."""
    example = resource_example(type_name)
    stack = _stack(new_app(), example.name, config_of(type_name, example.properties))
    return stack, stack.resources[example.name]


def new_app() -> cdk.App:
    """An app with the flags of this repository's own, without which templates are not those that users get."""
    return cdk.App(context=json.loads(CDK_JSON.read_text(encoding="utf-8"))["context"])


def _templates(app: cdk.App) -> Mapping[str, Resources]:
    return {
        made.id: {_VERSION_HASH.sub("<hash>", id): found for id, found in made.template["Resources"].items()}
        for made in app.synth().stacks
    }


def _trial(type_name: str, option: Option, stack: StacktapeStack, templates: Mapping[str, Resources]) -> Trial:
    construct: Any = stack.resources[resource_example(type_name).name]
    return Trial(option, templates[stack.node.id], frozenset(construct.parameters))


def _stack(app: cdk.App, id: str, config: Mapping[str, Any]) -> StacktapeStack:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stacktape.yml"
        path.write_text(json.dumps(config), encoding="utf-8")
        return StacktapeStack(app, id, config=path, stage="dev", project_name="shop", code="placeholder")
