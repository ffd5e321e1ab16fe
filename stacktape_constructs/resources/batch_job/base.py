"""What every batch job can do, whether this app made it or not: be started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.placed_construct import PlacedConstruct
from stacktape_constructs.resources.batch_job.access import run_statements
from stacktape_constructs.resources.batch_job.job_name import job_name_base

if TYPE_CHECKING:
    from stacktape_constructs.resources.function.construct import Function


class BatchJobBase(PlacedConstruct):
    """A batch job: the part that `BatchJob` and `BatchJob.from_state_machine_arn` have in common.

    It is the type of a job that may be of another app.

    Attributes:
        state_machine: runs the job: an execution is a run, whose input is the job's event.
        trigger_function: starts the job for routes of HTTP APIs; None as long as there are none.

    Example:
        ```python
        from aws_cdk import aws_events as events
        from stacktape_constructs import BatchJob, BatchJobBase, schedule_rule

        def every_night(job: BatchJobBase) -> None:
            schedule_rule("Nightly", target=job, schedule=events.Schedule.cron(hour="3", minute="0"))

        machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:report"
        every_night(BatchJob.from_state_machine_arn(stack, "Report", machine))
        ```
    """

    state_machine: sfn.IStateMachine
    trigger_function: Function | None

    def __init__(self, scope: Construct, id: str, *, trigger_function_name: str | None) -> None:
        super().__init__(scope, id)
        self.trigger_function = None
        self._trigger_function_name = trigger_function_name
        self._name_base = job_name_base(id, self.stack.stack_name)

    @checks_kinds()
    def grant_start_execution(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allows to start the job, as an execution of its state machine."""
        return self.state_machine.grant_start_execution(grantee)

    @property
    def parameters(self) -> Mapping[str, str]:
        """`stateMachineArn`, and of a job that this app makes also those of its other parts."""
        return {"stateMachineArn": self.state_machine.state_machine_arn}

    @property
    def connect_variables(self) -> Mapping[str, str]:
        """The parameters."""
        return self.parameters

    def connect_statements(self) -> Sequence[iam.PolicyStatement]:
        """Allows to start the job, to follow it and to stop it, by its state machine."""
        arn = self.state_machine.state_machine_arn
        parts = self.stack.split_arn(arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
        executions = self.stack.format_arn(
            partition=parts.partition,
            service="states",
            region=parts.region,
            account=parts.account,
            resource="execution",
            resource_name=f"{parts.resource_name}:*",
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )
        return run_statements(state_machine_arn=arn, executions_arn=executions)

    @property
    def rule_scope(self) -> Construct:
        """The scope of EventBridge rules that start the job: the job's own."""
        return self

    def rule_target(
        self,
        *,
        input: events.RuleTargetInput | None = None,
        dead_letter_queue: sqs.IQueue | None = None,
        retry_attempts: int | None = None,
        max_event_age: cdk.Duration | None = None,
    ) -> events.IRuleTarget:
        """The job as the target of an EventBridge rule; what the rule sends is the job's event.

        Args:
            input: what is sent. Default: the whole event.
            dead_letter_queue: where events go that could not start the job.
            retry_attempts: how often EventBridge tries to start it. Default: 185 times.
            max_event_age: how long EventBridge tries to start it. Default: a day.
        """
        # Loads the modules of all services that can be targets: nothing for apps without rules.
        from aws_cdk import aws_events_targets as targets

        target = targets.SfnStateMachine(
            self.state_machine,
            input=input,
            dead_letter_queue=dead_letter_queue,
            retry_attempts=retry_attempts,
            max_event_age=max_event_age,
        )
        return cast(events.IRuleTarget, target)

    def route_integration(
        self, http_api: apigwv2.IHttpApi, *, payload_format: apigwv2.PayloadFormatVersion
    ) -> apigwv2.HttpRouteIntegration:
        """The job behind routes of an HTTP API.

        A request starts the job, with the request as its event, and is answered at once with status
        200 and the JSON object `{message, stateMachineName, stateMachineExecutionArn}`. API Gateway
        cannot put a whole request into one text, so a small function stands in between.
        """
        if self.trigger_function is None:
            # Loads Lambda's modules, which a job without routes has no use for.
            from stacktape_constructs.resources.batch_job.trigger_function import make_trigger_function

            self.trigger_function = make_trigger_function(
                self,
                "TriggerFunction",
                function_name=self._trigger_function_name,
                state_machine=self.state_machine,
                name_base=self._name_base,
            )
            self.grant_start_execution(self.trigger_function)
        return self.trigger_function.route_integration(http_api, payload_format=payload_format)
