from __future__ import annotations

from typing import Any

import pytest

from tests.configured import ConfiguredStack, configured, function_problems

CONFIG = """
resources:
  bus: {type: event-bus}
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}
      events:
        - type: event-bus
          properties:
            eventBusName: bus
            eventPattern:
              source: [shop]
              detail-type: [Order Paid, {prefix: Order}]
              detail: {total: [{numeric: ['>', 10]}], free: [false], bus: ["$ResourceParam('bus', 'arn')"]}
        - type: event-bus
          properties:
            eventBusArn: arn:aws:events:eu-west-1:123456789012:event-bus/other
            eventPattern: {source: [shop]}
            onDeliveryFailure: {sqsQueueArn: "$CfResourceParam('Failed', 'Arn')"}
        - type: event-bus
          properties:
            eventBusArn: $ResourceParam('bus', 'arn')
            eventPattern: {source: [shop]}
        - type: event-bus
          properties:
            useDefaultBus: true
            eventPattern: {source: [aws.s3]}
            onDeliveryFailure: {sqsQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:failed'}
cloudformationResources:
  Failed: {Type: AWS::SQS::Queue}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def _target(shop: ConfiguredStack, rule: str) -> dict[str, Any]:
    (target,) = shop.properties(rule)["Targets"]
    return dict(target)


def test_each_event_is_one_rule_with_one_target(shop: ConfiguredStack) -> None:
    rules = shop.of_type("AWS::Events::Rule")

    assert list(rules) == [f"FEvent{index}Rule" for index in range(4)]
    assert all(
        [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": ["FFunction", "Arn"]}]
        for rule in rules.values()
    )


def test_a_pattern_is_eventbridges_own(shop: ConfiguredStack) -> None:
    assert shop.properties("FEvent0Rule")["EventPattern"] == {
        "source": ["shop"],
        "detail-type": ["Order Paid", {"prefix": "Order"}],
        "detail": {
            "total": [{"numeric": [">", 10]}],
            "free": [False],
            "bus": [{"Fn::GetAtt": ["BusEventBus", "Arn"]}],
        },
    }


class TestBus:
    def test_one_of_the_config_is_named_by_its_reference(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FEvent0Rule")["EventBusName"] == {"Ref": "BusEventBus"}

    def test_one_of_elsewhere_is_named_by_its_arn(self, shop: ConfiguredStack) -> None:
        arn = "arn:aws:events:eu-west-1:123456789012:event-bus/other"

        assert shop.properties("FEvent1Rule")["EventBusName"] == arn

    def test_an_arn_may_come_from_a_directive(self, shop: ConfiguredStack) -> None:
        assert shop.properties("FEvent2Rule")["EventBusName"] == {"Fn::GetAtt": ["BusEventBus", "Arn"]}

    def test_the_default_bus_needs_no_name(self, shop: ConfiguredStack) -> None:
        assert "EventBusName" not in shop.properties("FEvent3Rule")


class TestDeliveryFailure:
    def test_events_that_cannot_be_delivered_go_to_a_queue(self, shop: ConfiguredStack) -> None:
        assert _target(shop, "FEvent1Rule")["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["Failed", "Arn"]}}
        assert _target(shop, "FEvent3Rule")["DeadLetterConfig"] == {"Arn": "arn:aws:sqs:eu-west-1:123456789012:failed"}

    def test_without_one_they_are_lost(self, shop: ConfiguredStack) -> None:
        assert "DeadLetterConfig" not in _target(shop, "FEvent0Rule")


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "eventPattern: {source: [a]}",
            "11:17: 'events[0].properties' in function 'f': give exactly one of 'eventBusName', 'eventBusArn' and "
            "'useDefaultBus: true'",
        ),
        (
            "{eventPattern: {source: [a]}, eventBusName: bus, useDefaultBus: true}",
            "10:87: 'events[0].properties' in function 'f': give exactly one of 'eventBusName', 'eventBusArn' and "
            "'useDefaultBus: true'",
        ),
        (
            "{eventPattern: {source: [a]}, useDefaultBus: false}",
            "10:23: 'events[0].properties' in function 'f': give exactly one of 'eventBusName', 'eventBusArn' and "
            "'useDefaultBus: true'",
        ),
        (
            "{eventBusName: bus}",
            "10:23: property 'eventPattern' of 'events[0].properties' in function 'f' is missing: What an event must "
            "look like, in EventBridge's own language",
        ),
        (
            "{eventBusName: bus, eventPattern: [a]}",
            "10:57: 'events[0].properties' in function 'f': 'eventPattern' must be a mapping such as {source: "
            "[my.app]}",
        ),
        (
            "{eventBusName: bus, eventPattern: {source: [a]}, onDeliveryFailure: {}}",
            "10:91: 'events[0].properties.onDeliveryFailure' in function 'f': give exactly one of 'sqsQueueName' and "
            "'sqsQueueArn'",
        ),
        (
            "{eventBusName: bus, eventPattern: {source: [a]}, onDeliveryFailure: {sqsQueueName: q}}",
            "10:106: 'sqsQueueName' of function 'f' names a resource of type sqs-queue, which is not supported yet",
        ),
        (
            "{eventBusName: bus, eventPattern: {source: [a]}, onDeliveryFailure: {sqsQueueArn: arn:aws:sns:eu-west-1:"
            "123456789012:undelivered}}",
            "10:105: 'events[0].properties.onDeliveryFailure' in function 'f': 'sqsQueueArn' must be like "
            "arn:aws:sqs:eu-west-1:123456789012:undelivered, got 'arn:aws:sns:eu-west-1:123456789012:undelivered'",
        ),
        (
            "{eventBusArn: bus, eventPattern: {source: [a]}}",
            "10:37: events[0] of 'f': eventBusArn must be the ARN of an event bus, "
            "'arn:aws:events:<region>:<account>:event-bus/<name>', got 'bus'",
        ),
    ],
)
def test_a_wrong_event_is_a_problem(properties, problem, tmp_path):
    separator = " " if properties.startswith("{") else "\n          "
    event = f"events:\n  - type: event-bus\n    properties:{separator}{properties}"

    assert function_problems(event, tmp_path) == [problem]


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        ("{source: a}", "10:58"),
        ("{detail: {total: [{numbr: 1}]}}", "10:76"),
        ("{detial: {total: [1]}}", "10:58"),
        ("{source: []}", "10:58"),
    ],
)
def test_a_wrong_pattern_is_a_problem_where_it_is_wrong(pattern, position, tmp_path):
    event = f"events:\n  - type: event-bus\n    properties: {{eventBusName: bus, eventPattern: {pattern}}}"

    (problem,) = function_problems(event, tmp_path)

    assert problem.startswith(f"{position}: 'events[0].properties' in function 'f': 'eventPattern': ")
