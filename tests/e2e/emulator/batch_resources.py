"""CloudFormation's types of AWS Batch, and the archive of an event bus, which ministack lacks."""

from __future__ import annotations

import json
from typing import Any

from ministack.services import batch, eventbridge
from ministack.services.cloudformation import provisioners

Created = tuple[str, dict[str, str]]

# What CloudFormation cannot change in place, as far as the tests change it.
_REPLACING = {
    "AWS::Batch::ComputeEnvironment": ("ComputeEnvironmentName", "Type"),
    "AWS::Batch::JobQueue": ("JobQueueName",),
    "AWS::Events::Archive": ("ArchiveName", "SourceArn"),
}
# The keys below these are the user's own.
_USERS_KEYS = {"Options", "Parameters", "Tags"}


def install() -> None:
    """Adds the types to ministack's table of types."""
    provisioners._REPLACING_PROPERTIES.update(_REPLACING)
    provisioners._RESOURCE_HANDLERS.update(
        {
            "AWS::Batch::ComputeEnvironment": {
                "create": _create_compute_environment,
                "update": _update_compute_environment,
                "delete": lambda arn, _: batch._compute_envs.pop(_name(arn), None),
            },
            "AWS::Batch::JobQueue": {
                "create": _create_job_queue,
                "update": _update_job_queue,
                "delete": lambda arn, _: batch._job_queues.pop(_name(arn), None),
            },
            "AWS::Batch::JobDefinition": {
                "create": _create_job_definition,
                "update": _update_job_definition,
                "update_with_logical_id": True,
                "delete": _delete_job_definition,
            },
            "AWS::Events::Archive": {
                "create": _create_archive,
                "delete": lambda name, _: eventbridge._delete_archive({"ArchiveName": name}),
            },
        }
    )


def lower_keys(value: Any) -> Any:
    """Batch's API writes the names of CloudFormation's properties with a small first letter."""
    if isinstance(value, dict):
        return {
            key[:1].lower() + key[1:]: item if key in _USERS_KEYS else lower_keys(item) for key, item in value.items()
        }
    return [lower_keys(item) for item in value] if isinstance(value, list) else value


def answer_of(response: tuple[int, dict[str, str], bytes]) -> dict[str, Any]:
    """What one of ministack's handlers answers; its error as an exception."""
    status, _, body = response
    answer: dict[str, Any] = json.loads(body) if body else {}
    if status >= 400:
        raise ValueError(answer.get("message") or answer.get("Message") or str(answer))
    return answer


def _create_compute_environment(logical_id: str, properties: dict[str, Any], stack: str) -> Created:
    request = _named(properties, "ComputeEnvironmentName", logical_id, stack)
    arn = answer_of(batch._create_compute_environment(request))["computeEnvironmentArn"]
    return arn, {"ComputeEnvironmentArn": arn}


def _update_compute_environment(arn: str, _: Any, properties: dict[str, Any], __: str) -> Created:
    changes = lower_keys(properties)
    batch._compute_envs[_name(arn)].update(
        {key: changes[key] for key in ("computeResources", "state", "tags") if key in changes}
    )
    return arn, {"ComputeEnvironmentArn": arn}


def _create_job_queue(logical_id: str, properties: dict[str, Any], stack: str) -> Created:
    request = _named(properties, "JobQueueName", logical_id, stack)
    for order in request["computeEnvironmentOrder"]:
        if _name(order["computeEnvironment"]) not in batch._compute_envs:
            raise ValueError(f"compute environment {order['computeEnvironment']} does not exist")
    arn = answer_of(batch._create_job_queue(request))["jobQueueArn"]
    return arn, {"JobQueueArn": arn}


def _update_job_queue(arn: str, _: Any, properties: dict[str, Any], __: str) -> Created:
    changes = lower_keys(properties)
    batch._job_queues[_name(arn)].update(
        {key: changes[key] for key in ("computeEnvironmentOrder", "priority", "state") if key in changes}
    )
    return arn, {"JobQueueArn": arn}


def _create_job_definition(logical_id: str, properties: dict[str, Any], stack: str) -> Created:
    request = _named(properties, "JobDefinitionName", logical_id, stack)
    arn = answer_of(batch._register_job_definition(request))["jobDefinitionArn"]
    revision = batch._job_definitions[request["jobDefinitionName"]][-1]
    revision.update({key: request[key] for key in ("parameters", "timeout") if key in request})
    return arn, {"JobDefinitionArn": arn}


def _update_job_definition(arn: str, _: Any, properties: dict[str, Any], stack: str, id: str) -> Created:
    """Registers a new revision; CloudFormation takes the old one away when the update is done."""
    return _create_job_definition(id, properties, stack)


def _delete_job_definition(arn: str, _: Any) -> None:
    name, _, number = _name(arn).partition(":")
    revisions = batch._job_definitions.get(name, [])
    for revision in revisions:
        if str(revision["revision"]) == number:
            revision["status"] = "INACTIVE"
    if all(revision["status"] == "INACTIVE" for revision in revisions):
        batch._job_definitions.pop(name, None)


def _create_archive(logical_id: str, properties: dict[str, Any], stack: str) -> Created:
    name = properties.get("ArchiveName") or provisioners._physical_name(stack, logical_id, max_len=48)
    request = {
        "ArchiveName": name,
        "EventSourceArn": properties["SourceArn"],
        "Description": properties.get("Description", ""),
        "RetentionDays": int(properties.get("RetentionDays", 0)),
    }
    if "EventPattern" in properties:
        request["EventPattern"] = json.dumps(properties["EventPattern"])
    arn = answer_of(eventbridge._create_archive(request))["ArchiveArn"]
    return name, {"Arn": arn, "ArchiveName": name}


def _named(properties: dict[str, Any], field: str, logical_id: str, stack: str) -> dict[str, Any]:
    made_up = provisioners._physical_name(stack, logical_id, max_len=128)
    request: dict[str, Any] = lower_keys({field: made_up, **properties})
    return request


def _name(reference: str) -> str:
    return reference.split("/", 1)[-1]
