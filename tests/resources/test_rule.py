from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from stacktape_constructs import EventBus, InputTransformer, schedule_rule
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.contracts import RuleTarget
from stacktape_constructs.resources.rule_input import constant_input
from tests.resources.lambda_target import LambdaTarget
from tests.resources.synthesized import Synthesized
from tests.support import new_app, template_of

_SHOP_ARN = "arn:aws:events:eu-west-1:111122223333:event-bus/shop"
_FROM_A = {"source": ["a"]}
_EVERYTHING: dict[str, Any] = {
    "$or": [{"source": ["shop"]}, {"detail-type": ["Order Paid", {"prefix": "Order"}]}],
    "replay-name": [{"exists": False}],
    "detail": {"note": [""], "detailType": [1, 2.5, False], "deep": {"snake_case": [{"exists": True}]}},
}


@pytest.fixture(scope="module")
def rules() -> Synthesized:
    """Rules in the scope of the target `Consumer`."""
    stack = cdk.Stack(new_app(), "Demo")
    target = LambdaTarget(stack, "Consumer")
    bus = EventBus(stack, "Bus")
    bus.add_rule("Everything", target=target, pattern=_EVERYTHING)
    bus.add_rule(
        "Typed",
        target=target,
        pattern=events.EventPattern(
            source=events.Match.prefix("shop"), detail_type=["Order Paid"], detail={"a": [1, False]}
        ),
    )
    bus.add_rule("Null", target=target, pattern={**_FROM_A, "detail": {"note": [None, ""], "bus": [bus.event_bus_arn]}})
    bus.add_rule("Token", target=target, pattern={**_FROM_A, "detail": {"bus": [bus.event_bus_arn]}})
    bus.add_rule(
        "Options",
        target=target,
        pattern=_FROM_A,
        rule_name="orders-paid",
        description="paid orders",
        enabled=False,
        dead_letter_queue=sqs.Queue(stack, "Failed"),
        retry_attempts=2,
        max_event_age=cdk.Duration.hours(1),
    )
    bus.add_rule(
        "Constant",
        target=target,
        pattern=_FROM_A,
        input=constant_input({"mode": "full", "none": None, "bus": bus.event_bus_arn}),
    )
    bus.add_rule("Path", target=target, pattern=_FROM_A, input_path="$.detail")
    bus.add_rule(
        "JsonTemplate",
        target=target,
        pattern=_FROM_A,
        input_transformer=InputTransformer(
            {"my-Key_1": "$.detail.order-id"},
            {"message": 'got "<my-Key_1>"', "none": None, "bus": bus.event_bus_arn},
        ),
    )
    bus.add_rule(
        "TextTemplate",
        target=target,
        pattern=_FROM_A,
        input_transformer=InputTransformer({}, '{"event": <aws.events.event.json>}'),
    )
    default_bus = EventBus.from_default_event_bus(stack, "DefaultBus")
    default_bus.add_rule("OnDefault", target=target, pattern=_FROM_A)
    EventBus.from_event_bus_arn(stack, "ByArn", _SHOP_ARN).add_rule("OnArn", target=target, pattern=_FROM_A)
    EventBus.from_event_bus_name(stack, "ByName", "billing").add_rule("OnName", target=target, pattern=_FROM_A)
    return Synthesized.of(stack)


def _target(rules: Synthesized, rule: str) -> dict[str, Any]:
    (target,) = rules.properties(f"Consumer/{rule}")["Targets"]
    assert isinstance(target, dict)
    return target


def test_a_pattern_reaches_the_template_exactly_as_given(rules: Synthesized) -> None:
    assert rules.properties("Consumer/Everything")["EventPattern"] == _EVERYTHING


def test_a_pattern_of_cdk_is_rendered_in_the_form_of_aws(rules: Synthesized) -> None:
    assert rules.properties("Consumer/Typed")["EventPattern"] == {
        "source": [{"prefix": "shop"}],
        "detail-type": ["Order Paid"],
        "detail": {"a": [1, False]},
    }


