"""EventBridge: the permissions of rules, dead-letter queues, and a clock that runs faster."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from ministack.core.arn import parse_arn
from ministack.services import eventbridge, lambda_svc, sqs
from permissions import policy_lets, role_may

_EVENTS = "events.amazonaws.com"
# `rate(1 minute)` is due every second.
_CLOCK_SPEED = 60
_TICK_SECONDS = 0.2


def install() -> None:
    """Puts the checks in front of ministack's delivery, and speeds up its schedules."""
    deliver = eventbridge._invoke_target

    def deliver_if_allowed(
        target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None
    ) -> None:
        if _can_be_delivered(target, rule):
            deliver(target, event, rule, view)
        elif "DeadLetterConfig" in target:
            # A permission that is missing is not retried.
            # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
            view = view or eventbridge._pattern_event_view(event)
            _send_to_queue(target["DeadLetterConfig"]["Arn"], rule, json.dumps(view.event_with_detail()))

    eventbridge._invoke_target = deliver_if_allowed
    eventbridge._SCHEDULER_TICK_INTERVAL = _TICK_SECONDS
    started = time.time()

    def now() -> float:
        scheduling = threading.current_thread().name == "eb-scheduler"
        return started + (time.time() - started) * (_CLOCK_SPEED if scheduling else 1)

    eventbridge._now_ts = now


def _can_be_delivered(target: dict[str, Any], rule: dict[str, Any]) -> bool:
    arn = target["Arn"]
    service = parse_arn(arn).service
    if service == "states":
        return role_may(
            target["RoleArn"],
            service=_EVENTS,
            action="states:StartExecution",
            resource=arn,
            source_arn=rule["Arn"],
        )
    if service == "lambda":
        function, _, _ = lambda_svc._get_base_func_record_for_ref(arn)
        return function is not None and policy_lets(
            function.get("policy"),
            service=_EVENTS,
            action="lambda:InvokeFunction",
            resource=arn,
            source_arn=rule["Arn"],
        )
    raise NotImplementedError(f"the emulator delivers no events to {arn}")


def _send_to_queue(queue_arn: str, rule: dict[str, Any], event: str) -> None:
    queue = sqs._queue_by_arn(queue_arn)
    policy = queue["attributes"].get("Policy")
    if policy_lets(policy, service=_EVENTS, action="sqs:SendMessage", resource=queue_arn, source_arn=rule["Arn"]):
        eventbridge._dispatch_to_sqs(parse_arn(queue_arn), event)
