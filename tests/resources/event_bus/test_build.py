from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured

CONFIG = """
resources:
  plain: {type: event-bus}
  archived:
    type: event-bus
    properties: {archivation: {enabled: true, retentionDays: 30}}
  forEver:
    type: event-bus
    properties: {archivation: {enabled: true}}
  notArchived:
    type: event-bus
    properties: {archivation: {enabled: false, retentionDays: 30}}
  partner:
    type: event-bus
    properties: {eventSourceName: aws.partner/example.com/shop}
stackConfig:
  outputs:
    - {name: arn, value: "$ResourceParam('plain', 'arn')"}
    - {name: archive, value: "$ResourceParam('archived', 'archiveArn')"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def test_a_bus_has_the_name_of_stack_and_resource(shop: ConfiguredStack) -> None:
    assert shop.resources["PlainEventBus"] == {
        "Type": "AWS::Events::EventBus",
        "Properties": {"Name": "demo-dev-plain"},
    }


def test_an_archive_keeps_events_for_some_days_or_for_ever(shop: ConfiguredStack) -> None:
    assert shop.of_type("AWS::Events::Archive") == {
        "ArchivedArchive": {
            "SourceArn": {"Fn::GetAtt": ["ArchivedEventBus", "Arn"]},
            "RetentionDays": 30,
        },
        "ForEverArchive": {"SourceArn": {"Fn::GetAtt": ["ForEverEventBus", "Arn"]}},
    }


def test_a_partner_bus_is_named_after_its_event_source(shop: ConfiguredStack) -> None:
    assert shop.properties("PartnerEventBus") == {
        "Name": "aws.partner/example.com/shop",
        "EventSourceName": "aws.partner/example.com/shop",
    }


def test_its_parameters_are_arns(shop: ConfiguredStack) -> None:
    outputs = shop.template["Outputs"]

    assert outputs["arn"]["Value"] == {"Fn::GetAtt": ["PlainEventBus", "Arn"]}
    assert outputs["archive"]["Value"] == {"Fn::GetAtt": ["ArchivedArchive", "Arn"]}
