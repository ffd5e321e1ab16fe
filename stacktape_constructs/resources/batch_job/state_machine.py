"""The state machine that runs a batch job and, if that fails, runs it again.

Written as the Amazon States Language and not with the CDK's task classes: their policies are wider
than the task needs, and this way the template holds one readable definition whose ARNs are
substitutions, so a new image or queue does not change its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_batch as batch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import acknowledge, acknowledge_wildcards
from stacktape_constructs.resources.batch_job.access import submit_job_statement, terminate_job_statement
from stacktape_constructs.resources.batch_job.retry import BatchRetry

#: The container variable that holds the event that started the job, as JSON text.
TRIGGER_EVENT_VARIABLE = "STP_TRIGGER_EVENT_DATA"

# AWS's own name for the rule by which Step Functions learns that a job has ended
# (https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html).
_RULE_OF_STEP_FUNCTIONS = "StepFunctionsGetEventsForBatchJobsRule"


def make_state_machine(
    scope: Construct,
    id: str,
    *,
    state_machine_name: str | None,
    name_base: str,
    definition_arn: str,
    job_queue: batch.IJobQueue,
    retry: BatchRetry,
    timeout: cdk.Duration | None,
) -> sfn.StateMachine:
    """The machine, with a role of its own that may do what the definition needs and no more."""
    stack = cdk.Stack.of(scope)
    machine = sfn.StateMachine(
        scope,
        id,
        state_machine_name=state_machine_name,
        definition_body=sfn.DefinitionBody.from_string(
            stack.to_json_string(
                definition(name_base=name_base, retry=retry, timeout=timeout, partition=stack.partition)
            )
        ),
        definition_substitutions={
            "JobDefinition": definition_arn,
            "JobQueue": job_queue.job_queue_arn,
            "Region": stack.region,
        },
    )
    for statement, because in _job_statements(stack, definition_arn, job_queue):
        machine.add_to_role_policy(statement)
        acknowledge_wildcards(machine, statement, because=because)
    machine.add_to_role_policy(_rule_statement(stack))
    acknowledge(
        machine,
        "SF1",
        because="Step Functions keeps the history of each execution, and the job writes logs of its own",
    )
    acknowledge(
        machine,
        "SF2",
        because="a trace would end where the job is submitted, for AWS Batch hands none on to it",
    )
    return machine


def definition(*, name_base: str, retry: BatchRetry, timeout: cdk.Duration | None, partition: str) -> dict[str, Any]:
    """The definition, with `${JobDefinition}`, `${JobQueue}` and `${Region}` left open.

    The input may be anything: an event as EventBridge sends it, which is passed to the container as
    JSON text, or `{"triggerEvent": "<text>"}`, whose text is passed as it is. Beside such a text,
    `jobName` may name the job.
    """
    new_job_name = f"States.Format('{name_base}-{{}}', States.UUID())"
    return {
        "StartAt": "ReadInput",
        "States": {
            "ReadInput": {
                "Type": "Choice",
                "Choices": [
                    {"And": [*_is_string("$.triggerEvent"), *_is_string("$.jobName")], "Next": "RunJob"},
                    {"And": _is_string("$.triggerEvent"), "Next": "NameJob"},
                ],
                "Default": "WrapEvent",
            },
            "NameJob": {
                "Type": "Pass",
                "Parameters": {"triggerEvent.$": "$.triggerEvent", "jobName.$": new_job_name},
                "Next": "RunJob",
            },
            "WrapEvent": {
                "Type": "Pass",
                "Parameters": {"triggerEvent.$": "States.JsonToString($)", "jobName.$": new_job_name},
                "Next": "RunJob",
            },
            "RunJob": _run_job(retry, timeout, partition),
        },
    }


def _is_string(path: str) -> list[dict[str, Any]]:
    # A test of a missing field fails the execution, unless its presence has been tested before.
    return [{"Variable": path, "IsPresent": True}, {"Variable": path, "IsString": True}]


def _run_job(retry: BatchRetry, timeout: cdk.Duration | None, partition: str) -> dict[str, Any]:
    job: dict[str, Any] = {
        "JobName.$": "$.jobName",
        "JobDefinition": "${JobDefinition}",
        "JobQueue": "${JobQueue}",
        "ContainerOverrides": {
            "Environment": [
                {"Name": TRIGGER_EVENT_VARIABLE, "Value.$": "$.triggerEvent"},
                {"Name": "STP_MAXIMUM_ATTEMPTS", "Value": str(retry.attempts)},
                # The context counts retries, from 0; a variable of a container must be text.
                {
                    "Name": "STP_CURRENT_ATTEMPT",
                    "Value.$": "States.Format('{}', States.MathAdd($$.State.RetryCount, 1))",
                },
                {"Name": "AWS_REGION", "Value": "${Region}"},
            ]
        },
    }
    if timeout is not None:
        job["Timeout"] = {"AttemptDurationSeconds": timeout.to_seconds()}
    state: dict[str, Any] = {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::batch:submitJob.sync",
        "Parameters": job,
        "End": True,
    }
    # Nothing catches the last failure: an execution that fails by itself shows the job's own error.
    retriers = retry.retriers()
    return {**state, "Retry": retriers} if retriers else state


def _job_statements(
    stack: cdk.Stack, definition_arn: str, job_queue: batch.IJobQueue
) -> Sequence[tuple[iam.PolicyStatement, str]]:
    """Run this job on this queue, see how it ends, and stop it; each with the reason for its wildcard."""
    return [
        (submit_job_statement(definition_arn, job_queue), "any revision of this one job definition"),
        (
            iam.PolicyStatement(actions=["batch:DescribeJobs"], resources=["*"]),
            "AWS Batch knows no resource for describing jobs",
        ),
        (terminate_job_statement(stack), "AWS Batch makes the id of a job when it is submitted"),
    ]


def _rule_statement(stack: cdk.Stack) -> iam.PolicyStatement:
    # By this rule Step Functions hears of a job that has ended, as `.sync` asks for.
    return iam.PolicyStatement(
        actions=["events:DescribeRule", "events:PutRule", "events:PutTargets"],
        resources=[stack.format_arn(service="events", resource="rule", resource_name=_RULE_OF_STEP_FUNCTIONS)],
    )
