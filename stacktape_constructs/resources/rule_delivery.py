"""How a rule delivers to its target: with which input, how persistently, and what happens after."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.resources.contracts import RuleTarget
from stacktape_constructs.resources.rule_input import InputTransformer, json_path_fault

_MAX_RETRIES = 185
_MIN_AGE_SECONDS = 60
_MAX_AGE_SECONDS = 86_400


@attrs.frozen(kw_only=True)
class Delivery:
    """The arguments that every rule has, whatever it listens to.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
    """

    input: events.RuleTargetInput | None
    input_path: str | None
    input_transformer: InputTransformer | None
    dead_letter_queue: sqs.IQueue | None
    retry_attempts: int | None
    max_event_age: cdk.Duration | None

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong, as pairs of an argument's name and the rest of a sentence about it."""
        given = [name for name in ("input", "input_path", "input_transformer") if getattr(self, name) is not None]
        if len(given) > 1:
            yield (
                given[1],
                f"cannot be combined with {given[0]}: a target gets one kind of input; leave one out",
            )
        if self.input_path is not None and (problem := json_path_fault(self.input_path)) is not None:
            yield "input_path", problem
        if self.input_transformer is not None:
            for problem in self.input_transformer.faults():
                yield "input_transformer", problem
        attempts = self.retry_attempts
        if attempts is not None and not is_unresolved(attempts) and not 0 <= attempts <= _MAX_RETRIES:
            yield "retry_attempts", f"must be between 0 and {_MAX_RETRIES}, got {attempts}"
        age = self.max_event_age
        if age is not None and not age.is_unresolved():
            seconds = age.to_seconds(integral=False)
            if not (_MIN_AGE_SECONDS <= seconds <= _MAX_AGE_SECONDS and seconds == int(seconds)):
                yield (
                    "max_event_age",
                    f"must be whole seconds, from 60 to 86400, which is a day, got {seconds:g} seconds",
                )
        if self.dead_letter_queue is not None and self.dead_letter_queue.fifo:
            yield "dead_letter_queue", "must be a standard queue, got a FIFO queue, to which EventBridge sends nothing"

    def rule_target(self, target: RuleTarget) -> events.IRuleTarget:
        """The target in CDK's terms."""
        return target.rule_target(
            input=self._target_input(),
            dead_letter_queue=self.dead_letter_queue,
            retry_attempts=self.retry_attempts,
            max_event_age=self.max_event_age,
        )

    def _target_input(self) -> events.RuleTargetInput | None:
        if self.input_transformer is not None:
            return self.input_transformer.to_rule_target_input()
        if self.input_path is not None:
            return events.RuleTargetInput.from_event_path(self.input_path)
        return self.input
