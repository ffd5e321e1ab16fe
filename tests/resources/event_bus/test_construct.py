from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from constructs import Construct

from stacktape_constructs import EventBus, EventBusArchive
from stacktape_constructs.errors import InvalidArgumentError
from tests.resources.synthesized import Synthesized
from tests.support import new_app, template_of


@pytest.fixture(scope="module")
def buses() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    EventBus(stack, "Plain")
    EventBus(
        stack,
        "Named",
        event_bus_name="shop-orders",
        description="orders",
        archive=EventBusArchive(
            retention=cdk.Duration.days(30),
            archive_name="shop-archive",
            description="a month",
            event_pattern={"source": ["shop"], "detail": {"note": [""]}},
        ),
    )
    EventBus(stack, "Kept", archive=EventBusArchive())
    EventBus(stack, "Passing", archive=EventBusArchive(removal_policy=cdk.RemovalPolicy.DESTROY))
    EventBus(stack, "Partner", event_source_name="aws.partner/example.com/shop")
    EventBus(stack, "Late", event_bus_name=cdk.Fn.import_value("name"))
    return Synthesized.of(stack)


def test_a_bus_has_the_logical_id_and_the_name_of_a_bare_cdk_bus(buses: Synthesized) -> None:
    bare = cdk.Stack(new_app(), "Demo")
    events.EventBus(bare, "Plain")
    assert template_of(bare)["Resources"] == {buses.logical_id("Plain"): buses.resource("Plain")}


def test_a_bus_takes_the_name_and_description_it_is_given(buses: Synthesized) -> None:
    assert buses.properties("Named") == {"Name": "shop-orders", "Description": "orders"}


def test_a_bus_can_have_a_name_that_is_only_known_at_deploy(buses: Synthesized) -> None:
    assert buses.properties("Late") == {"Name": {"Fn::ImportValue": "name"}}


def test_a_partner_bus_is_named_after_its_event_source(buses: Synthesized) -> None:
    assert buses.properties("Partner") == {
        "EventSourceName": "aws.partner/example.com/shop",
        "Name": "aws.partner/example.com/shop",
    }


def test_an_archive_keeps_everything_without_end_unless_told_otherwise(buses: Synthesized) -> None:
    assert buses.properties("Kept/Archive") == {"SourceArn": buses.arn("Kept")}


def test_an_archive_takes_retention_name_and_pattern(buses: Synthesized) -> None:
    assert buses.properties("Named/Archive") == {
        "ArchiveName": "shop-archive",
        "Description": "a month",
        "EventPattern": {"source": ["shop"], "detail": {"note": [""]}},
        "RetentionDays": 30,
        "SourceArn": buses.arn("Named"),
    }


def _policies(buses: Synthesized, path: str) -> tuple[object, object]:
    resource = buses.resource(path)
    return resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")


def test_an_archive_outlives_its_stack_with_the_bus_that_its_events_can_be_replayed_to(buses: Synthesized) -> None:
    assert _policies(buses, "Kept/Archive") == ("RetainExceptOnCreate", "Retain")
    assert _policies(buses, "Kept") == ("RetainExceptOnCreate", "Retain")


def test_an_archive_may_go_with_its_stack_and_the_bus_with_it(buses: Synthesized) -> None:
    assert _policies(buses, "Passing/Archive") == ("Delete", "Delete")
    assert _policies(buses, "Passing") == ("Delete", "Delete")


def test_a_bus_without_an_archive_holds_nothing_and_goes_with_its_stack(buses: Synthesized) -> None:
    assert _policies(buses, "Plain") == (None, None)


def test_construct_ids_are_those_that_logical_ids_are_made_of(buses: Synthesized) -> None:
    assert [child.node.id for child in buses.find("Named").node.children] == ["Default", "Archive"]


def test_parameters_are_arn_and_archive_arn(buses: Synthesized) -> None:
    plain, kept = buses.find("Plain"), buses.find("Kept")
    assert isinstance(plain, EventBus)
    assert isinstance(kept, EventBus)
    assert buses.stack.resolve(dict(plain.parameters)) == {"arn": buses.arn("Plain")}
    assert buses.stack.resolve(dict(kept.parameters)) == {
        "arn": buses.arn("Kept"),
        "archiveArn": buses.arn("Kept/Archive"),
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"event_bus_name": "my bus"},
            "event_bus_name must be 1 to 256 letters, digits, '.', '-' or '_', got 'my bus'",
        ),
        (
            {"event_bus_name": "default"},
            "event_bus_name must not be 'default', which every account has; use EventBus.from_default_event_bus",
        ),
        (
            {"event_source_name": "example.com/shop"},
            "event_source_name must be the name of a partner event source such as "
            "'aws.partner/example.com/shop', got 'example.com/shop'",
        ),
        (
            {"event_source_name": "aws.partner/a/b", "event_bus_name": "mine"},
            "event_bus_name must be left out or equal event_source_name: a partner bus has the name of its "
            "source, 'aws.partner/a/b', got 'mine'",
        ),
        (
            {"archive": EventBusArchive(retention=cdk.Duration.hours(36))},
            "archive.retention must be a whole number of days, at least 1, got 1.5 days; "
            "leave it out to keep events without end",
        ),
        (
            {"archive": EventBusArchive(retention=cdk.Duration.days(0))},
            "archive.retention must be a whole number of days, at least 1, got 0 days; "
            "leave it out to keep events without end",
        ),
        (
            {"archive": EventBusArchive(archive_name="a/b")},
            "archive.archive_name must be 1 to 48 letters, digits, '.', '-' or '_', got 'a/b'",
        ),
        (
            {"archive": EventBusArchive(event_pattern={"detail": {"note": [{"exists": False}, None]}})},
            "archive.event_pattern must not hold null, which CloudFormation refuses in the pattern of an archive; "
            "match the other fields only, or archive every event",
        ),
        (
            {"archive": EventBusArchive(event_pattern={"source": "shop"})},
            "archive.event_pattern is wrong: source must be a list of values, got 'shop'; write ['shop']",
        ),
    ],
)
def test_a_bus_that_aws_would_refuse_is_refused(arguments: dict[str, Any], sentence: str) -> None:
    stack = cdk.Stack(cdk.App(), "Demo")
    with pytest.raises(InvalidArgumentError) as caught:
        EventBus(stack, "Bus", **arguments)
    assert str(caught.value) == f"Demo/Bus: {sentence}"


def test_a_partner_bus_may_be_told_its_own_name_again() -> None:
    scope: Construct = cdk.Stack()
    bus = EventBus(scope, "Bus", event_source_name="aws.partner/a/b", event_bus_name="aws.partner/a/b")
    assert bus.event_bus.event_source_name == "aws.partner/a/b"