def test_a_pattern_may_hold_tokens(rules: Synthesized) -> None:
    assert rules.properties("Consumer/Token")["EventPattern"]["detail"] == {"bus": [rules.arn("Bus")]}


def test_a_pattern_with_null_is_a_text_for_cloudformation_takes_no_null(rules: Synthesized) -> None:
    assert rules.properties("Consumer/Null")["EventPattern"] == {
        "Fn::Join": ["", ['{"source":["a"],"detail":{"note":[null,""],"bus":["', rules.arn("Bus"), '"]}}']]
    }


def test_a_rule_names_its_bus(rules: Synthesized) -> None:
    assert rules.properties("Consumer/Everything")["EventBusName"] == rules.ref("Bus")


def test_a_rule_on_the_default_bus_names_no_bus(rules: Synthesized) -> None:
    assert "EventBusName" not in rules.properties("Consumer/OnDefault")


def test_a_rule_on_an_imported_bus_names_it_as_it_was_imported(rules: Synthesized) -> None:
    assert rules.properties("Consumer/OnArn")["EventBusName"] == _SHOP_ARN
    assert rules.properties("Consumer/OnName")["EventBusName"] == "billing"


def test_a_rule_is_on_has_one_target_and_no_name_unless_told_otherwise(rules: Synthesized) -> None:
    assert rules.properties("Consumer/OnName") == {
        "EventBusName": "billing",
        "EventPattern": {"source": ["a"]},
        "State": "ENABLED",
        "Targets": [{"Id": "Target0", "Arn": rules.arn("Consumer")}],
    }


def test_a_rule_takes_its_options(rules: Synthesized) -> None:
    properties = rules.properties("Consumer/Options")
    assert [properties[name] for name in ("Name", "Description", "State")] == [
        "orders-paid",
        "paid orders",
        "DISABLED",
    ]
    assert _target(rules, "Options")["RetryPolicy"] == {
        "MaximumEventAgeInSeconds": 3600,
        "MaximumRetryAttempts": 2,
    }


def test_what_could_not_be_delivered_goes_to_the_queue_which_lets_the_rule_in(rules: Synthesized) -> None:
    assert _target(rules, "Options")["DeadLetterConfig"] == {"Arn": rules.arn("Failed")}
    (policy,) = rules.of_type("AWS::SQS::QueuePolicy")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": rules.arn("Consumer/Options")}}


def test_a_rule_may_call_the_function_it_targets(rules: Synthesized) -> None:
    sources = [permission["SourceArn"] for permission in rules.of_type("AWS::Lambda::Permission")]
    assert rules.arn("Consumer/Everything") in sources


def test_a_constant_input_keeps_null_and_tokens(rules: Synthesized) -> None:
    assert _target(rules, "Constant")["Input"] == {
        "Fn::Join": ["", ['{"mode":"full","none":null,"bus":"', rules.arn("Bus"), '"}']]
    }


def test_a_part_of_the_event_can_be_the_input(rules: Synthesized) -> None:
    assert _target(rules, "Path")["InputPath"] == "$.detail"


def test_a_template_of_data_is_rendered_as_json_with_the_users_own_keys(rules: Synthesized) -> None:
    assert _target(rules, "JsonTemplate")["InputTransformer"] == {
        "InputPathsMap": {"my-Key_1": "$.detail.order-id"},
        "InputTemplate": {
            "Fn::Join": [
                "",
                [r'{"message":"got \"<my-Key_1>\"","none":null,"bus":"', rules.arn("Bus"), '"}'],
            ]
        },
    }


def test_a_template_of_text_is_used_as_it_is(rules: Synthesized) -> None:
    assert _target(rules, "TextTemplate")["InputTransformer"] == {"InputTemplate": '{"event": <aws.events.event.json>}'}


