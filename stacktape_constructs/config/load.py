"""Nodes → config: directives, then dialects, then types."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from stacktape_constructs.config.config import Config, RawResource, ResourceDeclaration, Root
from stacktape_constructs.config.decoder import Decoder, shown
from stacktape_constructs.config.dialects import normalise
from stacktape_constructs.config.directives.evaluator import Evaluator, InvalidNode
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.config.language import FORMER_RESOURCE_TYPES, GROUPS_OF_2020, RESOURCE_TYPES
from stacktape_constructs.config.problems import Problems
from stacktape_constructs.config.schema import Block
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, scalar_value
from stacktape_constructs.document.quoting import quoted, shortened
from stacktape_constructs.errors import ConfigError, Problem, closest, meant_property
from stacktape_constructs.source import Position, Source

#: Read by Stacktape's own tools only.
NOT_READ = ("hooks", "scripts", "directives", "providerConfig", "budgetControl")
#: Read by other directives only; a directive in there may fail unseen.
_NOT_EVALUATED = ("variables", *NOT_READ)
#: Root keys by which files of other tools are told, which no config has.
_OTHER_LANGUAGES = (
    ({"AWSTemplateFormatVersion"}, "a template of CloudFormation or SAM"),
    ({"Transform"}, "a template of CloudFormation or SAM"),
    ({"provider", "functions"}, "a config of the Serverless Framework"),
)
#: CloudFormation's limit for one stack
#: (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
MAX_RESOURCES = 500
#: The names under `resources`, and under `cloudformationResources`, where they are CloudFormation's logical ids.
RESOURCE_NAME = r"[A-Za-z0-9]+"
LOGICAL_ID = r"[A-Za-z0-9]{1,255}"
_RESOURCE_KEYS = ("type", "properties", "overrides")
_OUTPUT_NAME = re.compile(r"[A-Za-z0-9]+\Z")


@attrs.frozen
class Catalog:
    """The resource types that can be built.

    Attributes:
        types: their names.
        block_of: gives the shape of the properties of one.
    """

    types: tuple[str, ...]
    block_of: Callable[[str], type[Block]]


def project_name_in(document: Node | None) -> ScalarNode | None:
    """The project's name that a config carries itself, in the spelling of any year."""
    if not isinstance(document, MappingNode):
        return None
    for key in ("serviceName", "stackName"):
        node = document.get(key)
        if isinstance(node, ScalarNode) and not node.text.startswith("$") and scalar_value(node) is not None:
            return node
    return None


def load(document: Node | None, source: Source, facts: Facts, catalog: Catalog) -> Config:
    """Reads a document as a config.

    Args:
        document: the root of the document, None if it is empty.
        source: where it was read from, for a problem that has no node to stand at.
        facts: what its directives may ask.
        catalog: the resource types that there are.

    Raises:
        ConfigError: with every problem found, each at its place.
    """
    problems = Problems()
    config = _load(document, source, facts, catalog, problems)
    if config is None or problems:
        raise ConfigError(problems)
    return config


def _load(
    document: Node | None, source: Source, facts: Facts, catalog: Catalog, problems: list[Problem]
) -> Config | None:
    if document is None:
        problems.append(Problem(Position(source, 1, 1), "the config is empty; it needs at least 'resources'"))
        return None
    if not isinstance(document, MappingNode):
        problems.append(
            Problem(document.position, f"the config must be a mapping with 'resources', got {shown(document)}")
        )
        return None
    other = _other_language(document)
    if other is not None:
        problems.append(other)
        return None
    evaluator = Evaluator(document, facts, problems)
    evaluated = MappingNode(
        document.position,
        tuple(
            (key, value if key.text in _NOT_EVALUATED else evaluator.evaluate(value)) for key, value in document.entries
        ),
    )
    root = normalise(evaluated)
    typed = Decoder("the config", problems).block(Root, root, at=root.position)
    resources = _resources(root.get("resources"), catalog, problems)
    raw = _raw_resources(root.get("cloudformationResources"), problems)
    if typed is None:
        return None
    if typed.stack_config is not None:
        _check_output_names(typed, problems)
    if not problems and not resources and not raw:
        message = "the config has no resources, and a stack must have at least one"
        problems.append(Problem(typed.position_of("resources"), message))
    return Config(resources, raw, typed.stack_config, typed.deployment_config)


