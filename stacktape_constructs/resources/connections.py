"""`connect_to`: the access and the variables that a consumer gets for what it is connected to.

The statements go to an `iam.Policy` of their own, not to the role's default policy. A function
waits for its role's default policy at deploy, so two functions that reach each other through
their default policies could never be created.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
            self._policy = policy_of(self._role, self._consumer, "ConnectToPolicy", statements)
        else:
            self._policy.add_statements(*statements)
        for statement in statements:
            acknowledge_wildcards(
                self._policy,
                statement,
                because="a connection names what it connects to; a wildcard is there where AWS has nothing narrower",
            )


class ToldVariables:
    """The variables that tell one consumer what it is connected to."""

    def __init__(self, consumer: Construct, *, known_by_name: bool) -> None:
        """Takes the consumer, and whether others can be told of it before it exists."""
        self._consumer = consumer
        self._known_by_name = known_by_name
        self._of: dict[str, ConnectTarget] = {}

    def of(self, target: ConnectTarget) -> Mapping[str, str]:
        """The variables for one more target.

        Raises:
            InvalidArgumentError: another target sets one of them; or the target is told of the consumer, and neither is
                known before it exists.
        """
        if not self._known_by_name and self._waits_for(target):
            self._refuse(
                target,
                "which is connected to this one in turn: each would have to exist before the other; give one of them "
                "a physical name (function_name, job_definition_name)",
            )
        variables = connect_environment(target)
        for name in variables:
            other = self._of.get(name)
            if other is not None and other is not target:
                self._refuse(target, f"for which it would set {name}, as for {other.node.path}; give one another id")
        self._of.update(dict.fromkeys(variables, target))
        return variables

    def _waits_for(self, target: ConnectTarget) -> bool:
        """Whether a target exists only after the consumer, for it is told of it."""
        waiting, seen = [target], {id(target)}
        while waiting:
            told = getattr(waiting.pop(), "_told", None)
            if not isinstance(told, ToldVariables) or told._known_by_name:
                continue
            for one in told._of.values():
                if id(one) == id(self._consumer):
                    return True
                if id(one) not in seen:
                    seen.add(id(one))
                    waiting.append(one)
        return False

    def _refuse(self, target: ConnectTarget, problem: str) -> NoReturn:
        remedy = "or connect it with inject_environment=False"
        _refuse(self._consumer, f"must not hold {target.node.path}, {problem}, {remedy}")


def policy_of(role: iam.IRole, scope: Construct, id: str, statements: Sequence[iam.PolicyStatement]) -> iam.Policy:
    """A policy of a role, apart from the role's default policy; of one that must not be changed, without effect."""
    if isinstance(role, iam.Role):
        return iam.Policy(scope, id, roles=[role], statements=statements)
    # A policy that names its role is made in any case. A role decides itself whether it takes one.
    policy = iam.Policy(scope, id, statements=statements)
    role.attach_inline_policy(policy)
    return policy


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
