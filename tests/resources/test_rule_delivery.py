from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.resources.rule_delivery import Delivery
from stacktape_constructs.resources.rule_input import InputTransformer
from tests.support import new_app

_NOTHING: dict[str, Any] = {
    "input": None,
    "input_path": None,
    "input_transformer": None,
    "dead_letter_queue": None,
    "retry_attempts": None,
    "max_event_age": None,
}


def _faults(**arguments: Any) -> list[tuple[str, str]]:
    return list(Delivery(**{**_NOTHING, **arguments}).faults())


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"retry_attempts": 0},
        {"retry_attempts": 185},
        {"retry_attempts": cdk.Token.as_number(cdk.Fn.ref("Retries"))},
        {"max_event_age": cdk.Duration.seconds(60)},
        {"max_event_age": cdk.Duration.hours(24)},
        {"max_event_age": cdk.Duration.seconds(cdk.Token.as_number(cdk.Fn.ref("Age")))},
        {"input_path": "$.detail"},
    ],
)
def test_what_eventbridge_takes_is_in_order(arguments: dict[str, Any]) -> None:
    assert _faults(**arguments) == []


@pytest.mark.parametrize("attempts", [-1, 186])
def test_retries_are_limited(attempts: int) -> None:
    assert _faults(retry_attempts=attempts) == [("retry_attempts", f"must be between 0 and 185, got {attempts}")]


@pytest.mark.parametrize(
    ("age", "got"),
    [(cdk.Duration.seconds(59), "59"), (cdk.Duration.days(2), "172800"), (cdk.Duration.millis(1500), "1.5")],
)
def test_the_age_of_events_is_limited(age: cdk.Duration, got: str) -> None:
    assert _faults(max_event_age=age) == [
        ("max_event_age", f"must be whole seconds, from 60 to 86400, which is a day, got {got} seconds")
    ]


def test_a_target_gets_one_kind_of_input() -> None:
    assert _faults(input=events.RuleTargetInput.from_object({}), input_path="$.detail") == [
        ("input_path", "cannot be combined with input: a target gets one kind of input; leave one out")
    ]


def test_faults_of_path_and_transformer_are_told_by_their_argument() -> None:
    assert [argument for argument, _ in _faults(input_path="detail")] == ["input_path"]
    transformer = InputTransformer({}, "<x>")
    assert [argument for argument, _ in _faults(input_transformer=transformer)] == ["input_transformer"]


def test_the_age_of_events_is_in_whole_seconds() -> None:
    ((argument, problem),) = _faults(max_event_age=cdk.Duration.millis(60_500))

    assert (argument, problem) == (
        "max_event_age",
        "must be whole seconds, from 60 to 86400, which is a day, got 60.5 seconds",
    )


@pytest.mark.parametrize(("fifo", "arguments"), [(True, ["dead_letter_queue"]), (None, [])])
def test_events_that_were_lost_go_to_no_fifo_queue(fifo: bool | None, arguments: list[str]) -> None:
    queue = sqs.Queue(cdk.Stack(new_app(), "Demo"), "Lost", fifo=fifo)

    assert [argument for argument, _ in _faults(dead_letter_queue=queue)] == arguments
