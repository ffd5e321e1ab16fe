from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from cfnlint.api import lint  # type: ignore[import-untyped]

from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.construct import BatchJob
from tests.resources.batch_job.reading import ENVIRONMENT, Reading, arn
from tests.support import new_app

_PARTS = {
    "Default/Resource": "AWS::Batch::JobDefinition",
    "Role/Resource": "AWS::IAM::Role",
    "Role/DefaultPolicy/Resource": "AWS::IAM::Policy",
    "LogGroup/Resource": "AWS::Logs::LogGroup",
    "Container/ExecutionRole/Resource": "AWS::IAM::Role",
    "Container/ExecutionRole/DefaultPolicy/Resource": "AWS::IAM::Policy",
    "JobExecution/Resource": "AWS::StepFunctions::StateMachine",
    "JobExecution/Role/Resource": "AWS::IAM::Role",
    "JobExecution/Role/DefaultPolicy/Resource": "AWS::IAM::Policy",
}


def test_its_parts_stand_where_their_logical_ids_come_from(reading: Reading) -> None:
    assert reading.types_below("Import") == {**_PARTS, "ConnectToPolicy/Resource": "AWS::IAM::Policy"}
    assert reading.types_below("Report") == {
        **_PARTS,
        "Event0/Resource": "AWS::Events::Rule",
        "Event1/Resource": "AWS::Events::Rule",
        "JobExecution/EventsRole/Resource": "AWS::IAM::Role",
        "JobExecution/EventsRole/DefaultPolicy/Resource": "AWS::IAM::Policy",
    }


def test_the_wrapped_job_definition_is_the_default_child(reading: Reading) -> None:
    job = reading.stack.node.find_child("Report")
    assert isinstance(job, BatchJob)
    assert job.node.default_child is job.job_definition


def test_a_grant_of_another_resource_reaches_the_container(reading: Reading) -> None:
    (statement,) = reading.statements("Report/Role/DefaultPolicy/Resource")
    bucket = reading.get_att("Data/Resource", "Arn")
    assert "s3:GetObject*" in statement["Action"]
    assert bucket in statement["Resource"]


def test_statements_can_be_given_from_the_start(reading: Reading) -> None:
    (statement,) = reading.statements("Import/Role/DefaultPolicy/Resource")
    assert statement["Action"] == "s3:ListAllMyBuckets"


def test_the_machine_is_given_the_arns_beside_its_definition(reading: Reading) -> None:
    machine = reading.properties("Import/JobExecution/Resource")
    assert machine["StateMachineName"] == "shop-dev-import-machine"
    assert machine["DefinitionSubstitutions"] == {
        # Without a revision, so that a retry after a deployment finds one.
        "JobDefinition": arn("batch", "job-definition/shop-dev-import"),
        "JobQueue": reading.get_att("Stp/Batch/SpotGpuJobQueue/Resource", "JobQueueArn"),
        "Region": "eu-west-1",
    }
    definition = json.loads(machine["DefinitionString"])
    assert definition["States"]["RunJob"]["Parameters"]["Timeout"] == {"AttemptDurationSeconds": 3600}
    assert definition["States"]["RunJob"]["Retry"][0]["MaxAttempts"] == 2
    assert "States.Format('import-demo-{}'" in machine["DefinitionString"]


def test_a_definition_without_a_name_is_found_by_the_one_that_cloudformation_makes(reading: Reading) -> None:
    substitutions = reading.properties("Report/JobExecution/Resource")["DefinitionSubstitutions"]
    reference = reading.ref("Report/Default/Resource")
    # arn:aws:batch:region:account:job-definition/name:revision
    last_part = {"Fn::Select": [5, {"Fn::Split": [":", reference]}]}
    assert substitutions["JobDefinition"] == {
        "Fn::Join": [
            "",
            [
                arn("batch", "job-definition/"),
                {"Fn::Select": [1, {"Fn::Split": ["/", last_part]}]},
            ],
        ]
    }


def test_the_machine_may_run_this_job_on_this_queue_and_nothing_else(reading: Reading) -> None:
    assert reading.statements("Import/JobExecution/Role/DefaultPolicy/Resource") == [
        {
            "Action": "batch:SubmitJob",
            "Effect": "Allow",
            "Resource": [
                arn("batch", "job-definition/shop-dev-import"),
                arn("batch", "job-definition/shop-dev-import:*"),
                reading.get_att("Stp/Batch/SpotGpuJobQueue/Resource", "JobQueueArn"),
            ],
        },
        {"Action": "batch:DescribeJobs", "Effect": "Allow", "Resource": "*"},
        {"Action": "batch:TerminateJob", "Effect": "Allow", "Resource": arn("batch", "job/*")},
        {
            "Action": ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            "Effect": "Allow",
            "Resource": arn("events", "rule/StepFunctionsGetEventsForBatchJobsRule"),
        },
    ]


