"""Step Functions' integration with AWS Batch, `batch:submitJob.sync`, which ministack lacks.

It asks for what AWS documents: to submit, describe and terminate jobs, and to keep the rule by which Step
Functions learns that a job has ended (https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html).
"""

from __future__ import annotations

import contextvars
import json
import time
from collections.abc import Callable
from typing import Any

import batch_jobs
from batch_resources import lower_keys
from ministack.core.responses import get_account_id, get_region
from ministack.services import batch, stepfunctions
from ministack.services.cloudformation import provisioners
from permissions import role_may

_SUBMIT_JOB = "arn:aws:states:::batch:submitJob"
_MANAGED_RULE = "StepFunctionsGetEventsForBatchJobsRule"

_execution: contextvars.ContextVar[dict[str, Any]] = contextvars.ContextVar("execution")


def install() -> None:
    """Adds the integration, and the check that a machine with it passes when it is made."""
    stepfunctions._SERVICE_DISPATCH[_SUBMIT_JOB] = _submit_job
    run_execution = stepfunctions._run_execution

    def run(execution_arn: str) -> None:
        _execution.set(stepfunctions._executions[execution_arn])
        run_execution(execution_arn)

    stepfunctions._run_execution = run
    handlers = provisioners._RESOURCE_HANDLERS["AWS::StepFunctions::StateMachine"]
    create, update = handlers["create"], handlers["update"]
    provisioners._RESOURCE_HANDLERS["AWS::StepFunctions::StateMachine"] = {
        **handlers,
        "create": lambda id, new, stack: _checked(create, new, id, new, stack),
        "update": lambda physical_id, old, new, *others: _checked(update, new, physical_id, old, new, *others),
    }


def _checked(provision: Callable[..., Any], properties: dict[str, Any], *arguments: Any) -> Any:
    if f"{_SUBMIT_JOB}.sync" in json.dumps(properties):
        rule = f"arn:aws:events:{get_region()}:{get_account_id()}:rule/{_MANAGED_RULE}"
        name = properties.get("StateMachineName", "any")
        machine = f"arn:aws:states:{get_region()}:{get_account_id()}:stateMachine:{name}"
        for action in ("events:PutRule", "events:PutTargets", "events:DescribeRule"):
            if not _may(properties["RoleArn"], machine, action, rule):
                raise ValueError(f"'{properties['RoleArn']}' is not authorized to create managed-rule.")
    return provision(*arguments)


def _submit_job(resource: str, parameters: dict[str, Any]) -> dict[str, Any]:
    request = lower_keys(parameters)
    execution = _execution.get()
    machine = stepfunctions._state_machines[execution["stateMachineArn"]]

    def demand(action: str, what: str) -> None:
        if not _may(machine["roleArn"], execution["stateMachineArn"], action, what):
            raise stepfunctions._ExecutionError(
                "Batch.AccessDeniedException", f"not authorized to perform: {action} on resource: {what}"
            )

    for what in (request["jobDefinition"], request["jobQueue"]):
        demand("batch:SubmitJob", what)
    try:
        job = batch._jobs[batch_jobs.submit(request)["jobId"]]
    except ValueError as error:
        raise stepfunctions._ExecutionError("Batch.ClientException", str(error)) from None
    while job["status"] not in ("SUCCEEDED", "FAILED"):
        if execution["status"] != "RUNNING":
            demand("batch:TerminateJob", job["jobArn"])
            batch_jobs.terminate(job["jobId"], "The execution has been stopped")
            return {}
        time.sleep(0.05)
    demand("batch:DescribeJobs", "*")
    if job["status"] == "FAILED":
        raise stepfunctions._ExecutionError("States.TaskFailed", json.dumps(job))
    return {key[:1].upper() + key[1:]: value for key, value in job.items()}


def _may(role: str, machine: str, action: str, resource: str) -> bool:
    return role_may(role, service="states.amazonaws.com", action=action, resource=resource, source_arn=machine)
