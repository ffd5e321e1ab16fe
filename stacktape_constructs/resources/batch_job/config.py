"""The type `batch-job` in YAML: its shape."""

from __future__ import annotations

import attrs

from stacktape_constructs.config.schema import Block, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.packaging.images.config import image_packagings
from stacktape_constructs.resources.resource_type import Parameter, ResourceType
from stacktape_constructs.resources.workload_config import EnvironmentVariable, Logging, Workload, logged


@attrs.frozen(kw_only=True)
class JobContainer(Block):
    """The container that a job runs in."""

    packaging: Block = prop("Where the image comes from.", variants=image_packagings)
    environment: tuple[EnvironmentVariable, ...] = prop("Variables for the running code.", default=())


@attrs.frozen(kw_only=True)
class JobResources(Block):
    """What a job needs to run."""

    cpu: int = prop("Virtual CPUs.", minimum=1)
    memory: int = prop("MiB of memory.", minimum=4)
    gpu: int | None = prop("Graphics processors.", default=None, minimum=1)


@attrs.frozen(kw_only=True)
class RetryConfig(Block):
    """What happens when a job fails."""

    attempts: int = prop("How often a job is tried in all.", default=1, minimum=1)
    retry_interval_seconds: int = prop("Seconds before the second attempt.", default=0, minimum=0)
    retry_interval_multiplier: float = prop(
        "By how much each further wait is longer than the one before.", default=1, minimum=1
    )


@attrs.frozen(kw_only=True)
class BatchJobConfig(Workload):
    """A job that runs in a container until it is done."""

    container: JobContainer = prop("The container it runs in.")
    resources: JobResources = prop("What it needs to run.")
    timeout: int | None = prop("Seconds an attempt may take; AWS Batch takes no less than 60.", default=None, minimum=1)
    use_spot_instances: bool = prop("Run on spare capacity, which is cheaper and can be taken away.", default=False)
    logging: Logging | None = prop("Whether logs are written, and how long they are kept.", default=None)
    retry_config: RetryConfig | None = prop("What happens when a job fails.", default=None)
    alarms: Node | None = not_supported_yet("Alarms on the job.")
    disabled_global_alarms: tuple[str, ...] = prop("Of Stacktape's own service; no effect here.", default=())


RESOURCE_TYPE = ResourceType(
    name="batch-job",
    config=BatchJobConfig,
    parameters={
        "jobDefinitionArn": Parameter(
            "ARN of the job definition; in the variable without a revision, which means the newest."
        ),
        "stateMachineArn": Parameter("ARN of the state machine that runs the job."),
        "logGroupArn": Parameter("ARN of the log group.", present=logged),
    },
    connectable=True,
    labels={
        "JobStateMachine": "JobExecutionStateMachine",
        "JobDefinition": "JobDefinition",
        "JobRole": "Role",
        "JobLogGroup": "LogGroup",
    },
)
