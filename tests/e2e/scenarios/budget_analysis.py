"""The way of the example `event-bus` from a request to the end of a job, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.e2e.cloud import eventually
from tests.e2e.deployment import Stack


@dataclass(frozen=True)
class BudgetAnalysis:
    """Goes the way and tells which steps are broken; what depends on such a step is not tried.

    The steps:
        stop: stopping an execution ends its job.
        request: the API's route calls the publisher, which publishes an event.
        publisher's log: the publisher's call is in its log.
        start: the event starts an execution of the job's state machine.
        run: the job runs, and what it prints is in its log.
        end: the execution learns that the job has ended.
    """

    stack: Stack

    def broken_steps(self) -> set[str]:
        """The steps that do not work."""
        broken = set() if self._stopping_works() else {"stop"}
        calls, runs, executions = self._calls(), self._runs(), self.stack.executions()
        url = f"{self.stack.outputs()['apiUrl']}/budget-analysis"
        if self.stack.cloud.request(url).status != 202:
            return broken | {"request"}
        if self._calls() == calls:
            broken.add("publisher's log")
        # When an event has been published, the emulator has handed it to all its targets.
        started = self.stack.executions() - executions
        if not started:
            return broken | {"start"}
        (execution,) = started
        eventually(lambda: self._has_come_to_a_halt(execution), within=20, what="the execution has ended")
        if self._runs() == runs:
            self._give_up(execution)
            return broken | {"run"}
        if self._status(execution) != "SUCCEEDED":
            broken.add("end")
        return broken

    def _stopping_works(self) -> bool:
        """Whether a waiting job is ended with its execution, unless it could not be submitted at all."""
        batch = self.stack.cloud.client("batch")
        environment = self.stack.physical_id("AWS::Batch::ComputeEnvironment")
        batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
        machine = self._machine
        execution = self._states.start_execution(stateMachineArn=machine, input="{}")["executionArn"]
        eventually(
            lambda: self._waiting_jobs() or self._status(execution) == "FAILED",
            within=10,
            what="the job waits, or could not be submitted",
        )
        waiting = self._waiting_jobs()
        if waiting:
            self._states.stop_execution(executionArn=execution)
            eventually(
                lambda: not self._waiting_jobs() or self._is_refused("batch:TerminateJob"),
                within=10,
                what="the job has been terminated, or that was refused",
            )
        left = self._waiting_jobs()
        for job in left:
            batch.terminate_job(jobId=job, reason="the test is over")
        batch.update_compute_environment(computeEnvironment=environment, state="ENABLED")
        return not left

    def _give_up(self, execution: str) -> None:
        """Ends an execution that would wait for ever, so that the next one does not find its job."""
        if self._status(execution) == "RUNNING":
            self._states.stop_execution(executionArn=execution)
            eventually(lambda: not self._waiting_jobs(), within=10, what="no job waits any more")

    def _has_come_to_a_halt(self, execution: str) -> bool:
        # A job that no instance can take waits for ever.
        no_instance = self._is_refused("ecs:RegisterContainerInstance") or any(
            denial.principal == "ec2.amazonaws.com" for denial in self.stack.cloud.denials()
        )
        return self._status(execution) != "RUNNING" or no_instance

    def _is_refused(self, action: str) -> bool:
        return any(denial.action == action for denial in self.stack.cloud.denials())

    def _calls(self) -> list[str]:
        return self._log("MyPublisherFunction")

    def _runs(self) -> list[str]:
        return self._log("MyConsumerBatchJob")

    def _log(self, name: str) -> list[str]:
        return self.stack.cloud.messages(self.stack.physical_id("AWS::Logs::LogGroup", name))

    def _waiting_jobs(self) -> list[str]:
        queue = self.stack.physical_id("AWS::Batch::JobQueue")
        answer = self.stack.cloud.client("batch").list_jobs(jobQueue=queue, jobStatus="RUNNABLE")
        return [job["jobId"] for job in answer["jobSummaryList"]]

    def _status(self, execution: str) -> str:
        status: str = self._states.describe_execution(executionArn=execution)["status"]
        return status

    @property
    def _states(self) -> Any:
        return self.stack.cloud.client("stepfunctions")

    @property
    def _machine(self) -> str:
        return self.stack.physical_id("AWS::StepFunctions::StateMachine")
