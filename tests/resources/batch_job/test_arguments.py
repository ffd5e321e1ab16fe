from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.compute import BatchCompute
from stacktape_constructs.resources.batch_job.construct import BatchJob
from tests.resources.batch_job.reading import Reading
from tests.support import new_app


@pytest.fixture(scope="module")
def stack() -> cdk.Stack:
    return cdk.Stack(new_app(), "Demo")


def _job(stack: cdk.Stack, **arguments: Any) -> BatchJob:
    given: dict[str, Any] = {
        "packaging": ContainerPackage.from_image("busybox"),
        "cpu": 1,
        "memory": cdk.Size.mebibytes(200),
        **arguments,
    }
    return BatchJob(stack, f"Job{len(stack.node.children)}", **given)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cpu": 0}, "cpu must be a whole number of vCPUs, at least 1, got 0"),
        ({"cpu": 0.5}, "cpu must be a whole number of vCPUs, at least 1, got 0.5"),
        ({"cpu": 1.5}, "cpu must be a whole number of vCPUs, at least 1, got 1.5"),
        ({"memory": cdk.Size.mebibytes(3)}, "memory must be whole MiB, at least 4, got 3 MiB"),
        ({"memory": cdk.Size.kibibytes(4608)}, "memory must be whole MiB, at least 4, got 4.5 MiB"),
        ({"gpu": 0}, "gpu must be at least 1, got 0; leave it out for a job without GPUs"),
        ({"timeout": cdk.Duration.seconds(59)}, "timeout must be whole seconds, at least 60, got 59 s"),
        ({"timeout": cdk.Duration.millis(60500)}, "timeout must be whole seconds, at least 60, got 60.5 s"),
        (
            {"job_definition_name": "my job"},
            "job_definition_name must be 1 to 128 letters, digits, hyphens and underscores, the first a "
            "letter or digit, got 'my job'",
        ),
        (
            {"state_machine_name": "m" * 81},
            f"state_machine_name must be 1 to 80 letters, digits and characters of +!@.()=_'-, got '{'m' * 81}'",
        ),
        (
            {"environment": {"AWS_BATCH_JOB_ID": "1"}},
            "environment must not have variables that begin with AWS_BATCH, got 'AWS_BATCH_JOB_ID'",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(stack: cdk.Stack, arguments: dict[str, Any], message: str) -> None:
    path = f"Demo/Job{len(stack.node.children)}"
    with pytest.raises(InvalidArgumentError) as caught:
        _job(stack, **arguments)
    assert str(caught.value) == f"{path}: {message}"


def test_where_a_job_runs_is_said_once(stack: cdk.Stack) -> None:
    queue = batch.JobQueue.from_job_queue_arn(stack, "Queue", "arn:aws:batch:eu-west-1:111122223333:job-queue/mine")
    vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", vpc_id="vpc", availability_zones=["eu-west-1a"])
    compute = BatchCompute(stack, "Compute")
    for places, argument, other in (
        ({"job_queue": queue, "compute": compute}, "job_queue", "compute"),
        ({"job_queue": queue, "vpc": vpc}, "job_queue", "vpc"),
        ({"compute": compute, "vpc": vpc}, "compute", "vpc"),
        ({"job_queue": queue, "spot": True}, "spot", "job_queue"),
    ):
        with pytest.raises(InvalidArgumentError) as caught:
            _job(stack, **places)
        assert caught.value.argument == argument
        assert caught.value.problem == f"must not be given together with {other}, which decides it"


def test_the_least_that_aws_takes_is_taken() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    _job(
        stack,
        cpu=1.0,
        memory=cdk.Size.mebibytes(4),
        gpu=1,
        timeout=cdk.Duration.minutes(1),
        job_definition_name="j",
        state_machine_name="m.(1)",
    )
    (definition,) = Reading(stack).of_type("AWS::Batch::JobDefinition")
    assert definition["Properties"]["ContainerProperties"]["ResourceRequirements"] == [
        {"Type": "MEMORY", "Value": "4"},
        {"Type": "VCPU", "Value": "1"},
        {"Type": "GPU", "Value": "1"},
    ]


def test_values_that_are_known_at_deploy_only_are_taken_as_they_are() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    text = cdk.CfnParameter(stack, "Text").value_as_string
    _job(
        stack,
        cpu=number,
        memory=cdk.Size.mebibytes(number),
        gpu=number,
        timeout=cdk.Duration.seconds(number),
        job_definition_name=text,
        state_machine_name=text,
    )
    reading = Reading(stack)
    (definition,) = reading.of_type("AWS::Batch::JobDefinition")
    (machine,) = reading.of_type("AWS::StepFunctions::StateMachine")
    assert definition["Properties"]["ContainerProperties"]["ResourceRequirements"] == [
        {"Type": type_, "Value": {"Ref": "Number"}} for type_ in ("MEMORY", "VCPU", "GPU")
    ]
    assert definition["Properties"]["Timeout"] == {"AttemptDurationSeconds": {"Ref": "Number"}}
    assert definition["Properties"]["JobDefinitionName"] == {"Ref": "Text"}
    assert machine["Properties"]["StateMachineName"] == {"Ref": "Text"}
    assert {"Ref": "Number"} in machine["Properties"]["DefinitionString"]["Fn::Join"][1]
