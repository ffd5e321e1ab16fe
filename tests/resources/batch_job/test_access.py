from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.construct import BatchJob
from tests.resources.batch_job.reading import ENVIRONMENT, Reading, arn
from tests.support import new_app


def test_parameters_are_what_cloudformation_knows_of_the_job(reading: Reading) -> None:
    job = reading.stack.node.find_child("Import")
    assert isinstance(job, BatchJob)
    assert reading.stack.resolve(dict(job.parameters)) == {
        "jobDefinitionArn": reading.ref("Import/Default/Resource"),
        "stateMachineArn": reading.ref("Import/JobExecution/Resource"),
        "logGroupArn": reading.get_att("Import/LogGroup/Resource", "Arn"),
    }


def test_a_job_with_names_is_told_of_without_references(reading: Reading) -> None:
    environment = reading.environment("Import")
    assert {name: value for name, value in environment.items() if name.startswith("STP_IMPORT_")} == {
        "STP_IMPORT_JOB_DEFINITION_ARN": arn("batch", "job-definition/shop-dev-import"),
        "STP_IMPORT_STATE_MACHINE_ARN": arn("states", "stateMachine:shop-dev-import-machine"),
        "STP_IMPORT_LOG_GROUP_ARN": arn("logs", "log-group:/shop/import:*"),
    }


def test_a_job_without_names_is_told_of_by_references(reading: Reading) -> None:
    environment = reading.environment("Import")
    assert {name: value for name, value in environment.items() if name.startswith("STP_REPORT_")} == {
        "STP_REPORT_JOB_DEFINITION_ARN": reading.ref("Report/Default/Resource"),
        "STP_REPORT_STATE_MACHINE_ARN": reading.ref("Report/JobExecution/Resource"),
        "STP_REPORT_LOG_GROUP_ARN": reading.get_att("Report/LogGroup/Resource", "Arn"),
    }


def test_a_connection_gives_access_to_this_job_and_no_other(reading: Reading) -> None:
    job = reading.stack.node.find_child("Import")
    assert isinstance(job, BatchJob)
    assert [reading.stack.resolve(statement.to_statement_json()) for statement in job.connect_statements()] == [
        {
            "Action": "batch:SubmitJob",
            "Effect": "Allow",
            "Resource": [
                arn("batch", "job-definition/shop-dev-import"),
                arn("batch", "job-definition/shop-dev-import:*"),
                reading.get_att("Stp/Batch/SpotGpuJobQueue/Resource", "JobQueueArn"),
            ],
        },
        {"Action": ["batch:DescribeJobs", "batch:ListJobs"], "Effect": "Allow", "Resource": "*"},
        {"Action": "batch:TerminateJob", "Effect": "Allow", "Resource": arn("batch", "job/*")},
        {
            "Action": ["states:ListExecutions", "states:StartExecution"],
            "Effect": "Allow",
            "Resource": arn("states", "stateMachine:shop-dev-import-machine"),
        },
        {
            "Action": ["states:DescribeExecution", "states:StopExecution"],
            "Effect": "Allow",
            "Resource": arn("states", "execution:shop-dev-import-machine:*"),
        },
    ]


def test_a_job_without_a_name_cannot_be_told_of_itself() -> None:
    job = BatchJob(
        cdk.Stack(new_app(), "Demo"),
        "Report",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
    )
    with pytest.raises(InvalidArgumentError) as caught:
        job.connect_to(job)
    assert str(caught.value) == (
        "Demo/Report: connect_to must not hold the job itself unless it has a job_definition_name; "
        "give it one, or connect it with inject_environment=False"
    )


def test_a_job_without_a_name_can_be_given_access_to_itself() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    job = BatchJob(
        stack,
        "Report",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
    )
    job.connect_to(job, inject_environment=False)
    reading = Reading(stack)
    assert reading.environment("Report") == {}
    assert len(reading.statements("Report/ConnectToPolicy/Resource")) == 5


class Caller(Construct):
    """A function as a consumer sees it: it has a name, a policy for its connections and an environment."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.function = lambda_.Function(
            self,
            "Default",
            function_name="caller",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context): pass"),
        )
        self._arn = cdk.Stack.of(self).format_arn(
            service="lambda",
            resource="function",
            resource_name="caller",
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )

    @property
    def connect_variables(self) -> dict[str, str]:
        return {"arn": self._arn}

    def connect_statements(self) -> list[iam.PolicyStatement]:
        return [iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[self._arn])]


def test_a_job_and_a_function_can_reach_each_other() -> None:
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    caller = Caller(stack, "Caller")
    job = BatchJob(
        stack,
        "Report",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
        connect_to=[caller],
        job_definition_name="report",
        state_machine_name="report-machine",
        log_group_name="/report",
    )
    for parameter, value in job.connect_variables.items():
        caller.function.add_environment(f"JOB_{parameter}", value)
    for statement in job.connect_statements():
        caller.function.add_to_role_policy(statement)
    # Reading a template fails when resources wait for each other in a circle.
    reading = Reading(stack)
    assert reading.environment("Report") == {"STP_CALLER_ARN": arn("lambda", "function:caller")}
    assert reading.statements("Report/ConnectToPolicy/Resource") == [
        {
            "Action": "lambda:InvokeFunction",
            "Effect": "Allow",
            "Resource": arn("lambda", "function:caller"),
        }
    ]
