"""What is made of what all workloads have in their configs: an environment, access and events."""

from __future__ import annotations

from typing import Any, Protocol, cast

from aws_cdk import aws_iam as iam
from constructs import Construct, Node

from stacktape_constructs.cdk.acknowledgements import acknowledge_wildcards
from stacktape_constructs.cdk.placed_construct import id_of
from stacktape_constructs.references.check import AWS_SERVICES
from stacktape_constructs.resources.build_context import BuildContext, EnvironmentValue
from stacktape_constructs.resources.connections import variable_name
from stacktape_constructs.resources.contracts import ConnectTarget
from stacktape_constructs.resources.iam_role_statement import IamRoleStatement
from stacktape_constructs.resources.registry import event_trigger
from stacktape_constructs.resources.resource_builder import EventConsumer, EventPlace
from stacktape_constructs.resources.workload_config import EnvironmentVariable, Workload
from stacktape_constructs.source import Position


class Connecting(Protocol):
    """A construct that can be connected to others."""

    @property
    def node(self) -> Node:
        """The construct's node; its id is the resource's name."""

    def connect_to(self, *targets: ConnectTarget, inject_environment: bool = True) -> None:
        """Gives access to the targets and, if asked to, tells their parameters by variables."""

    def add_to_role_policy(self, statement: iam.PolicyStatement) -> None:
        """Adds a statement to the policy of the construct's role."""

    def add_environment(self, name: str, value: str) -> None:
        """Sets a variable in the environment of the running code."""


def connect_workload(context: BuildContext, construct: Connecting, config: Workload) -> None:
    """Wires `connectTo`, `allowAccessTo` and `iamRoleStatements`."""
    for names, inject_environment in ((config.allow_access_to, False), (config.connect_to, True)):
        for name in dict.fromkeys(names):
            if name in AWS_SERVICES:
                _add_to_role_policy(construct, _sending_mail(context), "every identity may send, as aws:ses asks for")
        targets = [context.connect_target(name) for name in dict.fromkeys(names) if name not in AWS_SERVICES]
        construct.connect_to(*targets, inject_environment=inject_environment)
    for name, position in zip(config.connect_to, config.origin.items.get("connect_to", ()), strict=True):
        if name not in AWS_SERVICES:
            _note_variables(context, id_of(construct), name, position)
    for statement in config.iam_role_statements:
        with context.reporting(statement, f"iamRoleStatements of '{id_of(construct)}'"):
            made = _policy_statement(context, statement)
            _add_to_role_policy(construct, made, "the config's own iamRoleStatements say so")


def _note_variables(context: BuildContext, workload: str, target: str, position: Position) -> None:
    for parameter, value in context.connect_target(target).connect_variables.items():
        subject = f"'connectTo' of '{workload}': {variable_name(target, parameter)}"
        remedy = f"name '{target}' in 'allowAccessTo' instead, which gives the access and sets no variables"
        context.environment.append(EnvironmentValue(workload, value, position, subject, remedy))


def _add_to_role_policy(construct: Connecting, statement: iam.PolicyStatement, because: str) -> None:
    construct.add_to_role_policy(statement)
    acknowledge_wildcards(cast(Construct, construct), statement, because=because)


def _policy_statement(context: BuildContext, statement: IamRoleStatement) -> iam.PolicyStatement:
    """The statement as the CDK knows it."""
    document: dict[str, Any] = {
        "Effect": statement.effect,
        "Action": list(statement.action),
        # By name: a function waits for its policy, which could not wait for the function in turn.
        "Resource": [context.text_by_name(resource) for resource in statement.resource],
    }
    if statement.sid is not None:
        document["Sid"] = statement.sid
    if statement.condition is not None:
        document["Condition"] = context.json(statement.condition)
    return iam.PolicyStatement.from_json(document)


def trigger_workload(context: BuildContext, construct: Any, config: Workload, *, prefix: str = "") -> None:
    """Makes what starts the workload. Names of what belongs to event 0 have `<prefix>Event0` in them."""
    consumer: EventConsumer = construct
    for index, event in enumerate(config.events):
        assert event.TYPE is not None
        with context.reporting(event, f"events[{index}] of '{id_of(construct)}'"):
            place = EventPlace(id_of(construct), index, prefix)
            context.event_positions[place.workload, place.construct_id] = event.origin.block
            event_trigger(event.TYPE)(context, consumer, event, place)


def environment_of(context: BuildContext, workload: str, variables: tuple[EnvironmentVariable, ...]) -> dict[str, str]:
    """The variables with their values; of two with one name the last one counts, as in Stacktape."""
    values = {variable.name: context.text_by_name(variable.value) for variable in variables}
    for variable in variables:
        if not isinstance(variable.value, str):
            subject = f"variable '{variable.name}' of '{workload}': {variable.value}"
            remedy = "leave the variable out and look the value up when the code runs"
            position = variable.position_of("value")
            context.environment.append(EnvironmentValue(workload, values[variable.name], position, subject, remedy))
    return values


def _sending_mail(context: BuildContext) -> iam.PolicyStatement:
    # Stacktape gives ses:* on everything. To send is what a workload is connected for, and these
    # are all the resources that sending can name.
    stack = context.stack
    return iam.PolicyStatement(
        actions=[
            "ses:SendEmail",
            "ses:SendRawEmail",
            "ses:SendTemplatedEmail",
            "ses:SendBulkEmail",
            "ses:SendBulkTemplatedEmail",
        ],
        resources=[
            stack.format_arn(service="ses", resource=resource, resource_name="*")
            for resource in ("identity", "configuration-set", "template")
        ],
    )
