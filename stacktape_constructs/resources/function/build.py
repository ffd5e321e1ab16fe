"""The type `function` in YAML: what is built of it."""

from __future__ import annotations

import functools
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.cdk.constants import seconds
from stacktape_constructs.cdk.placed_construct import id_of
from stacktape_constructs.config.schema import Deferred
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.packaging.build import await_bundle, lambda_package
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.default_vpc import default_vpc
from stacktape_constructs.resources.function.config import FunctionConfig
from stacktape_constructs.resources.function.construct import Function
from stacktape_constructs.resources.function.destination import AnyDestination
from stacktape_constructs.resources.function.traffic import ALIAS_ID
from stacktape_constructs.resources.function.url_options import url_options
from stacktape_constructs.resources.function.variable_name import name_problem
from stacktape_constructs.resources.log_retention import retention_of
from stacktape_constructs.resources.resource_builder import ResourceBuilder
from stacktape_constructs.resources.workload import connect_workload, environment_of, trigger_workload

_FAMILIES = {
    "nodejs": lambda_.RuntimeFamily.NODEJS,
    "python": lambda_.RuntimeFamily.PYTHON,
    "java": lambda_.RuntimeFamily.JAVA,
    "dotnet": lambda_.RuntimeFamily.DOTNET_CORE,
    "ruby": lambda_.RuntimeFamily.RUBY,
    "go": lambda_.RuntimeFamily.GO,
    "provided": lambda_.RuntimeFamily.OTHER,
}

_ARCHITECTURES = {"x86_64": lambda_.Architecture.X86_64, "arm64": lambda_.Architecture.ARM_64}


def _prepare(context: BuildContext, name: str, config: FunctionConfig) -> None:
    context.packages[name] = lambda_package(
        config.packaging,
        context.code,
        runtime=_runtime(config.runtime),
        architecture=_ARCHITECTURES[config.architecture],
    )


def _build(context: BuildContext, name: str, config: FunctionConfig) -> Function:
    function_name = context.names.physical(name, limit=64)
    package = context.packages[name]
    if context.bundling_required:
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
        timeout=seconds(config.timeout),
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
    context.acknowledge(
        construct,
        "L1",
        because="the config names its runtime, or takes the one that Stacktape has for the language",
    )
    if construct.function_url is not None:
        _name_url_permission(context, construct)
    if config.join_default_vpc:
        _name_security_group(context, construct)
    for tag in config.tags:
        cdk.Tags.of(construct).add(tag.name, tag.value)
    return construct


def _name_url_permission(context: BuildContext, construct: Function) -> None:
    """Gives the permission to call a public URL Stacktape's logical id."""
    name = id_of(construct)
    called = "Default" if construct.alias is None else ALIAS_ID
    context.fix_logical_id(f"{name}/{called}/invoke-function-url", f"{pascal_case(name)}PublicUrlPermission")


def _name_security_group(context: BuildContext, construct: Function) -> None:
    """Gives the security group Stacktape's name and description: with another one it would be replaced."""
    name, stack = id_of(construct), context.names.stack
    group = cast(ec2.CfnSecurityGroup, construct.function.node.find_child("SecurityGroup").node.default_child)
    group.group_name = context.names.physical(name, "sg", limit=255)
    group.group_description = f"Security group associated with {name} in stack {stack}"


def _connect(context: BuildContext, construct: Function, config: FunctionConfig) -> None:
    name = id_of(construct)
    if construct.function_url is not None and name in config.connect_to:
        position = config.origin.items["connect_to"][config.connect_to.index(name)]
        message = (
            "'connectTo' must not name the function itself, whose URL is only known once it exists; name it in "
            "'allowAccessTo' instead, which gives the access and sets no variables"
        )
        raise ConfigError([Problem(position, message)])
    connect_workload(context, construct, config)


@functools.cache
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


RESOURCE_BUILDER = ResourceBuilder(
    prepare=_prepare,
    build=_build,
    connect=_connect,
    trigger=trigger_workload,
    override_problem=_override_problem,
)
