from __future__ import annotations

import textwrap

import pytest

from stacktape_constructs.config.dialects import normalise
from stacktape_constructs.document.nodes import MappingNode, to_plain
from stacktape_constructs.document.reader import read_text


def normalised(text):
    root = read_text(textwrap.dedent(text), name="stacktape.yml")
    assert isinstance(root, MappingNode)
    return to_plain(normalise(root))


def resource(text):
    """One resource, normalised in a file of its own."""
    body = textwrap.indent(textwrap.dedent(text).strip(), "    ")
    return normalised(f"resources:\n  r:\n{body}\n")["resources"]["r"]


def test_a_config_of_today_is_left_as_it_is():
    text = """
        serviceName: x
        resources:
          f:
            type: function
            properties:
              packaging: {type: custom-artifact, properties: {packagePath: a.zip}}
              connectTo: [b]
              logging: {disabled: true}
              events:
                - type: event-bus
                  properties: {eventBusName: b, eventPattern: {source: [a]}}
                - type: http-api-gateway
                  properties: {authorizer: {type: lambda, properties: {functionName: f}}}
        stackConfig:
          outputs: [{name: a, value: b}]
        """
    root = read_text(textwrap.dedent(text), name="stacktape.yml")

    assert normalised(text) == to_plain(root)


def test_capitals_of_2021_become_small():
    assert resource("Type: event-bus\nProperties: {eventSourceName: x}") == {
        "type": "event-bus",
        "properties": {"eventSourceName": "x"},
    }


def test_an_empty_properties_of_2021_says_nothing():
    assert resource("Type: event-bus\nProperties: {}") == {"type": "event-bus"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("container-workload", "multi-container-workload"), ("dynamo-table", "dynamo-db-table")],
)
def test_renamed_types_have_their_new_names(old, new):
    assert resource(f"type: {old}") == {"type": new}


@pytest.mark.parametrize(
    ("old", "packaging"),
    [
        (
            "{filePath: src/a.ts}",
            {"type": "stacktape-lambda-buildpack", "properties": {"entryfilePath": "src/a.ts"}},
        ),
        (
            "{filePath: 'src/a.ts:go', dependenciesToIgnore: [x]}",
            {
                "type": "stacktape-lambda-buildpack",
                "properties": {
                    "entryfilePath": "src/a.ts",
                    "excludeDependencies": ["x"],
                    "handlerFunction": "go",
                },
            },
        ),
    ],
)
def test_package_config_becomes_packaging(old, packaging):
    assert resource(f"type: function\nproperties: {{packageConfig: {old}}}")["properties"] == {"packaging": packaging}


@pytest.mark.parametrize(
    ("old", "packaging"),
    [
        (
            "{filePath: a.py}",
            {"type": "stacktape-image-buildpack", "properties": {"entryfilePath": "a.py"}},
        ),
        (
            "{buildContextPath: job, command: [go]}",
            {"type": "custom-dockerfile", "properties": {"buildContextPath": "job", "command": ["go"]}},
        ),
    ],
)
def test_image_config_becomes_packaging(old, packaging):
    job = resource(f"type: batch-job\nproperties: {{container: {{imageConfig: {old}}}}}")

    assert job["properties"]["container"] == {"packaging": packaging}


def test_access_control_is_unfolded_and_stays_without_variables():
    assert resource("type: function\nproperties: {accessControl: {allowAccessTo: [a]}}")["properties"] == {
        "allowAccessTo": ["a"]
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{enabled: true, format: CLF}", {"format": "CLF", "disabled": False}),
        ("{enabled: false}", {"disabled": True}),
        ("{format: JSON}", {"format": "JSON", "disabled": True}),
    ],
)
def test_access_logs_were_off_unless_enabled(old, new):
    assert resource(f"type: http-api-gateway\nproperties: {{accessLogs: {old}}}")["properties"] == {"logging": new}


def test_the_arn_of_a_bus_has_its_name_of_today():
    event = resource(
        "type: function\n"
        "properties: {events: [{type: event-bus, properties: {customEventBusArn: a, eventPattern: {}}}]}"
    )["properties"]["events"][0]

    assert event["properties"] == {"eventBusArn": "a", "eventPattern": {}}


def test_an_event_of_2021_without_a_bus_is_of_the_default_bus():
    event = resource("Type: function\nProperties: {events: [{type: event-bus, properties: {eventPattern: {}}}]}")[
        "properties"
    ]["events"][0]

    assert event["properties"] == {"eventPattern": {}, "useDefaultBus": True}


def test_an_event_of_today_without_a_bus_is_left_to_be_refused():
    event = resource("type: function\nproperties: {events: [{type: event-bus, properties: {eventPattern: {}}}]}")[
        "properties"
    ]["events"][0]

    assert event["properties"] == {"eventPattern": {}}


def test_a_flat_authorizer_gets_properties():
    event = resource(
        "type: function\n"
        "properties: {events: [{type: http-api-gateway, properties: {authorizer: {type: cognito, userPoolName: p}}}]}"
    )["properties"]["events"][0]

    assert event["properties"]["authorizer"] == {"type": "cognito", "properties": {"userPoolName": "p"}}


@pytest.mark.parametrize(
    "old",
    [
        "outputs: {values: [{name: a, value: b}]}",
        "stackConfig: {outputs: {customValues: [{name: a, value: b}]}}",
    ],
)
def test_outputs_are_a_list_under_stack_config(old):
    assert normalised(old) == {"stackConfig": {"outputs": [{"name": "a", "value": "b"}]}}


def test_outputs_of_2020_were_named_by_their_keys():
    assert normalised("stackConfig: {outputs: {a: {Value: b, Description: c}}}") == {
        "stackConfig": {"outputs": [{"value": "b", "description": "c", "name": "a"}]}
    }


@pytest.mark.parametrize("beside", ["", "stackConfig: {outputs: []}\n"])
def test_tags_are_under_stack_config(beside):
    assert normalised(f"{beside}tags: [{{name: a, value: b}}]")["stackConfig"]["tags"] == [{"name": "a", "value": "b"}]


def test_names_of_the_whole_file_are_those_of_today():
    assert normalised("stackName: x\nproviderConfiguration: {}") == {"serviceName": "x", "providerConfig": {}}


def test_a_rewritten_property_stands_where_the_old_one_does():
    root = read_text(
        "resources:\n  f:\n    Type: function\n    Properties:\n      packageConfig: {filePath: a}\n",
        name="x",
    )
    assert isinstance(root, MappingNode)
    properties = normalise(root)
    for key in ("resources", "f", "properties", "packaging", "properties"):
        child = properties.get(key)
        assert isinstance(child, MappingNode)
        properties = child

    assert str(properties.key_position("entryfilePath")) == "x:5:23"


@pytest.mark.parametrize(
    "text",
    [
        "resources: 5",
        "resources: {a: 5}",
        "resources: {a: {type: [x], properties: 5}}",
        "resources: {a: {type: function, properties: {events: 5, accessControl: 5, accessLogs: 5, packageConfig: 5}}}",
        "resources: {a: {type: function, properties: {events: [5], container: {imageConfig: 5}}}}",
        "outputs: 5",
        "stackConfig: {outputs: {a: 5}}",
    ],
)
def test_what_has_the_wrong_shape_is_left_to_be_refused(text):
    assert normalised(text), "no rule may fail"
