"""The example's way from a request to the end of a job, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.e2e.cloud import eventually
from tests.e2e.deployment import Stack


@dataclass
class BudgetAnalysis:
    """Goes the way and tells which steps do not work; what depends on such a step is not tried.

    The steps:
        request: the API's route calls the publisher, which publishes an event.
        publisher's log: the publisher's call is in its log.
        start: the event starts an execution of the job's state machine.
        run: the job runs to its end, and what it prints is in its log.
        end: the execution learns that the job has ended.
        stop: stopping an execution ends its job.
    """

    stack: Stack

    def broken_steps(self) -> set[str]:
        """The steps that do not work."""
        broken = {"stop"} if not self._stop() else set()
        lines_before = len(self.stack.cloud.messages(self._log("MyPublisherFunction")))
        executions_before = self._executions()
        if not self._request():
            return broken | {"request"}
        if len(self.stack.cloud.messages(self._log("MyPublisherFunction"))) == lines_before:
            broken.add("publisher's log")
        # The emulator has delivered an event to all its targets when the publisher has published it.
        started = self._executions() - executions_before
        if not started:
            return broken | {"start"}
        (execution,) = started
        lines_before = len(self.stack.cloud.messages(self._log("MyConsumerBatchJob")))
        if not self._has_ended(execution):
            return broken | {"run"}
        if len(self.stack.cloud.messages(self._log("MyConsumerBatchJob"))) == lines_before:
            return broken | {"run"}
        if self._status(execution) != "SUCCEEDED":
            broken.add("end")
        return broken
