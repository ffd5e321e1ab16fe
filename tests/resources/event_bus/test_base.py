from __future__ import annotations

import json
from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from constructs import Construct

from stacktape_constructs import EventBus, EventBusArchive
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.connections import Connections, connect_environment
from stacktape_constructs.resources.contracts import ConnectTarget, Referenceable
from tests.resources.lambda_target import LambdaTarget
from tests.resources.synthesized import Synthesized
from tests.support import new_app, template_of

_SHOP_ARN = "arn:aws:events:eu-west-1:111122223333:event-bus/shop"


@pytest.fixture(scope="module")
def granted() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    bus = EventBus(stack, "Bus")
    kept = EventBus(stack, "kept", archive=EventBusArchive())
    default_bus = EventBus.from_default_event_bus(stack, "DefaultBus")
    shop = EventBus.from_event_bus_arn(stack, "ByArn", _SHOP_ARN)

    bus.grant_put_events_to(LambdaTarget(stack, "Publisher").function)
    shop.grant_put_events_to(LambdaTarget(stack, "ShopPublisher").function)
    function = LambdaTarget(stack, "Connected").function

    Connections(function, role=cast(iam.IRole, function.role)).give_access(kept)
    for name, value in connect_environment(kept).items():
        function.add_environment(name, value)

    bus.grant_put_events_to(iam.ServicePrincipal("pipes.amazonaws.com"), sid="Pipes")
    bus.grant_put_events_to(iam.AccountPrincipal("444455556666"), sid="PartnerAccount")
    default_bus.grant_put_events_to(iam.AccountPrincipal("444455556666"), sid="PartnerAccount")
    return Synthesized.of(stack)


def test_a_function_may_put_events_on_exactly_the_granted_bus(granted: Synthesized) -> None:
    assert granted.statements_of("Publisher/Default/ServiceRole") == [
        {"Action": "events:PutEvents", "Effect": "Allow", "Resource": granted.arn("Bus")}
    ]


def test_a_bus_of_another_account_can_be_granted_to_a_function(granted: Synthesized) -> None:
    (statement,) = granted.statements_of("ShopPublisher/Default/ServiceRole")
    assert statement["Resource"] == _SHOP_ARN


def test_a_connection_gives_access_and_tells_arn_and_archive(granted: Synthesized) -> None:
    assert granted.statements_of("Connected/Default/ServiceRole") == [
        {"Action": "events:PutEvents", "Effect": "Allow", "Resource": granted.arn("kept")}
    ]
    assert granted.properties("Connected")["Environment"]["Variables"] == {
        "STP_KEPT_ARN": granted.arn("kept"),
        "STP_KEPT_ARCHIVE_ARN": granted.arn("kept/Archive"),
    }


def _bus_policies(granted: Synthesized, bus_name: Any) -> dict[str, Any]:
    policies = granted.of_type("AWS::Events::EventBusPolicy")
    return {p["StatementId"]: p["Statement"] for p in policies if p["EventBusName"] == bus_name}


def test_a_service_and_an_account_are_granted_by_the_policy_of_the_bus(granted: Synthesized) -> None:
    policies = _bus_policies(granted, granted.ref("Bus"))
    assert set(policies) == {"Pipes", "PartnerAccount"}
    assert policies["Pipes"] == {
        "Sid": "Pipes",
        "Effect": "Allow",
        "Action": "events:PutEvents",
        "Principal": {"Service": "pipes.amazonaws.com"},
        "Resource": granted.arn("Bus"),
    }
    assert "444455556666" in json.dumps(policies["PartnerAccount"]["Principal"])


def test_another_account_can_be_granted_on_the_default_bus(granted: Synthesized) -> None:
    (statement,) = _bus_policies(granted, "default").values()
    assert statement["Resource"]["Fn::Join"][1][-1] == ":event-bus/default"


def test_a_service_is_granted_without_any_feature_flag() -> None:
    stack = cdk.Stack(cdk.App(), "Demo")
    grant = EventBus(stack, "Bus").grant_put_events_to(iam.ServicePrincipal("a.amazonaws.com"), sid="A")
    assert grant.success
    assert "AWS::Events::EventBusPolicy" in json.dumps(template_of(stack))


def test_every_bus_fits_the_contracts_of_what_can_be_referred_and_connected_to() -> None:
    stack = cdk.Stack()
    targets: list[ConnectTarget] = [EventBus(stack, "Bus"), EventBus.from_default_event_bus(stack, "Default")]
    referenceable: list[Referenceable] = [
        EventBus(stack, "Other"),
        EventBus.from_event_bus_name(stack, "N", "n"),
    ]
    assert [set(target.connect_variables) for target in targets] == [{"arn"}, {"arn"}]
    assert [set(bus.parameters) for bus in referenceable] == [{"arn"}, {"arn"}]


def test_a_target_in_another_stack_makes_no_cycle() -> None:
    app = new_app()
    bus_stack, target_stack = cdk.Stack(app, "Buses"), cdk.Stack(app, "Targets")
    bus = EventBus(bus_stack, "Orders")
    target = LambdaTarget(target_stack, "Consumer")
    bus.grant_put_events_to(target.function)
    rule = bus.add_rule("OnPaid", target=target, pattern={"source": ["shop"]})

    assert cdk.Stack.of(rule) == target_stack
    assert [r["Type"] for r in template_of(bus_stack)["Resources"].values()] == ["AWS::Events::EventBus"]
    (properties,) = Synthesized.of(target_stack).of_type("AWS::Events::Rule")
    assert "Orders" in json.dumps(properties["EventBusName"])


