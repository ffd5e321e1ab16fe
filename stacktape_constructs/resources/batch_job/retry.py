"""How often a failed batch job is tried again, and how long is waited in between."""

from __future__ import annotations

import math
from typing import Any

import attrs
import aws_cdk as cdk

from stacktape_constructs.cdk.argument_kinds import kind_problem
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError

# The greatest number that Step Functions takes for a retrier's fields.
_GREATEST_NUMBER = 99_999_999


def _attempts_in_range(_: BatchRetry, __: attrs.Attribute[int], attempts: int) -> None:
    _check_kind("attempts", attempts, int)
    if is_unresolved(attempts):
        # The state machine is given one try less: CloudFormation cannot subtract.
        raise _invalid("attempts", "must be known at synth, got a token; give a number")
    if not 1 <= attempts <= _GREATEST_NUMBER:
        raise _invalid("attempts", f"must be between 1 and {_GREATEST_NUMBER} tries in all, got {attempts}")


def _whole_seconds(_: BatchRetry, __: attrs.Attribute[cdk.Duration], interval: cdk.Duration) -> None:
    _check_kind("interval", interval, cdk.Duration)
    if interval.is_unresolved():
        return
    seconds = interval.to_seconds(integral=False)
    if seconds != int(seconds) or seconds > _GREATEST_NUMBER:
        raise _invalid("interval", f"must be whole seconds, at most {_GREATEST_NUMBER}, got {seconds} s")


def _no_shrinking(_: BatchRetry, __: attrs.Attribute[float], rate: float) -> None:
    _check_kind("backoff_rate", rate, float)
    if not is_unresolved(rate) and not 1 <= rate < math.inf:
        raise _invalid("backoff_rate", f"must be at least 1, got {rate}; 1 keeps the waits equally long")


def _check_kind(argument: str, value: object, kind: type) -> None:
    if problem := kind_problem(value, kind):
        raise _invalid(argument, problem)


def _invalid(argument: str, problem: str) -> InvalidArgumentError:
    return InvalidArgumentError(path="BatchRetry", argument=argument, problem=problem)


@attrs.frozen
class BatchRetry:
    """Tries a failed batch job again, with exponential back-off.

    The wait before try n + 1 is `interval * backoff_rate ** (n - 1)`. Any failure is tried again: a
    program that ends with an error, a timeout, a lost spot instance, an image that cannot be pulled.
    The tries are those of the state machine that runs the job
    (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).

    Example:
        ```python
        from stacktape_constructs import BatchRetry

        retry = BatchRetry(attempts=4, interval=cdk.Duration.seconds(10), backoff_rate=2)  # 10, 20, 40 s
        ```

    Attributes:
        attempts: tries in all, the first one included. Default 1: a failed job is not tried again.
        interval: wait before the second try, in whole seconds. Default 0, which becomes one second: AWS
            has no shorter wait.
        backoff_rate: what each further wait is multiplied by, at least 1. Default 1.

    Raises:
        InvalidArgumentError: when a value is outside what Step Functions takes.
    """

    attempts: int = attrs.field(default=1, validator=_attempts_in_range)
    interval: cdk.Duration = attrs.field(factory=lambda: cdk.Duration.seconds(0), validator=_whole_seconds)
    backoff_rate: float = attrs.field(default=1.0, validator=_no_shrinking)

    def retriers(self) -> list[dict[str, Any]]:
        """The `Retry` field of a state in the Amazon States Language; empty when nothing is retried."""
        if self.attempts == 1:
            return []
        seconds = self.interval.to_seconds()
        return [
            {
                # All that can be retried at all: no retrier sees `States.Runtime` (a broken definition)
                # or `States.DataLimitExceeded` (too large an event), which would fail again anyway.
                "ErrorEquals": ["States.ALL"],
                # The language has no wait of 0 seconds.
                "IntervalSeconds": seconds if is_unresolved(seconds) else max(1, seconds),
                "MaxAttempts": self.attempts - 1,
                "BackoffRate": self.backoff_rate,
            }
        ]
