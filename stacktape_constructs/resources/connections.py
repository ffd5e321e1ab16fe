"""`connect_to`: the access and the variables that a consumer gets for what it is connected to.

The statements go to an `iam.Policy` of their own, not to the role's default policy. A function
waits for its role's default policy at deploy, so two functions that reach each other through
their default policies could never be created.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from aws_cdk import aws_iam as iam
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import acknowledge_wildcards
from stacktape_constructs.cdk.argument_kinds import shown
from stacktape_constructs.cdk.placed_construct import id_of
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.naming import upper_snake_case
from stacktape_constructs.resources.contracts import ConnectTarget


class Connections:
    """What one consumer may do with what it is connected to."""

    def __init__(self, consumer: Construct, *, role: iam.IRole) -> None:
        self._consumer = consumer
        self._role = role
        self._policy: iam.Policy | None = None

    def give_access(self, *targets: ConnectTarget) -> None:
        """Gives the consumer the access that the targets declare, by a policy that is made at first use.

        Raises:
            InvalidArgumentError: one of the targets cannot be connected to.
        """
        check_targets(self._consumer, targets)
        statements = [statement for target in targets for statement in target.connect_statements()]
        if not statements:
            return
        if self._policy is None:
            self._policy = iam.Policy(self._consumer, "ConnectToPolicy", roles=[self._role], statements=statements)
        else:
            self._policy.add_statements(*statements)
        for statement in statements:
            acknowledge_wildcards(
                self._policy,
                statement,
                because="a connection names what it connects to; a wildcard is there where AWS has nothing narrower",
            )


def check_targets(consumer: Construct, targets: Iterable[ConnectTarget]) -> None:
    """Refuses what cannot be connected to, such as a bucket of the CDK's.

    Raises:
        InvalidArgumentError: one of them offers no connection.
    """
    for target in targets:
        if not hasattr(target, "connect_statements"):
            _refuse(
                consumer,
                "must hold event buses, functions and jobs of this library, or constructs with connect_variables and "
                f"connect_statements, got {shown(target)}; use its own grants to give access to it",
            )


def _refuse(consumer: Construct, problem: str) -> NoReturn:
    raise InvalidArgumentError(path=consumer.node.path, argument="connect_to", problem=problem)


def connect_environment(target: ConnectTarget) -> dict[str, str]:
    """The variables that tell a consumer about what it is connected to."""
    return {variable_name(id_of(target), parameter): value for parameter, value in target.connect_variables.items()}


def variable_name(resource_name: str, parameter: str) -> str:
    """The environment variable that holds one parameter of a connected resource.

    >>> variable_name("myEventBus", "arn")
    'STP_MY_EVENT_BUS_ARN'
    >>> variable_name("pgVpc", "readReplica0Port")
    'STP_PG_VPC_READ_REPLICA0_PORT'
    """
    return f"STP_{upper_snake_case(resource_name)}_{upper_snake_case(parameter)}"
