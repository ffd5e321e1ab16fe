"""Jobs of AWS Batch that run: each one is a process of this machine, in the files of its image.

ministack itself says at once that a job has succeeded. Here a job needs what it needs on AWS: an instance
whose role the ECS agent can work with, an execution role that may pull the image and write the log
(https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html), and a job role for the program.
"""

from __future__ import annotations

import copy
import os
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

from batch_resources import answer_of
from images import Image, pushed_image
from ministack.core import lambda_runtime
from ministack.core.responses import error_response_json, get_account_id, get_region, new_uuid, request_scope
from ministack.services import batch, cloudwatch_logs, iam
from permissions import caller_may, record_denial, role_may, role_trusts

_TASKS = "ecs-tasks.amazonaws.com"
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
_INSTANCE_POLICY = "service-role/AmazonEC2ContainerServiceforEC2Role"

_processes: dict[str, subprocess.Popen[str]] = {}


class _CannotRunError(Exception):
    """The container could not be started."""


def install() -> None:
    """Puts the handlers of requests about jobs into ministack's table of requests."""
    batch._DISPATCH["/v1/submitjob"] = _submit_request
    batch._DISPATCH["/v1/terminatejob"] = _terminate_request
    batch._DISPATCH["/v1/describejobs"] = _if_allowed("batch:DescribeJobs", batch._describe_jobs)
    batch._DISPATCH["/v1/listjobs"] = _if_allowed("batch:ListJobs", batch._list_jobs)


def submit(request: dict[str, Any]) -> dict[str, Any]:
    """Starts a job and gives what `SubmitJob` answers.

    Raises:
        ValueError: the job definition or the queue does not exist.
    """
    definition = _definition(request["jobDefinition"])
    if definition is None:
        raise ValueError(f"JobDefinition {request['jobDefinition']} not found")
    queue = batch._job_queues.get(request["jobQueue"].split("/", 1)[-1])
    if queue is None:
        raise ValueError(f"JobQueue {request['jobQueue']} not found")
    container = copy.deepcopy(definition["containerProperties"])
    overrides = request.get("containerOverrides") or {}
    container["environment"] = [*container.get("environment", []), *overrides.get("environment", [])]
    container["command"] = overrides.get("command") or container.get("command") or []
    job_id = new_uuid()
    timeout = {**definition.get("timeout", {}), **(request.get("timeout") or {})}
    batch._jobs[job_id] = job = {
        "jobId": job_id,
        "jobArn": batch._job_arn(job_id),
        "jobName": request["jobName"],
        "jobQueue": queue["jobQueueArn"],
        "jobDefinition": definition["jobDefinitionArn"],
        "status": "RUNNABLE",
        "createdAt": int(time.time() * 1000),
        "timeout": timeout,
        "container": container,
    }
    scope = get_account_id(), get_region()
    threading.Thread(target=_run, args=(scope, job, queue), daemon=True).start()
    return {"jobId": job_id, "jobName": job["jobName"], "jobArn": job["jobArn"]}


def terminate(job_id: str, reason: str) -> None:
    """Ends a job; nothing happens if it has ended or never was."""
    job = batch._jobs.get(job_id, {"status": "UNKNOWN"})
    process = _processes.get(job_id)
    if process is not None:
        job["statusReason"] = reason
        process.kill()
    elif job["status"] == "RUNNABLE":
        _end(job, "FAILED", reason)


def _submit_request(request: dict[str, Any]) -> Any:
    definition = request["jobDefinition"]
    if not definition.startswith("arn:"):
        definition = f"arn:aws:batch:{get_region()}:{get_account_id()}:job-definition/{definition}"
    if not caller_may("batch:SubmitJob", definition, request["jobQueue"]):
        return _refusal("batch:SubmitJob")
    try:
        return batch._json(200, submit(request))
    except ValueError as error:
        return error_response_json("ClientException", str(error), 400)


def _terminate_request(request: dict[str, Any]) -> Any:
    if not caller_may("batch:TerminateJob", batch._job_arn(request["jobId"])):
        return _refusal("batch:TerminateJob")
    terminate(request["jobId"], request["reason"])
    return batch._json(200, {})


