from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from stacktape_constructs.config.language import RESOURCE_TYPES
from stacktape_constructs.json_schema.schema import json_schema, schema_text
from stacktape_constructs.resources.registry import event_type_names, resource_type_names
from tests.cli.running import run
from tests.json_schema.agreement import (
    as_an_editor_reads_it,
    is_of_today,
    refused_by_the_reader,
    refused_by_the_schema,
    validator,
)
from tests.support import REPOSITORY

PUBLISHED = REPOSITORY / "docs" / "stacktape.schema.json"

OF_TODAY = [path for path in sorted(REPOSITORY.glob("examples/*/stacktape.yml")) if is_of_today(path.read_text())]

FUNCTION = """
variables: {everything: {type: event-bus}}
resources:
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
"""


def _with(properties: str) -> str:
    return FUNCTION + f"      {properties}\n"


def _triggered_by(pattern: str) -> str:
    return f"events: [{{type: event-bus, properties: {{useDefaultBus: true, eventPattern: {_quoted(pattern)}}}}}]"


def _quoted(value: str) -> str:
    return value if value.startswith(("{", "[")) else f'"{value}"'


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(part)


def _refusals(text: str) -> set[str]:
    """What an editor shows for what is wrong in a text."""
    waiting = list(validator().iter_errors(as_an_editor_reads_it(text)))
    for error in waiting:
        waiting.extend(error.context)
    return {error.schema["errorMessage"] for error in waiting if "errorMessage" in error.schema}


class TestTheSchema:
    def test_it_is_one_of_draft_07(self):
        jsonschema.Draft7Validator.check_schema(json_schema())

        assert json_schema()["$schema"] == "http://json-schema.org/draft-07/schema#"

    def test_each_definition_is_used_and_there(self):
        named = {part["$ref"] for part in _parts(json_schema()) if "$ref" in part}

        assert named == {f"#/definitions/{name}" for name in json_schema()["definitions"]}

    def test_descriptions_are_sentences_without_marks(self):
        described = [part["description"] for part in _parts(json_schema()) if isinstance(part.get("description"), str)]

        assert len(described) > 100
        assert [text for text in described if "`" in text or not text.endswith(".")] == []

    def test_every_property_is_described(self):
        blocks = [part for part in _parts(json_schema()) if part.get("additionalProperties") is False]

        assert len(blocks) > 20
        properties = {name: schema for block in blocks for name, schema in block["properties"].items()}
        assert [name for name, schema in properties.items() if "description" not in schema] == ["properties"]

    def test_a_property_has_the_default_and_the_limits_of_its_class(self):
        memory = json_schema()["definitions"]["FunctionConfig"]["properties"]["memory"]

        assert memory["description"] == "MiB of memory, which also sets the share of CPU."
        assert memory["default"] == 1024
        assert memory["anyOf"][0] == {"type": "integer", "minimum": 128, "maximum": 10240}

    def test_types_are_those_that_can_be_built(self):
        definitions = json_schema()["definitions"]

        assert definitions["resource"]["properties"]["type"]["anyOf"][0]["enum"] == [*resource_type_names()]
        events = definitions["FunctionConfig"]["properties"]["events"]["anyOf"][0]["items"]["anyOf"][0]
        assert events["properties"]["type"]["anyOf"][0]["enum"] == [*event_type_names()]

    def test_the_published_file_is_the_schema(self, capsys):
        assert run(capsys, "schema").output == schema_text()
        assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), (
            "run: stacktape-constructs schema > docs/stacktape.schema.json"
        )
        assert json.loads(schema_text()) == json_schema()


@pytest.mark.parametrize("example", OF_TODAY, ids=lambda path: path.parent.name)
def test_the_examples_of_today_name_the_published_file(example):
    first, _, _ = example.read_text().partition("\n")
    named = first.removeprefix("# yaml-language-server: $schema=")

    assert (example.parent / named).resolve() == PUBLISHED


class TestWhatAnEditorSays:
    def test_a_type_that_is_not_supported_yet_is_told_from_those_that_are(self):
        assert "bucket" in RESOURCE_TYPES
        assert _refusals("resources: {a: {type: bucket}}") == {
            "not supported here; supported: batch-job, event-bus, function, http-api-gateway"
        }

    @pytest.mark.parametrize("value", ["{enabled: true}", "[1]", "5"])
    def test_a_property_that_is_not_supported_yet_is_to_be_removed(self, value):
        assert _refusals(_with(f"cdn: {value}")) == {"not supported yet; remove it to go on without it"}

    def test_a_value_that_must_be_known_earlier_is_told(self):
        assert _refusals(_with("environment: [{name: $Secret('a'), value: $Secret('a')}]")) == {
            "must be known before the template is built; this is only known at deploy"
        }


