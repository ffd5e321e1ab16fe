from __future__ import annotations

from typing import Any

import pytest

from tests.configured import ConfiguredStack, configured

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