def _if_allowed(action: str, answer: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    # AWS has no resources for these actions.
    return lambda request: answer(request) if caller_may(action, "*") else _refusal(action)


def _refusal(action: str) -> Any:
    return error_response_json("AccessDeniedException", f"not authorized to perform: {action}", 403)


def _definition(reference: str) -> dict[str, Any] | None:
    name, _, number = reference.split("job-definition/", 1)[-1].partition(":")
    active = [
        revision
        for revision in batch._job_definitions.get(name, [])
        if revision["status"] == "ACTIVE" and number in ("", str(revision["revision"]))
    ]
    return active[-1] if active else None


def _run(scope: tuple[str, str], job: dict[str, Any], queue: dict[str, Any]) -> None:
    with request_scope(*scope):
        # As on AWS, a job waits for an instance for ever.
        while not _is_enabled(queue):
            if job["status"] == "FAILED":
                return
            time.sleep(0.05)
        if not _instances_can_register(queue):
            job["statusReason"] = "no instance has registered with the cluster"
            return
        try:
            image = _pull(job["container"])
            credentials = _credentials(job)
            write = _log_of(job)
        except _CannotRunError as error:
            _end(job, "FAILED", str(error))
            return
        code = _run_process(job, image, credentials, write)
        if code == 0:
            _end(job, "SUCCEEDED", "Essential container in task exited")
        else:
            job["container"]["exitCode"] = code
            _end(job, "FAILED", job.get("statusReason") or "Essential container in task exited")


def _run_process(job: dict[str, Any], image: Image, credentials: dict[str, str], write: Any) -> int:
    container = job["container"]
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        "AWS_DEFAULT_REGION": get_region(),
        "AWS_BATCH_JOB_ID": job["jobId"],
        **credentials,
        **image.environment,
        **{variable["name"]: variable["value"] for variable in container["environment"]},
    }
    process = subprocess.Popen(
        container["command"] or image.command,
        cwd=image.work_folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    _processes[job["jobId"]] = process
    if job["status"] == "FAILED":
        # It has been terminated while its process was being started.
        process.kill()
    else:
        job.update(status="RUNNING", startedAt=int(time.time() * 1000))
    try:
        output, _ = process.communicate(timeout=job["timeout"].get("attemptDurationSeconds"))
    except subprocess.TimeoutExpired:
        terminate(job["jobId"], "Job attempt duration exceeded timeout")
        output, _ = process.communicate()
    finally:
        del _processes[job["jobId"]]
    write(output.splitlines())
    return process.returncode


def _end(job: dict[str, Any], status: str, reason: str) -> None:
    job.update(status=status, statusReason=reason, stoppedAt=int(time.time() * 1000))


def _is_enabled(queue: dict[str, Any]) -> bool:
    return any(environment["state"] == "ENABLED" for environment in _compute_environments(queue))


def _compute_environments(queue: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        batch._compute_envs[order["computeEnvironment"].split("/", 1)[-1]] for order in queue["computeEnvironmentOrder"]
    ]


def _instances_can_register(queue: dict[str, Any]) -> bool:
    """Whether instances of the queue's compute environments could join the cluster."""
    for environment in _compute_environments(queue):
        profile = iam._instance_profiles[environment["computeResources"]["instanceRole"].rsplit("/", 1)[-1]]
        (role,) = profile["Roles"]
        arn = iam._roles[role]["Arn"]
        if not role_trusts(arn, service="ec2.amazonaws.com"):
            return False
        # ministack has no texts of AWS's own policies.
        attached = iam._roles[role].get("AttachedPolicies", [])
        if not any(policy.endswith(_INSTANCE_POLICY) for policy in attached):
            record_denial(arn, "ecs:RegisterContainerInstance", "*")
            return False
    return True


def _pull(container: dict[str, Any]) -> Image:
    name = container["image"]
    role = container.get("executionRoleArn")
    repository = name.split("/", 1)[-1].partition(":")[0]
    arn = f"arn:aws:ecr:{get_region()}:{get_account_id()}:repository/{repository}"
    actions = [("ecr:GetAuthorizationToken", "*"), *((action, arn) for action in _PULL)]
    if not all(role_may(role, service=_TASKS, action=action, resource=what) for action, what in actions):
        raise _CannotRunError("CannotPullContainerError: access denied")
    image = pushed_image(name)
    if image is None:
        raise _CannotRunError(f"CannotPullContainerError: {name} not found")
    return image


def _log_of(job: dict[str, Any]) -> Any:
    """What writes lines to the job's log, where it has one."""
    container = job["container"]
    configuration = container.get("logConfiguration") or {}
    if configuration.get("logDriver") != "awslogs":
        return lambda lines: None
    options = configuration["options"]
    group = options["awslogs-group"]
    stream = f"{options['awslogs-stream-prefix']}/default/{job['jobId'].replace('-', '')}"
    arn = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:log-stream:{stream}"
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        if not role_may(container["executionRoleArn"], service=_TASKS, action=action, resource=arn):
            raise _CannotRunError("CannotStartContainerError: failed to initialize logging driver")
    container["logStreamName"] = stream
    names = {"logGroupName": group, "logStreamName": stream}
    answer_of(cloudwatch_logs._create_log_stream(names))

    def write(lines: list[str]) -> None:
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line} for line in lines if line]
        if events:
            answer_of(cloudwatch_logs._put_log_events({**names, "logEvents": events}))

    return write


def _credentials(job: dict[str, Any]) -> dict[str, str]:
    """Credentials of the job's role."""
    role = job["container"].get("jobRoleArn")
    if not role:
        return {}
    if not role_trusts(role, service=_TASKS):
        raise _CannotRunError(f"ECS was unable to assume the role {role}")
    # ministack makes credentials for functions; a job looks like one to it.
    function = f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{job['jobId']}"
    return lambda_runtime.execution_credentials({"FunctionArn": function, "FunctionName": job["jobId"], "Role": role})
