"""The container of a batch job, and the job definition around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import acknowledge
from stacktape_constructs.packaging.images.container_package import ContainerPackage

_OPEN_FILES = 10_000


class JobContainer:
    """A job definition whose container can be given variables after it was made."""

    def __init__(
        self,
        scope: Construct,
        *,
        packaging: ContainerPackage,
        cpu: float,
        memory: cdk.Size,
        gpu: int | None,
        timeout: cdk.Duration | None,
        environment: Mapping[str, str],
        role: iam.IRole,
        log_group: logs.ILogGroup | None,
        job_definition_name: str | None,
    ) -> None:
        self._environment = dict(environment)
        container = batch.EcsEc2ContainerDefinition(
            scope,
            "Container",
            image=packaging.image,
            command=None if packaging.command is None else list(packaging.command),
            environment=self._environment,
            cpu=cpu,
            memory=memory,
            gpu=gpu,
            job_role=role,
            logging=_log_driver(log_group),
            ulimits=[batch.Ulimit(name=batch.UlimitName.NOFILE, soft_limit=_OPEN_FILES, hard_limit=_OPEN_FILES)],
        )
        acknowledge(
            container,
            "IAM5[Resource::*]",
            because="ecr:GetAuthorizationToken, with which an image is pulled, has no resource",
        )
        self.job_definition = batch.EcsJobDefinition(
            scope,
            "Default",
            job_definition_name=job_definition_name,
            container=container,
            # The state machine says it too; here it holds for jobs that are submitted past it.
            timeout=timeout,
            propagate_tags=True,
        )

    def add_environment(self, name: str, value: str) -> None:
        """Sets a variable of the container."""
        self._environment[name] = value
        # The CDK renders a container once, when it is made, and has no way to add a variable to it.
        resource = cast(batch.CfnJobDefinition, self.job_definition.node.default_child)
        resource.add_property_override(
            "ContainerProperties.Environment",
            [{"Name": name, "Value": value} for name, value in self._environment.items()],
        )


def _log_driver(log_group: logs.ILogGroup | None) -> ecs.LogDriver:
    if log_group is not None:
        return ecs.AwsLogDriver(stream_prefix="batch", log_group=log_group)
    # Without a driver, AWS Batch writes to its own group `/aws/batch/job`, and keeps that for ever. This
    # one keeps the latest output on the instance, and so no longer than the instance.
    return ecs.JsonFileLogDriver(max_size="10m", max_file=1)
