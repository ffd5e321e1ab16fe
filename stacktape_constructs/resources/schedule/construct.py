"""`schedule_rule`: starts a target by the clock."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.resources.contracts import RuleTarget
from stacktape_constructs.resources.rule import scheduled_rule
from stacktape_constructs.resources.rule_delivery import Delivery
from stacktape_constructs.resources.rule_input import InputTransformer


@checks_kinds(
    schedule="aws_events.Schedule.rate(cdk.Duration.hours(1))",
    input="aws_events.RuleTargetInput.from_text('...')",
)
def schedule_rule(
    id: str,
    *,
    target: RuleTarget,
    schedule: events.Schedule,
    input: events.RuleTargetInput | None = None,
    input_path: str | None = None,
    input_transformer: InputTransformer | None = None,
    dead_letter_queue: sqs.IQueue | None = None,
    retry_attempts: int | None = None,
    max_event_age: cdk.Duration | None = None,
    rule_name: str | None = None,
    description: str | None = None,
    enabled: bool = True,
) -> events.Rule:
    """Starts a target at a rate or at the times of a cron expression, in UTC.

    The rule lives in the target's scope. It is on the account's default bus: schedules are possible
    on no other, so this is no method of `EventBus`.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html

    Args:
        id: id of the rule in the target's scope.
        target: what is started, such as a `Function` or a `BatchJob`.
        schedule: when; `events.Schedule.rate(...)`, `.cron(...)` or `.expression(...)`.
        input: what the target gets in the place of the scheduled event.
        input_path: JSON path of the part of the event that the target gets, such as `$.time`.
        input_transformer: a template, filled from the event, that the target gets. At most one of
            the three inputs; default: the whole event.
        dead_letter_queue: where events go that could not be delivered. Default: they are lost.
        retry_attempts: 0 to 185; AWS's default is 185.
        max_event_age: 60 seconds to 24 hours; AWS's default is 24 hours.
        rule_name: physical name. Default: CloudFormation names the rule.
        description: what the rule is for, up to 512 characters.
        enabled: whether the rule is on.

    Raises:
        InvalidArgumentError: the input or a limit is wrong.

    Example:
        ```python
        from aws_cdk import aws_events as events
        from stacktape_constructs import Function, LambdaPackage, schedule_rule

        cleaner = Function(
            stack, "Cleaner", packaging=LambdaPackage.inline("def handler(event, context): print(event['time'])")
        )
        schedule_rule("Nightly", target=cleaner, schedule=events.Schedule.cron(hour="2", minute="0"))
        ```
    """
    return scheduled_rule(
        id,
        target=target,
        schedule=schedule,
        delivery=Delivery(
            input=input,
            input_path=input_path,
            input_transformer=input_transformer,
            dead_letter_queue=dead_letter_queue,
            retry_attempts=retry_attempts,
            max_event_age=max_event_age,
        ),
        rule_name=rule_name,
        description=description,
        enabled=enabled,
    )
