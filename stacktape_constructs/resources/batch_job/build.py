"""The type `batch-job` in YAML: what is built of it."""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2

from stacktape_constructs.cdk.placed_construct import id_of
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.packaging.images.build import container_package
from stacktape_constructs.packaging.images.config import PrebuiltImage
from stacktape_constructs.resources.batch_job.compute import BatchCompute
from stacktape_constructs.resources.batch_job.config import BatchJobConfig, RetryConfig
from stacktape_constructs.resources.batch_job.construct import BatchJob
from stacktape_constructs.resources.batch_job.retry import BatchRetry
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.log_retention import retention_of
from stacktape_constructs.resources.resource_builder import ResourceBuilder
from stacktape_constructs.resources.workload import connect_workload, environment_of, trigger_workload


def _build(context: BuildContext, name: str, config: BatchJobConfig) -> BatchJob:
    logging = config.logging
    logs = logging is None or not logging.disabled
    packaging = config.container.packaging
    compute = BatchCompute.shared(context.stack, name_prefix=context.names.stack)
    group = cast(ec2.CfnSecurityGroup, compute.security_group.node.default_child)
    # Stacktape's words. A group with other ones would have to be replaced, which CloudFormation cannot do
    # with a group that has a name: the stack could not be taken over.
    group.group_description = (
        f"Stacktape generated security group for batch ec2 instances in stack {context.names.stack}"
    )
    return BatchJob(
        context.stack,
        name,
        packaging=container_package(
            packaging,
            context.code,
            image_name=context.text(packaging.image) if isinstance(packaging, PrebuiltImage) else None,
        ),
        cpu=config.resources.cpu,
        memory=cdk.Size.mebibytes(config.resources.memory),
        gpu=config.resources.gpu,
        timeout=None if config.timeout is None else cdk.Duration.seconds(config.timeout),
        spot=config.use_spot_instances,
        retry=_retry(config.retry_config),
        environment=environment_of(context, name, config.container.environment),
        log_retention=retention_of(90 if logging is None else logging.retention_days) if logs else None,
        log_group_name=f"/stp/{context.names.stack}/batch/{name}/process-logs" if logs else None,
        job_definition_name=context.names.physical(name, "job-definition", limit=128),
        state_machine_name=context.names.physical(name, "batch-state-machine", limit=80),
        # Made only if a route calls the job; Stacktape has one for every job.
        trigger_function_name=context.names.physical(f"{name}TriggerFunction", limit=64),
        compute=compute,
    )


def _retry(config: RetryConfig | None) -> BatchRetry | None:
    if config is None:
        return None
    return BatchRetry(
        attempts=config.attempts,
        interval=cdk.Duration.seconds(config.retry_interval_seconds),
        backoff_rate=config.retry_interval_multiplier,
    )


def _trigger(context: BuildContext, construct: BatchJob, config: BatchJobConfig) -> None:
    # In Stacktape the rules belong to the job's trigger function. They keep the ids they have there,
    # so that a stack taken over from it has its rules changed in place and loses no event.
    trigger_workload(context, construct, config, prefix="TriggerFunction")
    if construct.trigger_function is not None:
        # Stacktape says the type here, although the name ends with it.
        name = id_of(construct)
        context.fix_logical_id(
            f"{name}/TriggerFunction/Default/Resource", f"{pascal_case(name)}TriggerFunctionFunction"
        )


RESOURCE_BUILDER = ResourceBuilder(build=_build, connect=connect_workload, trigger=_trigger)
