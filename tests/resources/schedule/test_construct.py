from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.rule_input import InputTransformer
from stacktape_constructs.resources.schedule.construct import schedule_rule
from tests.resources.lambda_target import LambdaTarget
from tests.support import new_app, template_of


@pytest.fixture(scope="module")
def rules() -> dict[str, dict[str, Any]]:
    """The properties of the rules of one stack by their schedules."""
    stack = cdk.Stack(new_app(), "Demo")
    target = LambdaTarget(stack, "Report")
    schedule_rule("Nightly", target=target, schedule=events.Schedule.cron(minute="0", hour="2"))
    schedule_rule(
        "Often",
        target=target,
        schedule=events.Schedule.rate(cdk.Duration.minutes(5)),
        input_transformer=InputTransformer({"t": "$.time"}, {"at": "<t>"}),
        retry_attempts=0,
        rule_name="often",
        enabled=False,
    )
    resources = template_of(stack)["Resources"].values()
    properties = [r["Properties"] for r in resources if r["Type"] == "AWS::Events::Rule"]
    return {p["ScheduleExpression"]: p for p in properties}


def test_a_scheduled_rule_has_a_schedule_and_neither_bus_nor_pattern(
    rules: dict[str, dict[str, Any]],
) -> None:
    assert set(rules["cron(0 2 * * ? *)"]) == {"ScheduleExpression", "State", "Targets"}


def test_a_scheduled_rule_takes_the_options_of_every_rule(rules: dict[str, dict[str, Any]]) -> None:
    rule = rules["rate(5 minutes)"]
    (target,) = rule["Targets"]
    assert (rule["Name"], rule["State"]) == ("often", "DISABLED")
    assert target["InputTransformer"] == {"InputPathsMap": {"t": "$.time"}, "InputTemplate": '{"at":"<t>"}'}
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 0}


def test_a_wrong_option_is_told_with_the_path_of_the_rule() -> None:
    target = LambdaTarget(cdk.Stack(cdk.App(), "Demo"), "Report")
    with pytest.raises(InvalidArgumentError) as caught:
        schedule_rule(
            "Nightly",
            target=target,
            schedule=events.Schedule.rate(cdk.Duration.days(1)),
            max_event_age=cdk.Duration.seconds(1),
        )
    assert str(caught.value) == (
        "Demo/Report/Nightly: max_event_age must be whole seconds, from 60 to 86400, which is a day, got 1 seconds"
    )