def _other_language(document: MappingNode) -> Problem | None:
    """What is said of a file of another tool, in the place of all that is wrong with it as a config."""
    keys = {key.text: key for key, _ in document.entries}
    for told_by, language in _OTHER_LANGUAGES:
        if keys.keys() >= told_by:
            message = (
                f"this is {language} and no Stacktape config, whose 'resources' have types such as 'function'; "
                "docs/coming-from-sam-serverless-sst.md says what is called what"
            )
            return Problem(keys[min(told_by, key=list(keys).index)].position, message)
    return None


def _resources(node: Node | None, catalog: Catalog, problems: list[Problem]) -> tuple[ResourceDeclaration, ...]:
    if node is None or isinstance(node, InvalidNode):
        return ()
    if not isinstance(node, MappingNode):
        problems.append(
            Problem(node.position, f"'resources' must be a mapping of names to resources, got {shown(node)}")
        )
        return ()
    _check_number(node, problems)
    read = [_resource(name, resource, catalog, problems) for name, resource in node.entries[:MAX_RESOURCES]]
    return tuple(resource for resource in read if resource is not None)


def _resource(name: ScalarNode, node: Node, catalog: Catalog, problems: list[Problem]) -> ResourceDeclaration | None:
    def report(position: Position, message: str) -> None:
        problems.append(Problem(position, message))

    if isinstance(node, InvalidNode):
        return None
    if not isinstance(node, MappingNode):
        report(node.position, f"resource {quoted(name.text)} must be a mapping with 'type', got {shown(node)}")
        return None
    if name.text in GROUPS_OF_2020 and "type" not in node:
        report(
            name.position,
            f"'{name.text}' groups resources as configs of 2020 did, which is not supported; "
            "write each resource under 'resources' with its name, 'type' and 'properties'",
        )
        return None
    if not re.fullmatch(RESOURCE_NAME, name.text):
        report(name.position, f"resource name {quoted(name.text)} may have letters and digits only")
    misspelt: set[str | None] = set()
    for key, _ in node.entries:
        if key.text not in _RESOURCE_KEYS:
            meant = closest(key.text, _RESOURCE_KEYS)
            misspelt.add(meant)
            listed = f"; it has: {', '.join(_RESOURCE_KEYS)}"
            hint = listed if meant is None else meant_property(meant, node.keys())
            report(key.position, f"unknown property {quoted(key.text)} of resource {quoted(name.text)}{hint}")
    kind = node.get("type")
    if kind is None and "type" in misspelt:
        return None
    if kind is None:
        report(name.position, f"resource {quoted(name.text)} has no 'type'; supported: {', '.join(catalog.types)}")
        return None
    if isinstance(kind, InvalidNode):
        return None
    if not isinstance(kind, ScalarNode) or scalar_value(kind) is None:
        report(kind.position, f"'type' of resource {quoted(name.text)} must be text, got {shown(kind)}")
        return None
    if kind.text not in catalog.types:
        known = kind.text in RESOURCE_TYPES | FORMER_RESOURCE_TYPES
        problems.append(Problem(kind.position, _unsupported_type(kind.text, catalog), unsupported=known))
        return None
    properties = node.get("properties")
    if properties is None and "properties" in misspelt:
        return None
    subject = f"{kind.text} {quoted(name.text)}"
    if isinstance(properties, ScalarNode) and scalar_value(properties) is None:
        report(properties.position, f"'properties' of {subject} is empty; remove the key")
        return None
    at = name.position if properties is None else node.key_position("properties")
    block = Decoder(subject, problems).block(catalog.block_of(kind.text), properties, at=at)
    overrides = node.get("overrides")
    if overrides is not None and not isinstance(overrides, (MappingNode, InvalidNode)):
        report(
            overrides.position,
            f"'overrides' of {subject} must be a mapping of CloudFormation logical ids, got {shown(overrides)}",
        )
    if block is None:
        return None
    return ResourceDeclaration(
        name.text, kind.text, name.position, block, overrides if isinstance(overrides, MappingNode) else None
    )