def test_a_rule_starts_the_machine_itself_and_sends_what_it_is_told_to(reading: Reading) -> None:
    (target,) = reading.properties("Report/Event0/Resource")["Targets"]
    assert target == {
        "Arn": reading.ref("Report/JobExecution/Resource"),
        "Id": "Target0",
        "InputPath": "$.detail",
        "RoleArn": reading.get_att("Report/JobExecution/EventsRole/Resource", "Arn"),
        "DeadLetterConfig": {"Arn": reading.get_att("Undelivered/Resource", "Arn")},
        "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 3600},
    }


def test_a_rule_sends_the_whole_event_unless_told_otherwise(reading: Reading) -> None:
    (target,) = reading.properties("Report/Event1/Resource")["Targets"]
    assert target.keys() == {"Arn", "Id", "RoleArn"}


def test_rules_may_start_this_machine_and_nothing_else(reading: Reading) -> None:
    assert reading.statements("Report/JobExecution/EventsRole/DefaultPolicy/Resource") == [
        {
            "Action": "states:StartExecution",
            "Effect": "Allow",
            "Resource": reading.ref("Report/JobExecution/Resource"),
        }
    ]


def test_who_may_start_the_job_may_start_its_machine(reading: Reading) -> None:
    assert reading.statements("Starter/DefaultPolicy/Resource") == [
        {
            "Action": "states:StartExecution",
            "Effect": "Allow",
            "Resource": reading.ref("Report/JobExecution/Resource"),
        }
    ]


def test_jobs_in_one_vpc_share_a_queue_there() -> None:
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Own",
        vpc_id="vpc-own",
        availability_zones=["eu-west-1a"],
        private_subnet_ids=["subnet-own"],
        private_subnet_route_table_ids=["rtb-own"],
    )
    for id in ("First", "Second"):
        BatchJob(
            stack,
            id,
            packaging=ContainerPackage.from_image("busybox"),
            cpu=1,
            memory=cdk.Size.mebibytes(200),
            vpc=vpc,
        )
    reading = Reading(stack)
    (environment,) = reading.of_type("AWS::Batch::ComputeEnvironment")
    assert environment["Properties"]["ComputeResources"]["Subnets"] == ["subnet-own"]
    assert len(reading.of_type("AWS::Batch::JobQueue")) == 1
    assert reading.of_type("AWS::EC2::VPC") == []


def test_a_job_can_use_a_queue_and_a_role_that_exist() -> None:
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    queue_arn = arn("batch", "job-queue/mine")
    role = iam.Role.from_role_arn(stack, "Mine", "arn:aws:iam::111122223333:role/mine")
    job = BatchJob(
        stack,
        "Report",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
        job_queue=batch.JobQueue.from_job_queue_arn(stack, "Queue", queue_arn),
        role=role,
    )
    assert job.job_queue.job_queue_arn == queue_arn
    reading = Reading(stack)
    assert "Report/Role/Resource" not in reading.ids
    assert not any(path.startswith("Stp/") for path in reading.ids)
    assert reading.container("Report")["JobRoleArn"] == "arn:aws:iam::111122223333:role/mine"
    machine = reading.properties("Report/JobExecution/Resource")
    assert machine["DefinitionSubstitutions"]["JobQueue"] == queue_arn


def test_wildcards_stand_only_where_aws_has_nothing_narrower(reading: Reading) -> None:
    unavoidable = {
        "batch:DescribeJobs",
        "batch:ListJobs",
        "batch:TerminateJob",  # ids of jobs are made when they are submitted
        "batch:SubmitJob",  # revisions of the one definition
        "states:DescribeExecution",  # executions of the one machine
        "states:StopExecution",
        "ecr:GetAuthorizationToken",
    }
    given_by_this_test = {"s3:ListAllMyBuckets", "s3:GetObject*", "s3:GetBucket*", "s3:List*"}
    found = set()
    for resource in reading.resources.values():
        if resource["Type"] != "AWS::IAM::Policy":
            continue
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            actions = actions if isinstance(actions, list) else [actions]
            if "*" in json.dumps([actions, statement["Resource"]]):
                found.update(actions)
    assert found - given_by_this_test == unavoidable


def test_aws_would_take_the_template(reading: Reading) -> None:
    matches = lint(json.dumps({"Resources": reading.resources}), regions=["eu-west-1"])
    assert [str(match) for match in matches if match.rule.id.startswith("E")] == []
