"""The type `function` in YAML: its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import attrs

from stacktape_constructs.config.config import Tag
from stacktape_constructs.config.schema import Block, Deferred, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.packaging.config import CustomArtifact, lambda_packagings
from stacktape_constructs.resources.function.url_config import FunctionUrlConfig
from stacktape_constructs.resources.function.variable_name import name_problem
from stacktape_constructs.resources.resource_type import Parameter, ResourceType
from stacktape_constructs.resources.workload_config import EnvironmentVariable, Logging, Workload, logged
from stacktape_constructs.source import Position

# The account may be one that is only known at deploy.
_LAYER_VERSION = re.compile(r"arn:[^:]+:lambda:[^:]+:(?:\d{12}|\$\{Token\[[^:]+\]\}):layer:[^:]+:\d+")
_LAYER_EXAMPLE = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"
_MAX_LAYERS = 5


@attrs.frozen(kw_only=True)
class Destinations(Block):
    """Where the result of an asynchronous call is sent."""

    on_success: Deferred[str] | None = prop("ARN of what gets the result of a call that succeeded.", default=None)
    on_failure: Deferred[str] | None = prop("ARN of what gets the event of a call that failed.", default=None)


@attrs.frozen(kw_only=True)
class FunctionConfig(Workload):
    """A Lambda function."""

    packaging: Block = prop("Where the code is and how it is packaged.", variants=lambda_packagings)
    environment: tuple[EnvironmentVariable, ...] = prop("Variables for the running code.", default=())
    runtime: Literal[
        "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x",
        "python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
        "java8.al2", "java11", "java17", "java21", "java25", "ruby3.2", "ruby3.3", "ruby3.4",
        "dotnet6", "dotnet8", "dotnet10", "provided.al2", "provided.al2023",
    ] | None = prop("Lambda's runtime; without it, nodejs24.x, python3.13, ruby3.3, dotnet10 or "
        "provided.al2023, by the file's extension.", default=None)  # fmt: skip
    architecture: Literal["x86_64", "arm64"] = prop("The processor's architecture.", default="x86_64")
    memory: int = prop("MiB of memory, which also sets the share of CPU.", default=1024, minimum=128, maximum=10240)
    timeout: int = prop("Seconds a call may take.", default=20, minimum=1, maximum=900)
    storage: int | None = prop("MiB of /tmp; without it 512.", default=None, minimum=512, maximum=10240)
    join_default_vpc: bool = prop("Put it into the stack's VPC, where it cannot reach the internet.", default=False)
    tags: tuple[Tag, ...] = prop("Tags on the function, its role, its log group and its rules.", default=())
    destinations: Destinations | None = prop("Where results of asynchronous calls are sent.", default=None)
    logging: Logging | None = prop("Whether logs are written, and how long they are kept.", default=None)
    provisioned_concurrency: int | None = prop("Instances that are always ready.", default=None, minimum=1)
    reserved_concurrency: int | None = prop("Instances that may run at once, kept for it.", default=None, minimum=0)
    layers: tuple[Deferred[str], ...] = prop("ARNs of layer versions, at most five.", default=())
    url: FunctionUrlConfig | None = prop("An HTTPS address of its own.", default=None)
    deployment: Node | None = not_supported_yet("How traffic is shifted to a new version.")
    alarms: Node | None = not_supported_yet("Alarms on the function.")
    disabled_global_alarms: tuple[str, ...] = prop("Of Stacktape's own service; no effect here.", default=())
    cdn: Node | None = not_supported_yet("A CloudFront distribution in front of the URL.")
    volume_mounts: Node | None = not_supported_yet("File systems to mount.")

    def faults(self) -> Iterable[tuple[Position, str]]:
        """A ready package does not tell its runtime; variables and layers have the names that Lambda takes."""
        yield from super().faults()
        for variable in self.environment:
            if (problem := name_problem(variable.name)) is not None:
                yield variable.position_of("name"), f"environment {problem}"
        if isinstance(self.packaging, CustomArtifact) and self.runtime is None:
            yield (
                self.position_of("packaging"),
                "'runtime' is missing: a package that is ready to run does not tell it",
            )
        reserved, provisioned = self.reserved_concurrency, self.provisioned_concurrency
        if reserved is not None and provisioned is not None and provisioned > reserved:
            place = self.position_of("provisioned_concurrency")
            yield (
                place,
                f"'provisionedConcurrency' must be at most 'reservedConcurrency', {reserved}, got {provisioned}",
            )
        places = self.origin.items.get("layers", ())
        for arn, position in zip(self.layers, places, strict=True):
            if isinstance(arn, str) and not _LAYER_VERSION.fullmatch(arn):
                yield position, f"a layer must be the ARN of a layer version, such as {_LAYER_EXAMPLE}, got '{arn}'"
        if len(self.layers) > _MAX_LAYERS:
            yield places[_MAX_LAYERS], f"a function can have {_MAX_LAYERS} layers, got {len(self.layers)}"


def _reachable(config: FunctionConfig) -> bool:
    return config.url is not None and config.url.enabled


RESOURCE_TYPE = ResourceType(
    name="function",
    config=FunctionConfig,
    parameters={
        "arn": Parameter("ARN of the function, without a version or alias."),
        "logGroupArn": Parameter("ARN of its log group.", present=logged),
        "url": Parameter("Its URL.", present=_reachable),
    },
    connectable=True,
    labels={"LambdaFunction": "Function", "LambdaRole": "Role", "LambdaLogGroup": "LogGroup"},
)