def _unsupported_type(kind: str, catalog: Catalog) -> str:
    supported = f"supported: {', '.join(catalog.types)}"
    if kind in RESOURCE_TYPES:
        return f"resource type '{kind}' is not supported yet; {supported}"
    if kind in FORMER_RESOURCE_TYPES:
        return f"resource type '{kind}' is no longer in Stacktape's language; remove the resource; {supported}"
    words = set(kind.lower().split("-"))
    # `lambda-function` is closer to `edge-lambda-function` by its letters, and means `function`.
    within = (known for known in catalog.types if words >= set(known.split("-")))
    meant = next(within, None) or closest(kind, [*catalog.types, *sorted(RESOURCE_TYPES)])
    if meant is None:
        return f"unknown resource type {quoted(kind)}; {supported}"
    yet = "" if meant in catalog.types else ", which is not supported yet"
    return f"unknown resource type {quoted(kind)}; {supported}; did you mean '{meant}'{yet}?"


def _raw_resources(node: Node | None, problems: list[Problem]) -> tuple[RawResource, ...]:
    if node is None or isinstance(node, InvalidNode):
        return ()
    if not isinstance(node, MappingNode):
        message = f"'cloudformationResources' must be a mapping of logical ids to resources, got {shown(node)}"
        problems.append(Problem(node.position, message))
        return ()
    _check_number(node, problems)
    raw: list[RawResource] = []
    for key, definition in node.entries[:MAX_RESOURCES]:
        if not re.fullmatch(LOGICAL_ID, key.text):
            message = f"logical id {quoted(key.text)} may have 1 to 255 letters and digits only"
            problems.append(Problem(key.position, message))
        fault = _raw_resource_fault(key.text, definition)
        if fault is not None:
            problems.append(fault)
        elif isinstance(definition, MappingNode):
            raw.append(RawResource(key.text, key.position, definition))
    return tuple(raw)


def _check_number(resources: MappingNode, problems: list[Problem]) -> None:
    if len(resources.entries) > MAX_RESOURCES:
        first_too_many, _ = resources.entries[MAX_RESOURCES]
        message = (
            f"a stack has at most {MAX_RESOURCES} resources, got {len(resources.entries):,}; make two configs of it"
        )
        problems.append(Problem(first_too_many.position, message))


def _raw_resource_fault(name: str, definition: Node) -> Problem | None:
    if isinstance(definition, InvalidNode):
        return None
    kind = definition.get("Type") if isinstance(definition, MappingNode) else None
    if isinstance(kind, InvalidNode):
        return None
    if not isinstance(definition, MappingNode) or not isinstance(kind, ScalarNode) or scalar_value(kind) is None:
        return Problem(
            definition.position,
            f"CloudFormation resource {quoted(name)} must be a mapping with 'Type', such as AWS::SNS::Topic",
        )
    properties = definition.get("Properties")
    empty = isinstance(properties, ScalarNode) and scalar_value(properties) is None
    if properties is None or empty or isinstance(properties, (MappingNode, InvalidNode)):
        return None
    message = f"'Properties' of CloudFormation resource {quoted(name)} must be a mapping, got {shown(properties)}"
    return Problem(properties.position, message)


def _check_output_names(root: Root, problems: list[Problem]) -> None:
    assert root.stack_config is not None
    seen: dict[str, int] = {}
    for output in root.stack_config.outputs:
        position = output.position_of("name")
        if not _OUTPUT_NAME.match(output.name):
            letters = shortened("".join(re.findall(r"[A-Za-z0-9]+", output.name)), 255)
            suggestion = f", as in '{letters}'" if letters else ""
            message = f"output name {quoted(output.name)} may have letters and digits only{suggestion}"
            problems.append(Problem(position, message))
        elif output.name in seen:
            message = f"output {quoted(output.name)} is declared twice; the first is on line {seen[output.name]}"
            problems.append(Problem(position, message))
        seen.setdefault(output.name, position.line)
