from __future__ import annotations

import aws_cdk as cdk

from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.construct import BatchJob
from tests.resources.batch_job.reading import ENVIRONMENT, Reading, arn
from tests.support import new_app


def test_a_small_job_gets_what_it_asks_for(reading: Reading) -> None:
    container = reading.container("Report")
    assert container["Image"] == "busybox"
    assert "Command" not in container
    assert container["ResourceRequirements"] == [
        {"Type": "MEMORY", "Value": "200"},
        {"Type": "VCPU", "Value": "1"},
    ]
    assert container["Ulimits"] == [{"Name": "nofile", "SoftLimit": 10000, "HardLimit": 10000}]
    assert reading.properties("Report/Default/Resource")["PropagateTags"] is True


def test_a_large_job_gets_what_it_asks_for(reading: Reading) -> None:
    container = reading.container("Import")
    assert container["Command"] == ["import", "--all"]
    assert container["ResourceRequirements"] == [
        {"Type": "MEMORY", "Value": "2048"},
        {"Type": "VCPU", "Value": "4"},
        {"Type": "GPU", "Value": "1"},
    ]
    definition = reading.properties("Import/Default/Resource")
    assert definition["JobDefinitionName"] == "shop-dev-import"
    assert definition["Timeout"] == {"AttemptDurationSeconds": 3600}


def test_variables_of_the_job_win_over_those_of_its_package(reading: Reading) -> None:
    environment = reading.environment("Import")
    assert environment["PYTHONUNBUFFERED"] == "1"
    assert environment["LEVEL"] == "debug"


def test_a_variable_can_be_added_later(reading: Reading) -> None:
    assert reading.environment("Import")["LATE"] == "1"


def test_output_goes_to_a_log_group_of_the_jobs_own(reading: Reading) -> None:
    group = reading.resource("Import/LogGroup/Resource")
    assert group["Properties"] == {"LogGroupName": "/shop/import", "RetentionInDays": 90}
    assert group["DeletionPolicy"] == "Delete"
    assert reading.container("Import")["LogConfiguration"] == {
        "LogDriver": "awslogs",
        "Options": {
            "awslogs-group": reading.ref("Import/LogGroup/Resource"),
            "awslogs-region": "eu-west-1",
            "awslogs-stream-prefix": "batch",
        },
    }


def test_a_job_that_writes_no_logs_has_no_log_group() -> None:
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    job = BatchJob(
        stack,
        "Silent",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
        log_retention=None,
    )
    assert job.log_group is None
    assert job.parameters.keys() == job.connect_variables.keys() == {"jobDefinitionArn", "stateMachineArn"}
    reading = Reading(stack)
    # Without a driver, AWS Batch would write to a log group that is kept for ever.
    assert reading.container("Silent")["LogConfiguration"]["LogDriver"] == "json-file"
    assert not any("LogGroup" in path or "DefaultPolicy" in path for path in reading.ids if "Silent/C" in path)


def test_the_execution_role_may_write_the_log_and_pull_the_image_and_nothing_else(reading: Reading) -> None:
    assert reading.statements("Import/Container/ExecutionRole/DefaultPolicy/Resource") == [
        {
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Effect": "Allow",
            "Resource": reading.get_att("Import/LogGroup/Resource", "Arn"),
        },
        {
            "Action": [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
            "Effect": "Allow",
            "Resource": arn("ecr", "repository/images"),
        },
        {"Action": "ecr:GetAuthorizationToken", "Effect": "Allow", "Resource": "*"},
    ]


def test_the_container_acts_as_a_role_for_tasks(reading: Reading) -> None:
    assert reading.container("Report")["JobRoleArn"] == reading.get_att("Report/Role/Resource", "Arn")
    assert reading.properties("Report/Role/Resource")["AssumeRolePolicyDocument"]["Statement"] == [
        {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    ]