class TestValues:
    @pytest.mark.parametrize(
        "properties",
        [
            "memory: 512",
            "memory: '512'",
            "memory: 512.0",
            "memory: $Var().memory",
            "memory: $Format('{}', 512)",
            "joinDefaultVpc: $Var().vpc",
            "tags: [{name: a, value: 5}, {name: b, value: true}, {name: $Stage(), value: 3.10}]",
            "tags: $File('tags.yml')",
            "logging: $Var().logging",
            "logging: {retentionDays: 7}",
            "environment: [{name: AB, value: $Secret('a')}, {name: BC, value: $Secret('a')-x}]",
            "environment: [{name: $Secret('a')-x, value: x}]",
            "layers: [\"$CfFormat('{}', $Region())\"]",
            "cdn: {enabled: false}",
            "alarms: []",
            "events: [$Var().event, {type: $Var().type, properties: {anything: 5}}]",
        ],
    )
    def test_what_the_reader_takes_is_right(self, properties):
        assert refused_by_the_schema(_with(properties)) == []

    @pytest.mark.parametrize(
        "properties",
        [
            "memory: 100",
            "memory: 10241",
            "memory: 512.5",
            "memory: much",
            "memory: '5 GB'",
            "memory: {}",
            "memory:",
            "memory: $Secret('a')",
            "memory: $Region()-x",
            "joinDefaultVpc: 'true'",
            "joinDefaultVpc: yes",
            "runtime: python3.7",
            "tags: {a: b}",
            "tags: [a]",
            "tags: [{name: a}]",
            "tags: $ResourceParam('bus', 'arn')",
            "logging: {retentionDays: 8}",
            "environment: {AB: x}",
            "environment: [{name: AB, value: }]",
            "handler: a",
            "events: [{type: sqs}]",
            "events: [{type: schedule}]",
            "events: [{properties: {scheduleRate: rate(1 hour)}}]",
            "cdn: {enabled: true}",
        ],
    )
    def test_what_it_refuses_is_wrong(self, properties):
        assert refused_by_the_schema(_with(properties))

    @pytest.mark.parametrize(
        "pattern",
        [
            "{source: [shop]}",
            "{source: [shop, {prefix: a}], account: ['123456789012'], region: [$Region()]}",
            "{detail: {a: {b: [1, true, null, x, {exists: false}, {numeric: ['>', 5]}]}}}",
            "{$or: [{source: [a]}, {detail: {$or: [{a: [1]}, {b: [2]}]}}]}",
            "{detail: {prefix: [a], a: $Var().values}}",
            "{detail: $Var().fields, resources: $Var().arns}",
            "$Var().pattern",
        ],
    )
    def test_an_event_pattern_has_the_form_that_eventbridge_reads(self, pattern):
        assert refused_by_the_schema(_with(_triggered_by(pattern))) == []

    @pytest.mark.parametrize(
        "pattern",
        [
            "{}",
            "[]",
            "{source: shop}",
            "{source: []}",
            "{sauce: [shop]}",
            "{account: [123456789012]}",
            "{source: [null]}",
            "{source: [[a]]}",
            "{detail: [a]}",
            "{detail: {}}",
            "{detail: {a: b}}",
            "{detail: {a: {prefix: b}}}",
            "{detail: {a: [{prefx: b}]}}",
            "{detail: {a: [{prefix: b, suffix: c}]}}",
            "{$or: [{source: [a]}]}",
            "{$or: [{source: [a]}, {sauce: [b]}]}",
            "$ResourceParam('bus', 'arn')",
        ],
    )
    def test_an_event_pattern_of_another_form_is_wrong_for_both(self, pattern, tmp_path):
        text = _with(_triggered_by(pattern))

        assert refused_by_the_schema(text)
        assert refused_by_the_reader(text, tmp_path)

    def test_a_value_without_its_list_is_told(self):
        assert "must be a list of values, such as [PAID]" in _refusals(_with(_triggered_by("{source: shop}")))

    @pytest.mark.parametrize(
        "text",
        [
            "[]",
            "5",
            "{}",
            "resources: []",
            "resources: {a-b: {type: event-bus}}",
            "resources: {a: {type: event-bus, props: {}}}",
            "resources: {a: {type: event-bus, properties: }}",
            "resources: {a: {properties: {}}}",
            "resources: {a: event-bus}",
            "resources: {a: {type: function}}",
            "resources: {a: {type: event-bus, overrides: []}}",
            "{resources: {a: {type: event-bus}}, cloudformationResources: {a-b: {Type: X}}}",
            "{resources: {a: {type: event-bus}}, cloudformationResources: {a: {}}}",
            "{resources: {a: {type: event-bus}}, cloudformationResources: {a: {Type: X, Properties: []}}}",
            "{resources: {a: {type: event-bus}}, resource: {}}",
            "{resources: {a: {type: event-bus}}, directives: [{name: a, filePath: a.ts}]}",
        ],
    )
    def test_the_frame_of_a_config_is_checked(self, text):
        assert refused_by_the_schema(text)
