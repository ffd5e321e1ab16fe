"""What others may do with a batch job, and the ARNs by which they name its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import aws_cdk as cdk
from aws_cdk import aws_batch as batch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn

from stacktape_constructs.cdk.exact_statement import exact_statement
from stacktape_constructs.cdk.tokens import is_unresolved


def _known(name: str | None) -> str | None:
    return None if name is None or is_unresolved(name) else name


@attrs.frozen
class JobNames:
    """The names that a caller gave to the parts of a job; None where CloudFormation makes one.

    An ARN that is built from a given name does not refer to its resource, so it can stand in the
    environment of a job that is connected to itself.
    """

    job_definition: str | None = attrs.field(converter=_known)
    state_machine: str | None = attrs.field(converter=_known)
    log_group: str | None = attrs.field(converter=_known)


@attrs.frozen
class JobAccess:
    """The ARNs of one job, and the statements that give access to it."""

    stack: cdk.Stack
    names: JobNames
    job_definition: batch.IJobDefinition
    job_queue: batch.IJobQueue
    state_machine: sfn.StateMachine
    log_group: logs.ILogGroup | None

    @property
    def parameters(self) -> Mapping[str, str]:
        """Values by Stacktape's parameter name; `logGroupArn` only where logs are written."""
        parameters = {
            "jobDefinitionArn": self.job_definition.job_definition_arn,
            "stateMachineArn": self.state_machine.state_machine_arn,
        }
        if self.log_group is not None:
            parameters["logGroupArn"] = self.log_group.log_group_arn
        return parameters

    @property
    def variables(self) -> Mapping[str, str]:
        """The parameters, without references to resources whose names are known."""
        variables = dict(self.parameters)
        if self.names.job_definition is not None:
            variables["jobDefinitionArn"] = job_definition_arn(self.stack, self.names, self.job_definition)
        if self.names.state_machine is not None:
            variables["stateMachineArn"] = self._states_arn("stateMachine", self.names.state_machine)
        if self.log_group is not None and self.names.log_group is not None:
            variables["logGroupArn"] = self.stack.format_arn(
                service="logs",
                resource="log-group",
                # CloudFormation ends the ARN of a log group so, too.
                resource_name=f"{self.names.log_group}:*",
                arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
            )
        return variables

    def statements(self) -> Sequence[iam.PolicyStatement]:
        """Allows to start the job, by its state machine or past it, to follow it and to stop it."""
        machine = self.names.state_machine or self.state_machine.state_machine_name
        return [
            submit_job_statement(job_definition_arn(self.stack, self.names, self.job_definition), self.job_queue),
            # AWS has no resources for describing and listing jobs.
            iam.PolicyStatement(actions=["batch:DescribeJobs", "batch:ListJobs"], resources=["*"]),
            terminate_job_statement(self.stack),
            *run_statements(
                state_machine_arn=self.variables["stateMachineArn"],
                executions_arn=self._states_arn("execution", f"{machine}:*"),
            ),
        ]

    def _states_arn(self, resource: str, name: str) -> str:
        return self.stack.format_arn(
            service="states",
            resource=resource,
            resource_name=name,
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )


def job_definition_arn(stack: cdk.Stack, names: JobNames, job_definition: batch.IJobDefinition) -> str:
    """The ARN without a revision, under which AWS Batch finds the newest one.

    CloudFormation's own reference names one revision, and that is gone with the next deployment: an
    execution that waits for its next try then could not submit the job again.
    """
    return stack.format_arn(
        service="batch",
        resource="job-definition",
        resource_name=names.job_definition or job_definition.job_definition_name,
    )


def run_statements(*, state_machine_arn: str, executions_arn: str) -> Sequence[iam.PolicyStatement]:
    """Allows to start executions of a state machine, to follow them and to stop them."""
    return [
        exact_statement(actions=["states:ListExecutions", "states:StartExecution"], resources=[state_machine_arn]),
        exact_statement(actions=["states:DescribeExecution", "states:StopExecution"], resources=[executions_arn]),
    ]


def submit_job_statement(definition_arn: str, job_queue: batch.IJobQueue) -> iam.PolicyStatement:
    """Allows to submit jobs of one definition, any revision, to one queue."""
    return iam.PolicyStatement(
        actions=["batch:SubmitJob"],
        resources=[definition_arn, f"{definition_arn}:*", job_queue.job_queue_arn],
    )


def terminate_job_statement(stack: cdk.Stack) -> iam.PolicyStatement:
    """Allows to stop jobs. AWS makes their ids when they are submitted: no ARN is known before."""
    return iam.PolicyStatement(
        actions=["batch:TerminateJob"],
        resources=[stack.format_arn(service="batch", resource="job", resource_name="*")],
    )
