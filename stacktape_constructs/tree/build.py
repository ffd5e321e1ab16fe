"""Config → construct tree.

In passes, each over all resources: build, connect, trigger; then names, overrides and references to
logical ids, which need the complete tree. Everything that a pass finds wrong is reported together.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import acknowledge_all
from stacktape_constructs.config.config import Config, ResourceDeclaration, StackConfig
from stacktape_constructs.config.walk import expressions_in
from stacktape_constructs.document.similar import similar
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.naming import SHARED_SCOPE_ID, StackNames
from stacktape_constructs.packaging.bundling.bundle import start_all
from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.catalog import reference_targets
from stacktape_constructs.resources.registry import resource_builder
from stacktape_constructs.resources.values import LogicalIdReference, References, export_name
from stacktape_constructs.tree.attributes import attribute_names, intrinsic
from stacktape_constructs.tree.circles import circles
from stacktape_constructs.tree.logical_ids import assign_logical_ids
from stacktape_constructs.tree.order import build_order
from stacktape_constructs.tree.origins import called_from, note_origins
from stacktape_constructs.tree.raw_resources import apply_overrides, build_raw_resource
from stacktape_constructs.tree.resource_limit import limit_problem
from stacktape_constructs.tree.stack_resources import StackResource, stack_resources

T = TypeVar("T")

_NAME = (None, "function_name")
#: Attributes that are known before the resource exists, since its name is: the parameter that is the
#: ARN, or the property that is the name.
_KNOWN_BY_NAME: Mapping[str, Mapping[str, tuple[str | None, str | None]]] = {
    "AWS::Batch::JobDefinition": dict.fromkeys(("Arn", "JobDefinitionArn", "Ref"), ("jobDefinitionArn", None)),
    "AWS::Lambda::Function": {"Arn": ("arn", None), **dict.fromkeys(("FunctionName", "Name", "Ref"), _NAME)},
    "AWS::StepFunctions::StateMachine": {
        **dict.fromkeys(("Arn", "StateMachineArn", "Ref"), ("stateMachineArn", None)),
        "Name": (None, "state_machine_name"),
    },
}


def build_tree(stack: cdk.Stack, config: Config, names: StackNames, code: CodeSource) -> Mapping[str, Construct]:
    """Builds everything that a config declares, whose names and references are right.

    Returns:
        The constructs by the names of their resources.

    Raises:
        ConfigError: arguments, code or what speaks of logical ids are wrong.
    """
    context = BuildContext(stack, names, code, References(reference_targets(config)))
    _build(context, config)
    for declaration in config.resources:
        connect = resource_builder(declaration.type).connect
        if connect is not None:
            with _reporting(context, declaration):
                construct = context.resource(declaration.name)
                _at(declaration, partial(connect, context, construct, declaration.properties))
    for declaration in config.resources:
        trigger = resource_builder(declaration.type).trigger
        if trigger is not None:
            with _reporting(context, declaration):
                construct = context.resource(declaration.name)
                _at(declaration, partial(trigger, context, construct, declaration.properties))
    if config.stack_config is not None:
        _outputs(context, config.stack_config)
    _raise_if_any(context.problems)
    resources = _finish(context, config)
    _raise_if_any(context.problems)
    _raise_if_any(list(circles(context, resources)))
    return {resource.name: context.resource(resource.name) for resource in config.resources}


def _build(context: BuildContext, config: Config) -> None:
    for declaration in config.resources:
        prepare = resource_builder(declaration.type).prepare
        if prepare is not None:
            with _reporting(context, declaration):
                prepare(context, declaration.name, declaration.properties)
    if context.bundling_required:
        start_all(package.bundle for package in context.packages.values() if package.bundle is not None)
    for declaration in build_order(config.resources):
        builder = resource_builder(declaration.type)
        if builder.prepare is not None and declaration.name not in context.packages:
            continue  # its code is not there, which is said
        with _reporting(context, declaration):
            construct = _at(declaration, partial(builder.build, context, declaration.name, declaration.properties))
            context.references.constructs[declaration.name] = construct
    for raw in config.raw_resources:
        called_from(raw.position, raw.logical_id, partial(build_raw_resource, context, raw))
    # What could not be built cannot be connected to either.
    _raise_if_any(context.problems)


def _at(declaration: ResourceDeclaration, call: Callable[[], T]) -> T:
    return called_from(declaration.position, declaration.subject, call)


def _reporting(context: BuildContext, declaration: ResourceDeclaration) -> contextlib.AbstractContextManager[None]:
    return context.reporting(declaration.properties, declaration.subject, at=declaration.position)


def _outputs(context: BuildContext, stack_config: StackConfig) -> None:
    for output in stack_config.outputs:
        if any(expression.name == "Secret" for expression in expressions_in(output)):
            message = (
                f"output '{output.name}' must not be a secret, for whoever may see the stack sees its outputs; "
                "give the name of the secret instead"
            )
            context.problems.append(Problem(output.position_of("value"), message))
            continue
        made = cdk.CfnOutput(
            context.stack,
            f"output-{output.name}",
            value=context.text(output.value),
            description=output.description,
            export_name=export_name(context.names.stack, output.name) if output.export else None,
        )
        made.override_logical_id(output.name)


def _finish(context: BuildContext, config: Config) -> Mapping[str, StackResource]:
    """Names everything, then applies what speaks of these names. Gives the resources by these names."""
    raw = {f"cloudformation-{resource.logical_id}": resource.logical_id for resource in config.raw_resources}
    acknowledge_all(context.acknowledgements)
    resources = stack_resources(context.stack)
    too_many = limit_problem(context.stack, config, resources)
    _raise_if_any([] if too_many is None else [too_many])
    note_origins(context.stack, config, context.event_positions, resources)
    assigned = assign_logical_ids(context.stack, resources, context.fixed_logical_ids, raw)
    for resource in config.raw_resources:
        owner = assigned[resource.logical_id].owner
        if owner not in raw:
            whose = "shared resources" if owner == SHARED_SCOPE_ID else f"resource '{owner}'"
            message = f"logical id '{resource.logical_id}' belongs to {whose} already; choose another"
            context.problems.append(Problem(resource.position, message))
    made_of: dict[str, dict[str, StackResource]] = {}
    for logical_id, made in assigned.items():
        made_of.setdefault(made.owner, {})[logical_id] = made
    for declaration in config.resources:
        children = made_of.get(declaration.name, {})
        labels = context.references.targets[declaration.name].labels
        old_names = {label: children[logical] for label, logical in labels.items() if logical in children}
        apply_overrides(context, declaration, {**old_names, **children})
    for reference in context.references.met:
        found = assigned.get(reference.logical_id)
        if found is None:
            hint = similar(reference.logical_id, assigned)
            message = f"there is no CloudFormation resource '{reference.logical_id}'{hint}"
            context.problems.append(Problem(reference.position, message))
        else:
            _resolve(context, reference, found)
    return assigned


def _resolve(context: BuildContext, reference: LogicalIdReference, made: StackResource) -> None:
    kind = made.kind
    value: Any = intrinsic(reference.logical_id, kind, reference.attribute)
    if value is None:
        message = (
            f"'{reference.logical_id}' is of type {kind} and has no attribute '{reference.attribute}'; "
            f"it has: {', '.join(attribute_names(kind))}"
        )
        context.problems.append(Problem(reference.position, message))
    elif reference.by_name and made.owner in context.references.constructs:
        variables = getattr(context.resource(made.owner), "connect_variables", {})
        parameter, given = _KNOWN_BY_NAME.get(kind, {}).get(reference.attribute, (None, None))
        value = variables.get(parameter, value) if given is None else getattr(made.resource, given) or value
    context.references.resolved[reference] = value


def _raise_if_any(problems: list[Problem]) -> None:
    if problems:
        raise ConfigError(problems)