@pytest.fixture(scope="module")
def scratch() -> cdk.Stack:
    """A stack that is never synthesized."""
    return cdk.Stack(cdk.App(), "Demo")


@pytest.fixture
def scope(scratch: cdk.Stack, request: pytest.FixtureRequest) -> Construct:
    return Construct(scratch, request.node.name.replace("/", "-"))


def test_a_service_is_not_granted_without_a_sid(scope: Construct) -> None:
    bus = EventBus(scope, "Bus")
    with pytest.raises(InvalidArgumentError) as caught:
        bus.grant_put_events_to(iam.ServicePrincipal("pipes.amazonaws.com"))
    assert (caught.value.argument, caught.value.problem) == (
        "sid",
        "is required: this ServicePrincipal has no policy in this app, so the bus's policy must name it, "
        "in a statement with an id; give one such as sid='PartnerAccount'",
    )


def _statement(**changes: Any) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        **{
            "sid": "Pipes",
            "actions": ["events:PutEvents"],
            "principals": [iam.ServicePrincipal("pipes.amazonaws.com")],
            "resources": [_SHOP_ARN],
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sid": None}, "must have a sid: EventBridge keeps the statements of a bus by it"),
        ({"sid": "a b"}, "has a sid that must be 1 to 64 letters, digits, '-' or '_', got 'a b'"),
        ({"principals": None}, "must have a principal: it says who may use the bus"),
        ({"resources": None}, "must have a resource: event_bus_arn or ARNs of rules on the bus"),
    ],
)
def test_a_statement_of_the_bus_needs_sid_principal_and_resource(
    scope: Construct, changes: dict[str, Any], problem: str
) -> None:
    bus = EventBus(scope, "Bus")
    with pytest.raises(InvalidArgumentError) as caught:
        bus.add_to_resource_policy(_statement(**changes))
    assert (caught.value.argument, caught.value.problem) == ("statement", problem)


def test_a_sid_is_used_once_on_a_bus(scope: Construct) -> None:
    bus = EventBus(scope, "Bus")
    bus.add_to_resource_policy(_statement())
    with pytest.raises(InvalidArgumentError, match="has a sid that must be unique on the bus, got 'Pipes' again"):
        bus.add_to_resource_policy(_statement())


def test_the_policy_of_a_bus_known_by_its_arn_is_left_alone(scope: Construct) -> None:
    bus = EventBus.from_event_bus_arn(scope, "Bus", _SHOP_ARN)
    with pytest.raises(InvalidArgumentError, match=r"use EventBus\.from_event_bus_name"):
        bus.add_to_resource_policy(_statement())


def test_a_role_of_another_app_is_trusted_to_have_its_own_policy() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/publisher", mutable=False)
    assert EventBus(stack, "Bus").grant_put_events_to(role).success


def _stack(app: cdk.App, id: str, account: str, region: str) -> cdk.Stack:
    return cdk.Stack(app, id, env=cdk.Environment(account=account, region=region))


def test_a_rule_in_another_account_says_the_bus_by_its_arn() -> None:
    """A name would be that of a bus of the rule's own account."""
    app = new_app()
    bus = EventBus(_stack(app, "Buses", "111122223333", "eu-west-1"), "Orders", event_bus_name="orders")
    elsewhere = _stack(app, "Elsewhere", "444455556666", "eu-west-1")
    bus.add_rule("Rule", target=LambdaTarget(elsewhere, "Consumer"), pattern={"source": ["shop"]})

    (rule,) = (one for one in template_of(elsewhere)["Resources"].values() if one["Type"] == "AWS::Events::Rule")
    assert rule["Properties"]["EventBusName"] == "arn:aws:events:eu-west-1:111122223333:event-bus/orders"


@pytest.mark.parametrize("by_arn", [True, False])
def test_no_rule_sees_a_bus_of_another_region(by_arn: bool) -> None:
    app = new_app()
    elsewhere = _stack(app, "Elsewhere", "111122223333", "us-east-1")
    bus = (
        EventBus.from_event_bus_arn(elsewhere, "Shop", _SHOP_ARN)
        if by_arn
        else EventBus(_stack(app, "Buses", "111122223333", "eu-west-1"), "Shop")
    )

    with pytest.raises(
        InvalidArgumentError, match=r"target is in us-east-1, and the bus \w+/Shop in eu-west-1, out of"
    ):
        bus.add_rule("Rule", target=LambdaTarget(elsewhere, "Consumer"), pattern={"source": ["shop"]})


@pytest.mark.parametrize(
    ("sid", "problem"),
    [
        ("a b", "must be 1 to 64 letters, digits, '-' or '_', got 'a b'"),
        ("Twice", "must be unique on the bus, got 'Twice' again"),
    ],
)
def test_a_wrong_sid_is_told_before_the_cdk_sees_it(sid: str, problem: str) -> None:
    bus = EventBus(cdk.Stack(new_app(), "Demo"), "Orders")
    bus.grant_put_events_to(iam.AccountPrincipal("444455556666"), sid="Twice")

    with pytest.raises(InvalidArgumentError) as caught:
        bus.grant_put_events_to(iam.AccountPrincipal("777788889999"), sid=sid)

    assert (caught.value.argument, caught.value.problem) == ("sid", problem)
