"""The stack that most tests of this folder read."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.construct import BatchJob
from stacktape_constructs.resources.batch_job.retry import BatchRetry
from tests.resources.batch_job.reading import ENVIRONMENT, Reading
from tests.support import new_app


@pytest.fixture(scope="package")
def reading() -> Reading:
    """A stack with a plain job, `Report`, and one that has everything, `Import`."""
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    report = BatchJob(
        stack,
        "Report",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
    )
    repository = ecr.Repository.from_repository_name(stack, "Repository", "images")
    import_ = BatchJob(
        stack,
        "Import",
        packaging=ContainerPackage(
            image=ecs.ContainerImage.from_ecr_repository(repository, "v1"),
            command=["import", "--all"],
            environment={"PYTHONUNBUFFERED": "1", "LEVEL": "info"},
        ),
        cpu=4,
        memory=cdk.Size.gibibytes(2),
        gpu=1,
        timeout=cdk.Duration.hours(1),
        retry=BatchRetry(attempts=3, interval=cdk.Duration.seconds(10), backoff_rate=2),
        environment={"LEVEL": "debug"},
        initial_policy=[iam.PolicyStatement(actions=["s3:ListAllMyBuckets"], resources=["*"])],
        spot=True,
        log_group_name="/shop/import",
        job_definition_name="shop-dev-import",
        state_machine_name="shop-dev-import-machine",
    )
    import_.connect_to(import_, report)
    import_.add_environment("LATE", "1")
    s3.Bucket(stack, "Data").grant_read(report)
    report.grant_start_execution(iam.Role(stack, "Starter", assumed_by=iam.AccountRootPrincipal()))
    events.Rule(
        report.rule_scope,
        "Event0",
        event_pattern=events.EventPattern(source=["shop"]),
        targets=[
            report.rule_target(
                input=events.RuleTargetInput.from_event_path("$.detail"),
                dead_letter_queue=sqs.Queue(stack, "Undelivered", enforce_ssl=True),
                retry_attempts=2,
                max_event_age=cdk.Duration.hours(1),
            )
        ],
    )
    events.Rule(
        report.rule_scope,
        "Event1",
        schedule=events.Schedule.rate(cdk.Duration.days(1)),
        targets=[report.rule_target()],
    )
    return Reading(stack)
