from __future__ import annotations

import pytest

from tests.configured import ConfiguredStack, configured, problems_of

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


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "archivation: {}",
            "5:20: property 'enabled' of 'archivation' in event-bus 'bus' is missing: Keep the events",
        ),
        (
            "archivation: {enabled: true, retentionDays: 0}",
            "5:51: 'archivation.retentionDays' of event-bus 'bus' must be at least 1, got 0",
        ),
        (
            "eventSourceName: shop",
            "5:24: event-bus 'bus': eventSourceName must be the name of a partner event source such as "
            "'aws.partner/example.com/shop', got 'shop'",
        ),
    ],
)
def test_what_cannot_be_built_is_a_problem(properties, problem, tmp_path):
    text = f"resources:\n  bus:\n    type: event-bus\n    properties:\n      {properties}\n"

    assert problems_of(text, tmp_path) == [problem]


def test_a_bus_that_keeps_nothing_has_no_archive_to_read(tmp_path):
    text = """\
        resources:
          bus: {type: event-bus, properties: {archivation: {enabled: false}}}
        stackConfig:
          outputs: [{name: a, value: "$ResourceParam('bus', 'archiveArn')"}]
        """

    assert problems_of(text, tmp_path) == [
        "4:30: $ResourceParam('bus', 'archiveArn') in the config: event-bus 'bus' has no parameter 'archiveArn'; "
        "it has: arn"
    ]
