from __future__ import annotations

import json
from collections.abc import Mapping

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam

import stacktape_constructs
from stacktape_constructs.config.language import RESOURCE_TYPES
from stacktape_constructs.config.schema import Block, fields_of
from stacktape_constructs.resources.registry import (
    event_blocks,
    event_example,
    event_trigger,
    event_type,
    event_type_names,
    resource_builder,
    resource_example,
    resource_type,
    resource_type_names,
)
from tests.configured import ConfiguredStack, blocks_of, configured, read
from tests.support import REPOSITORY
from tests.test_error_cases import CASES as ERROR_CASES

FOLDERS = [
    folder.name
    for folder in (REPOSITORY / "stacktape_constructs" / "resources").iterdir()
    if (folder / "__init__.py").is_file()
]

#: One resource of each type, with all that gives it parameters and children.
CONFIG = """
resources:
  bus:
    type: event-bus
    properties: {archivation: {enabled: true}}
  function:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      url: {enabled: true}
  job:
    type: batch-job
    properties:
      container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}
      resources: {cpu: 1, memory: 200}
  api: {type: http-api-gateway}
"""
NAMES = {"event-bus": "bus", "function": "function", "batch-job": "job", "http-api-gateway": "api"}


@pytest.fixture(scope="module")
def one_of_each(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("one_of_each"))


class TestFolders:
    def test_a_folder_is_all_it_takes_to_have_a_type(self) -> None:
        assert {*resource_type_names(), *event_type_names()} == {name.replace("_", "-") for name in FOLDERS}

    def test_the_types_are_stacktapes(self) -> None:
        assert resource_type_names() == ("batch-job", "event-bus", "function", "http-api-gateway")
        assert event_type_names() == ("event-bus", "http-api-gateway", "schedule")
        assert set(resource_type_names()) <= set(RESOURCE_TYPES)

    @pytest.mark.parametrize("name", resource_type_names())
    def test_a_resource_type_is_registered_under_its_own_name(self, name: str) -> None:
        assert resource_type(name).name == name

    @pytest.mark.parametrize("name", event_type_names())
    def test_an_event_type_is_registered_under_its_own_name(self, name: str) -> None:
        registered = event_type(name)

        assert (registered.name, registered.config.TYPE) == (name, name)
        assert callable(event_trigger(name))

    def test_an_unknown_type_is_an_error_of_the_caller(self) -> None:
        with pytest.raises(ImportError):
            resource_type("bucket")

    @pytest.mark.parametrize("name", resource_type_names())
    def test_a_resource_type_has_an_example_that_can_be_read(self, name: str) -> None:
        example = resource_example(name)
        resources = {**example.beside, example.name: {"type": name, "properties": example.properties}}

        assert example.options
        assert [declared.type for declared in read(json.dumps({"resources": resources})).resources][-1] == name

    @pytest.mark.parametrize("name", event_type_names())
    def test_an_event_has_an_example_that_can_be_read(self, name: str) -> None:
        example = event_example(name)
        function = resource_example("function")
        events = [{"type": name, "properties": example.properties}]
        started = {"type": "function", "properties": {**function.properties, "events": events}}

        read(json.dumps({"resources": {**example.beside, function.name: started}}))


class TestEventBlocks:
    def test_they_are_the_shapes_of_all_events(self) -> None:
        blocks = event_blocks()

        assert list(blocks) == list(event_type_names())
        assert len(blocks) == len(event_type_names())
        assert all(blocks[name] is event_type(name).config for name in blocks)

    def test_one_that_is_not_there_is_none(self) -> None:
        assert event_blocks().get("sqs") is None


class TestShapes:
    @pytest.mark.parametrize("name", resource_type_names())
    def test_every_property_of_a_type_can_be_read_and_is_documented(self, name: str) -> None:
        seen: set[type[Block]] = set()

        def check(block: type[Block]) -> None:
            if block in seen:
                return
            seen.add(block)
            assert block.__doc__
            for shape in fields_of(block).values():
                assert shape.property.doc.endswith(".")
                for variant in (shape.property.variants() if shape.property.variants else {}).values():
                    check(variant)
                inner = shape.type.item or shape.type
                if inner.block is not None:
                    check(inner.block)

        check(resource_type(name).config)
        assert len(seen) > 1


@pytest.mark.parametrize("kind", resource_type_names())
class TestEachType:
    """What a type says of itself before anything is built is what its construct then does."""

    def test_its_construct_is_public(self, kind: str, one_of_each: ConfiguredStack) -> None:
        construct = type(one_of_each.stack.resources[NAMES[kind]])

        assert getattr(stacktape_constructs, construct.__name__) is construct

    def test_what_is_said_of_a_wrong_one_is_shown(self, kind: str) -> None:
        assert any(f"{kind} '" in said.read_text() for said in ERROR_CASES.glob("*.txt"))

    def test_its_parameters_are_those_of_the_construct(self, kind: str, one_of_each: ConfiguredStack) -> None:
        construct = one_of_each.stack.resources[NAMES[kind]]
        block = blocks_of(CONFIG)[NAMES[kind]]

        assert resource_type(kind).parameters_of(block) == set(construct.parameters)

    def test_it_can_be_connected_to_as_it_says(self, kind: str, one_of_each: ConfiguredStack) -> None:
        construct = one_of_each.stack.resources[NAMES[kind]]

        assert hasattr(construct, "connect_statements") == resource_type(kind).connectable
        if resource_type(kind).connectable:
            assert set(construct.connect_variables) == set(construct.parameters)
            statements = construct.connect_statements()
            assert statements
            assert all(isinstance(statement, iam.PolicyStatement) for statement in statements)

    def test_its_labels_are_logical_ids_that_are_there(self, kind: str, one_of_each: ConfiguredStack) -> None:
        prefix = NAMES[kind].capitalize()
        labelled = {prefix + suffix for suffix in resource_type(kind).labels.values()}

        assert labelled
        assert labelled <= set(one_of_each.resources)

    def test_what_has_events_can_be_started_by_each_of_them(self, kind: str, one_of_each: ConfiguredStack) -> None:
        construct = one_of_each.stack.resources[NAMES[kind]]
        has_events = "events" in fields_of(resource_type(kind).config)

        assert (resource_builder(kind).trigger is not None) == has_events
        assert (resource_builder(kind).connect is not None) == has_events
        for needed in ("rule_scope", "rule_target", "route_integration", "connect_to", "add_environment"):
            assert hasattr(construct, needed) == has_events

    def test_what_acts_can_be_granted_to(self, kind: str, one_of_each: ConfiguredStack) -> None:
        construct = one_of_each.stack.resources[NAMES[kind]]

        assert hasattr(construct, "grant_principal") == hasattr(construct, "role")


def test_parameters_are_texts(one_of_each: ConfiguredStack) -> None:
    for construct in one_of_each.stack.resources.values():
        parameters: Mapping[str, str] = construct.parameters
        assert all(isinstance(value, str) and cdk.Token.is_unresolved(value) for value in parameters.values())
