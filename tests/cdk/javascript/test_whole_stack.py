"""What one call does is compared with what the CDK does construct by construct."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacktape_constructs.cdk.javascript import whole_stack
from tests.support import new_app, template_of


class Shop:
    """A stack in a stage, with resources at different depths and what is no resource."""

    def __init__(self) -> None:
        self.stack = cdk.Stack(cdk.Stage(new_app(), "Eu"), "Shop")
        self.bus = events.EventBus(self.stack, "Bus")
        part = Construct(self.stack, "Part")
        self.queue = sqs.Queue(part, "Default", visibility_timeout=cdk.Duration.seconds(7))
        self.other = cdk.CfnResource(part, "Ünlike/other", type="AWS::SNS::Topic")
        cdk.CfnOutput(self.stack, "Arn", value=self.bus.event_bus_arn)
        cdk.CfnCondition(self.stack, "Condition")


@pytest.fixture
def shop() -> Shop:
    return Shop()


def _metadata(construct: Construct, kind: str) -> list[Any]:
    return [entry.data for entry in construct.node.metadata if entry.type == kind]


def test_all_resources_are_told_with_their_paths_and_types(shop: Shop) -> None:
    assert whole_stack.resources(shop.stack) == [
        ("Bus/Resource", "AWS::Events::EventBus"),
        ("Part/Default/Resource", "AWS::SQS::Queue"),
        ("Part/Ünlike--other", "AWS::SNS::Topic"),
    ]


def test_a_stack_may_have_no_resource() -> None:
    assert whole_stack.resources(cdk.Stack(new_app(), "Empty")) == []


def test_a_resource_is_found_by_its_path(shop: Shop) -> None:
    assert whole_stack.resource(shop.stack, "Part/Ünlike--other") is shop.other

    inner = whole_stack.resource(shop.stack, "Part/Default/Resource")

    # jsii gives what JavaScript made another object each time.
    assert isinstance(inner, sqs.CfnQueue)
    assert inner.node.path == "Eu/Shop/Part/Default/Resource"


def test_properties_are_those_of_the_classes_of_the_cdk(shop: Shop) -> None:
    found = whole_stack.properties(shop.stack, ["Part/Default/Resource", "Bus/Resource"])

    # As the CDK's own classes have them before they are rendered.
    assert found == {"Part/Default/Resource": {"visibilityTimeout": 7}, "Bus/Resource": {"name": "EuShopBus6EFF9397"}}


def test_logical_ids_are_in_the_template(shop: Shop) -> None:
    whole_stack.override_logical_ids(shop.stack, {"Bus/Resource": "TheBus", "Part/Ünlike--other": "Other"})

    template = template_of(shop.stack)

    assert {"TheBus", "Other"} < template["Resources"].keys()
    assert template["Outputs"]["Arn"]["Value"] == {"Fn::GetAtt": ["TheBus", "Arn"]}


def test_notes_stand_in_the_metadata_in_their_order(shop: Shop) -> None:
    data = {"propertyName": "Größe", "stackTrace": ["a.yml:1"]}

    whole_stack.add_metadata(shop.stack, {"Bus/Resource": [("a", ["first"]), ("b", data), ("a", ["second"])]})

    bus = shop.bus.node.default_child
    assert bus is not None
    assert _metadata(bus, "a") == [["first"], ["second"]]
    assert _metadata(bus, "b") == [data]


def test_acknowledgements_are_those_that_the_cdk_makes(shop: Shop) -> None:
    for construct in (shop.bus, shop.other):
        cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id="Pack::Rule[Größe::*]", reason="a test"))
    another = Shop()

    whole_stack.acknowledge((each, {"Pack::Rule[Größe::*]": "a test"}) for each in (another.bus, another.other))

    key = cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    for one, other in ((shop.bus, another.bus), (shop.other, another.other)):
        assert _metadata(one, key) == _metadata(other, key) == [{"Pack::Rule[Größe::*]": "a test"}]


def test_nothing_is_acknowledged_without_a_finding(shop: Shop) -> None:
    whole_stack.acknowledge([])

    assert _metadata(shop.bus, cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY) == []


@pytest.mark.parametrize(
    "call",
    [
        lambda stack: whole_stack.properties(stack, ["Nowhere"]),
        lambda stack: whole_stack.override_logical_ids(stack, {"Nowhere": "X"}),
        lambda stack: whole_stack.add_metadata(stack, {"Nowhere": [("a", "b")]}),
    ],
    ids=["properties", "override_logical_ids", "add_metadata"],
)
def test_a_path_that_leads_nowhere_is_an_error_with_the_path(shop: Shop, call: Callable[[cdk.Stack], object]) -> None:
    with pytest.raises(RuntimeError, match="No child with id: 'Nowhere'"):
        call(shop.stack)
