"""`connect_to`: the access and the variables that a consumer gets for what it is connected to.

The statements go to an `iam.Policy` of their own, not to the role's default policy. A function
waits for its role's default policy at deploy, so two functions that reach each other through
their default policies could never be created.
"""

from __future__ import annotations

from collections.abc import Callable

from aws_cdk import aws_iam as iam
from constructs import Construct

from stacktape_constructs.naming import upper_snake_case
from stacktape_constructs.resources.acknowledgements import acknowledge_wildcards
from stacktape_constructs.resources.contracts import ConnectTarget

AddEnvironment = Callable[[str, str], None]


class Connections:
    """What one consumer is connected to."""

    def __init__(self, consumer: Construct, *, role: iam.IRole, add_environment: AddEnvironment) -> None:
        self._consumer = consumer
        self._role = role
        self._add_environment = add_environment
        self._policy: iam.Policy | None = None

    def connect_to(self, target: ConnectTarget, *, inject_environment: bool) -> None:
        """Gives the consumer the access that the target declares and tells it the target's values."""
        statements = target.connect_statements()
        if statements:
            self.add_statements(*statements)
        if inject_environment:
            for parameter, value in target.connect_variables.items():
                self._add_environment(variable_name(target.node.id, parameter), value)

    def add_statements(self, *statements: iam.PolicyStatement) -> None:
        """Adds statements to the consumer's policy for connections, which is made at first use."""
        if self._policy is None:
            self._policy = iam.Policy(self._consumer, "ConnectToPolicy", roles=[self._role])
        self._policy.add_statements(*statements)
        for statement in statements:
            acknowledge_wildcards(
                self._policy,
                statement,
                because="a connection names what it connects to; a wildcard is there where AWS has nothing narrower",
            )


def variable_name(resource_name: str, parameter: str) -> str:
    """The environment variable that holds one parameter of a connected resource.

    >>> variable_name("myEventBus", "arn")
    'STP_MY_EVENT_BUS_ARN'
    >>> variable_name("pgVpc", "readReplica0Port")
    'STP_PG_VPC_READ_REPLICA0_PORT'
    """
    return f"STP_{upper_snake_case(resource_name)}_{upper_snake_case(parameter)}"
