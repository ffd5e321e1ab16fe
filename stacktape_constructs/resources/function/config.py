"""The type `function` in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, cast

import attrs
import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.config.config import Tag
from stacktape_constructs.config.schema import Block, Deferred, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.packaging.config import CustomArtifact, await_bundle, lambda_package, lambda_packagings
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.acknowledgements import acknowledge
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.default_vpc import default_vpc
from stacktape_constructs.resources.function.construct import Function
from stacktape_constructs.resources.function.destination import AnyDestination
from stacktape_constructs.resources.function.environment import name_problem
from stacktape_constructs.resources.function.url_config import FunctionUrlConfig, url_options
from stacktape_constructs.resources.log_retention import retention_of
from stacktape_constructs.resources.resource_type import ResourceType
from stacktape_constructs.resources.workload import (
    EnvironmentVariable,
    Logging,
    Workload,
    connect_workload,
    environment_of,
    trigger_workload,
)
from stacktape_constructs.source import Position

_FAMILIES = {
    "nodejs": lambda_.RuntimeFamily.NODEJS,
    "python": lambda_.RuntimeFamily.PYTHON,
    "java": lambda_.RuntimeFamily.JAVA,
    "dotnet": lambda_.RuntimeFamily.DOTNET_CORE,
    "ruby": lambda_.RuntimeFamily.RUBY,
    "go": lambda_.RuntimeFamily.GO,
    "provided": lambda_.RuntimeFamily.OTHER,
}

_LAYER_VERSION = re.compile(r"arn:[^:]+:lambda:[^:]+:\d{12}:layer:[^:]+:\d+")
_LAYER_EXAMPLE = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"
_MAX_LAYERS = 5

_ARCHITECTURES = {"x86_64": lambda_.Architecture.X86_64, "arm64": lambda_.Architecture.ARM_64}


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
    ] | None = prop("Lambda's runtime; without it, the newest for the file's extension.", default=None)  # fmt: skip
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
                yield (
                    position,
                    f"a layer must be the ARN of a layer version, such as {_LAYER_EXAMPLE}, got '{arn}'",
                )
        if len(self.layers) > _MAX_LAYERS:
            yield places[_MAX_LAYERS], f"a function can have {_MAX_LAYERS} layers, got {len(self.layers)}"


def _prepare(context: BuildContext, name: str, config: FunctionConfig) -> None:
    """Has the code made while that of other functions is."""
    package = context.packages[name] = _package(context, config)
    if package.bundle is not None and context.stack.bundling_required:
        package.bundle.start()


def _package(context: BuildContext, config: FunctionConfig) -> LambdaPackage:
    return lambda_package(
        config.packaging,
        context.code,
        runtime=_runtime(config.runtime),
        architecture=_ARCHITECTURES[config.architecture],
    )


def _build(context: BuildContext, name: str, config: FunctionConfig) -> Function:
    function_name = context.names.physical(name, limit=64)
    package = context.packages[name]
    if context.stack.bundling_required:
        await_bundle(config.packaging, package)
    logging = config.logging
    destinations = config.destinations
    construct = Function(
        context.stack,
        name,
        packaging=package,
        function_name=function_name,
        environment=environment_of(context, name, config.environment),
        memory_size=config.memory,
        timeout=cdk.Duration.seconds(config.timeout),
        architecture=_ARCHITECTURES[config.architecture],
        ephemeral_storage_size=None if config.storage is None else cdk.Size.mebibytes(config.storage),
        layers=[
            lambda_.LayerVersion.from_layer_version_arn(context.stack, f"{name}-layer-{index}", context.text(arn))
            for index, arn in enumerate(config.layers)
        ],
        vpc=default_vpc(context.stack) if config.join_default_vpc else None,
        allow_public_subnet=config.join_default_vpc,
        log_retention=None
        if logging is not None and logging.disabled
        else retention_of(90 if logging is None else logging.retention_days),
        reserved_concurrent_executions=config.reserved_concurrency,
        provisioned_concurrent_executions=config.provisioned_concurrency,
        on_success=_destination(context, None if destinations is None else destinations.on_success),
        on_failure=_destination(context, None if destinations is None else destinations.on_failure),
        url=url_options(config.url),
    )
    acknowledge(
        construct,
        "L1",
        because="the config names its runtime, or takes the one that Stacktape has for the language",
    )
    _name_url_permission(context, construct)
    if config.join_default_vpc:
        _name_security_group(context, construct)
    for tag in config.tags:
        cdk.Tags.of(construct).add(tag.name, tag.value)
    return construct


def _name_url_permission(context: BuildContext, construct: Function) -> None:
    """Gives the permission to call a public URL Stacktape's logical id."""
    called = construct.function if construct.alias is None else construct.alias
    permission = called.node.try_find_child("invoke-function-url")
    if permission is not None:
        context.fix_logical_id(permission, f"{pascal_case(construct.node.id)}PublicUrlPermission")


def _name_security_group(context: BuildContext, construct: Function) -> None:
    """Gives the security group Stacktape's name and description: with another one it would be replaced."""
    name, stack = construct.node.id, context.names.stack
    group = cast(ec2.CfnSecurityGroup, construct.function.node.find_child("SecurityGroup").node.default_child)
    group.group_name = context.names.physical(name, "sg", limit=255)
    group.group_description = f"Security group associated with {name} in stack {stack}"


def _connect(context: BuildContext, construct: Function, config: FunctionConfig) -> None:
    name = construct.node.id
    if construct.function_url is not None and name in config.connect_to:
        position = config.origin.items["connect_to"][config.connect_to.index(name)]
        message = (
            "'connectTo' must not name the function itself, whose URL is only known once it exists; name it in "
            "'allowAccessTo' instead, which gives the access and sets no variables"
        )
        raise ConfigError([Problem(position, message)])
    connect_workload(context, construct, config)


def _runtime(name: str | None) -> lambda_.Runtime | None:
    if name is None:
        return None
    family = next(family for prefix, family in _FAMILIES.items() if name.startswith(prefix))
    return lambda_.Runtime(name, family)


def _destination(context: BuildContext, arn: Deferred[str] | None) -> lambda_.IDestination | None:
    return None if arn is None else AnyDestination(context.text(arn))


def _override_problem(type: str, path: str) -> str | None:
    name = path.removeprefix("Environment.Variables.")
    problem = None if name == path or type != "AWS::Lambda::Function" else name_problem(name)
    return None if problem is None else f"environment {problem}"


def _parameters(config: FunctionConfig) -> frozenset[str]:
    logged = config.logging is None or not config.logging.disabled
    reachable = config.url is not None and config.url.enabled
    return frozenset({"arn"} | ({"logGroupArn"} if logged else set()) | ({"url"} if reachable else set()))


RESOURCE_TYPE = ResourceType(
    name="function",
    config=FunctionConfig,
    prepare=_prepare,
    build=_build,
    parameters=_parameters,
    connectable=True,
    connect=_connect,
    trigger=trigger_workload,
    override_problem=_override_problem,
    labels={"LambdaFunction": "Function", "LambdaRole": "Role", "LambdaLogGroup": "LogGroup"},
)