def test_a_wrong_rule_is_refused_before_anything_is_made() -> None:
    stack = cdk.Stack(cdk.App(), "Demo")
    bus = EventBus(stack, "Bus")
    target: RuleTarget = LambdaTarget(stack, "Target")
    with pytest.raises(InvalidArgumentError) as caught:
        bus.add_rule("R", target=target, pattern={"source": "a", "detail": {"b": []}})
    assert str(caught.value) == (
        "Demo/Target/R: pattern is wrong: source must be a list of values, got 'a'; write ['a']; "
        "detail.b must not be empty: an empty list matches nothing"
    )
    with pytest.raises(InvalidArgumentError, match="Target/R: retry_attempts must be between 0 and 185, got 200"):
        bus.add_rule("R", target=target, pattern=_FROM_A, retry_attempts=200)
    assert target.rule_scope.node.try_find_child("R") is None


def test_a_target_of_the_cdks_own_is_refused_with_what_takes_it() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    queue: Any = sqs.Queue(stack, "Queue")
    sentence = (
        "target must be a function or a job of this library, or another RuleTarget, got aws_cdk.aws_sqs.Queue; "
        "for a target of the CDK's own make an aws_events.Rule"
    )

    with pytest.raises(InvalidArgumentError) as by_event:
        EventBus(stack, "Bus").add_rule("Paid", target=queue, pattern=_FROM_A)
    with pytest.raises(InvalidArgumentError) as by_clock:
        schedule_rule("Daily", target=queue, schedule=events.Schedule.rate(cdk.Duration.days(1)))

    assert str(by_event.value) == f"Paid: {sentence}"
    assert str(by_clock.value) == f"Daily: {sentence}"


@pytest.mark.parametrize(
    "pattern",
    [
        {"detail": {"paid": events.Match.any_of(events.Match.exists(), events.Match.null_value())}},
        events.EventPattern(detail={"paid": events.Match.any_of(events.Match.exists(), events.Match.null_value())}),
    ],
)
def test_null_of_the_cdks_own_matcher_is_written_as_text_too(pattern: Any) -> None:
    stack = cdk.Stack(new_app(), "Demo")
    EventBus(stack, "Orders").add_rule("Rule", target=LambdaTarget(stack, "Consumer"), pattern=pattern)

    (rule,) = (one for one in template_of(stack)["Resources"].values() if one["Type"] == "AWS::Events::Rule")
    assert rule["Properties"]["EventPattern"] == '{"detail":{"paid":[{"exists":true},null]}}'


def test_a_description_has_at_most_as_many_characters_as_aws_takes() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    target = LambdaTarget(stack, "Consumer")

    with pytest.raises(InvalidArgumentError, match="description must have at most 512 characters, got 513"):
        EventBus(stack, "Orders").add_rule("Rule", target=target, pattern=_FROM_A, description="x" * 513)
    with pytest.raises(InvalidArgumentError, match="description must have at most 512 characters, got 513"):
        schedule_rule(
            "Daily", target=target, schedule=events.Schedule.rate(cdk.Duration.days(1)), description="x" * 513
        )


def test_an_id_that_is_taken_where_the_rule_will_be_is_told() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    target = LambdaTarget(stack, "Consumer")
    schedule_rule("Daily", target=target, schedule=events.Schedule.rate(cdk.Duration.days(1)))

    with pytest.raises(InvalidArgumentError) as caught:
        EventBus(stack, "Orders").add_rule("Daily", target=target, pattern=_FROM_A)

    assert str(caught.value) == (
        "Demo/Consumer/Daily: id 'Daily' is taken in Demo/Consumer, where rules for this target are; give another one"
    )


def test_a_rule_has_a_name_that_a_rule_can_have() -> None:
    stack = cdk.Stack(new_app(), "Demo")

    with pytest.raises(InvalidArgumentError, match=r"rule_name must be 1 to 64 letters, digits, .* got 'every day'"):
        schedule_rule(
            "Daily",
            target=LambdaTarget(stack, "Consumer"),
            schedule=events.Schedule.rate(cdk.Duration.days(1)),
            rule_name="every day",
        )
