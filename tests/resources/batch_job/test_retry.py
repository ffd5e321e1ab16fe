from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.batch_job.retry import BatchRetry


def test_a_single_try_is_not_retried() -> None:
    assert BatchRetry().retriers() == []


def test_the_attempts_include_the_first_one() -> None:
    (retrier,) = BatchRetry(attempts=3).retriers()
    assert retrier["MaxAttempts"] == 2


def test_waits_grow_by_the_backoff_rate() -> None:
    (retrier,) = BatchRetry(attempts=4, interval=cdk.Duration.minutes(1), backoff_rate=1.5).retriers()
    assert (retrier["IntervalSeconds"], retrier["BackoffRate"]) == (60, 1.5)


def test_no_interval_becomes_the_shortest_wait_that_aws_has() -> None:
    (retrier,) = BatchRetry(attempts=2).retriers()
    assert retrier["IntervalSeconds"] == 1


def test_waits_stay_as_long_as_the_first_unless_told_otherwise() -> None:
    (retrier,) = BatchRetry(attempts=2).retriers()
    assert retrier["BackoffRate"] == 1


def test_every_error_is_retried() -> None:
    (retrier,) = BatchRetry(attempts=2).retriers()
    # AWS accepts the wildcard only by itself.
    assert retrier["ErrorEquals"] == ["States.ALL"]


def test_an_interval_may_be_a_parameter_of_the_stack() -> None:
    seconds = cdk.CfnParameter(cdk.Stack(), "Wait", type="Number").value_as_number
    (retrier,) = BatchRetry(attempts=2, interval=cdk.Duration.seconds(seconds)).retriers()
    assert retrier["IntervalSeconds"] == seconds


@pytest.mark.parametrize("attempts", [0, -1, 100_000_000])
def test_attempts_outside_the_limits_are_refused(attempts: int) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BatchRetry(attempts=attempts)
    assert str(caught.value) == (f"BatchRetry: attempts must be between 1 and 99999999 tries in all, got {attempts}")


def test_attempts_must_be_known_at_synth() -> None:
    attempts = cdk.CfnParameter(cdk.Stack(), "Attempts", type="Number").value_as_number
    with pytest.raises(InvalidArgumentError, match="must be known at synth, got a token"):
        BatchRetry(attempts=attempts)  # type: ignore[arg-type]


def test_an_interval_of_parts_of_a_second_is_refused() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BatchRetry(interval=cdk.Duration.millis(1500))
    assert str(caught.value) == ("BatchRetry: interval must be whole seconds, at most 99999999, got 1.5 s")


def test_an_interval_of_years_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="at most 99999999"):
        BatchRetry(interval=cdk.Duration.days(5000))


def test_waits_that_would_shrink_are_refused() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BatchRetry(backoff_rate=0.5)
    assert str(caught.value) == ("BatchRetry: backoff_rate must be at least 1, got 0.5; 1 keeps the waits equally long")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"attempts": "3"}, "attempts must be a whole number, got '3'"),
        ({"interval": 10}, "interval must be a Duration, such as cdk.Duration.seconds(30), got 10"),
        ({"backoff_rate": "2"}, "backoff_rate must be a number, got '2'"),
        ({"backoff_rate": float("nan")}, "backoff_rate must be at least 1, got nan; 1 keeps the waits equally long"),
        ({"backoff_rate": float("inf")}, "backoff_rate must be at least 1, got inf; 1 keeps the waits equally long"),
    ],
)
def test_what_is_of_another_kind_is_told(arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BatchRetry(**arguments)

    assert str(caught.value) == f"BatchRetry: {problem}"
