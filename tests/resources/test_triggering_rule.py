from __future__ import annotations

import json
from typing import Any

import pytest

from tests.configured import ConfiguredStack, configured

CONFIG = r"""
resources:
  bus: {type: event-bus}
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      events:
        - {type: schedule, properties: {scheduleRate: rate(1 hour)}}
        - type: schedule
          properties:
            scheduleRate: rate(1 hour)
            input: {kind: full, count: 2, nothing: null, bus: "$ResourceParam('bus', 'arn')"}
        - {type: schedule, properties: {scheduleRate: rate(1 hour), input: text}}
        - {type: schedule, properties: {scheduleRate: rate(1 hour), inputPath: $.time}}
        - type: schedule
          properties:
            scheduleRate: rate(1 hour)
            inputTransformer:
              inputPathsMap: {when: $.time, id: $.id}
              inputTemplate: {at: <when>, of: [<id>], bus: "$ResourceParam('bus', 'arn')"}
        - type: schedule
          properties:
            scheduleRate: rate(1 hour)
            inputTransformer: {inputTemplate: '"at <aws.events.event.ingestion-time>"'}
        - type: schedule
          properties:
            scheduleRate: rate(1 hour)
            inputTransformer: {inputPathsMap: {a: $.id}, inputTemplate: 'it is "<a>"'}
        - type: schedule
          properties:
            scheduleRate: rate(1 hour)
            inputTransformer: {inputPathsMap: {a: $.id}, inputTemplate: '{"id": <a>, "text": "id <a>"}'}
        - type: schedule
          properties:
            scheduleRate: rate(1 hour)
            inputTransformer: {inputPathsMap: {a: $.id}, inputTemplate: "\"id <a>\"\n\"again <a>\""}
  job:
    type: batch-job
    properties:
      container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}
      resources: {cpu: 1, memory: 200}
      events:
        - {type: schedule, properties: {scheduleRate: rate(1 hour), input: {kind: full}}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def _target(shop: ConfiguredStack, rule: str) -> dict[str, Any]:
    (target,) = shop.properties(rule)["Targets"]
    return dict(target)


class TestInput:
    def test_without_one_the_target_gets_the_whole_event(self, shop: ConfiguredStack) -> None:
        assert _target(shop, "FEvent0Rule") == {"Arn": {"Fn::GetAtt": ["FFunction", "Arn"]}, "Id": "Target0"}

    def test_a_fixed_one_is_json_with_what_directives_stand_for(self, shop: ConfiguredStack) -> None:
        before, arn, after = _target(shop, "FEvent1Rule")["Input"]["Fn::Join"][1]

        assert arn == {"Fn::GetAtt": ["BusEventBus", "Arn"]}
        assert json.loads(f"{before}ARN{after}") == {"kind": "full", "count": 2, "nothing": None, "bus": "ARN"}

    def test_a_fixed_text_is_a_json_text(self, shop: ConfiguredStack) -> None:
        assert _target(shop, "FEvent2Rule")["Input"] == '"text"'

    def test_it_can_be_a_part_of_the_event(self, shop: ConfiguredStack) -> None:
        assert _target(shop, "FEvent3Rule")["InputPath"] == "$.time"

    def test_it_can_be_made_of_parts_of_the_event(self, shop: ConfiguredStack) -> None:
        transformer = _target(shop, "FEvent4Rule")["InputTransformer"]
        before, arn, after = transformer["InputTemplate"]["Fn::Join"][1]

        assert transformer["InputPathsMap"] == {"when": "$.time", "id": "$.id"}
        assert arn == {"Fn::GetAtt": ["BusEventBus", "Arn"]}
        assert json.loads(f"{before}ARN{after}") == {"at": "<when>", "of": ["<id>"], "bus": "ARN"}

    @pytest.mark.parametrize(
        ("rule", "template"),
        [
            ("FEvent6Rule", r'"it is \"<a>\""'),
            ("FEvent7Rule", '{"id": <a>, "text": "id <a>"}'),
            ("FEvent8Rule", '"id <a>"\n"again <a>"'),
        ],
    )
    def test_a_template_that_is_text_is_json_or_becomes_a_json_text(self, rule, template, shop) -> None:
        assert _target(shop, rule)["InputTransformer"]["InputTemplate"] == template

    def test_a_template_that_is_text_needs_no_paths(self, shop: ConfiguredStack) -> None:
        assert _target(shop, "FEvent5Rule")["InputTransformer"] == {
            "InputTemplate": '"at <aws.events.event.ingestion-time>"'
        }

    def test_a_job_is_handed_it_too(self, shop: ConfiguredStack) -> None:
        assert _target(shop, "JobTriggerFunctionEvent0Rule")["Input"] == '{"kind":"full"}'


class TestPermission:
    def test_a_rule_may_call_its_function_under_stacktapes_id(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FEvent3Permission") == {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Fn::GetAtt": ["FFunction", "Arn"]},
            "Principal": "events.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": ["FEvent3Rule", "Arn"]},
        }

    def test_a_rule_starts_a_job_with_a_role_instead(self, shop: ConfiguredStack) -> None:
        role = _target(shop, "JobTriggerFunctionEvent0Rule")["RoleArn"]["Fn::GetAtt"][0]

        assert shop.statements_of(role) == [
            {
                "Effect": "Allow",
                "Action": "states:StartExecution",
                "Resource": {"Ref": "JobJobExecutionStateMachine"},
            }
        ]
        assert not [id for id in shop.of_type("AWS::Lambda::Permission") if id.startswith("Job")]
