"""What all workloads have in their configs, an environment, access and events: its shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import attrs

from stacktape_constructs.config.schema import CONNECTABLE, Block, Deferred, not_supported_yet, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.resources.iam_role_statement import IamRoleStatement
from stacktape_constructs.resources.log_retention import RETENTION_DAYS
from stacktape_constructs.resources.registry import event_blocks
from stacktape_constructs.source import Position


@attrs.frozen(kw_only=True)
class EnvironmentVariable(Block):
    """One variable in the environment of the running code."""

    name: str = prop("Name of the variable.")
    value: Deferred[str] = prop("Value of the variable: text, a number or a truth value.")


@attrs.frozen(kw_only=True)
class Logging(Block):
    """Whether logs are written, and how long they are kept."""

    disabled: bool = prop("Write no logs.", default=False)
    retention_days: int = prop("Days the logs are kept.", default=90, choices=RETENTION_DAYS)
    log_forwarding: Node | None = not_supported_yet("Where the logs are sent as well.")


@attrs.frozen(kw_only=True)
class Workload(Block):
    """What every workload can have."""

    connect_to: tuple[str, ...] = prop(
        "Resources, or `aws:ses`, that the workload gets access to. It also gets a variable "
        "`STP_<RESOURCE>_<PARAMETER>` for each of their parameters.",
        default=(),
        refers_to=CONNECTABLE,
    )
    allow_access_to: tuple[str, ...] = prop(
        "The same access without the variables, as configs before 2023 gave it under `accessControl`.",
        default=(),
        refers_to=CONNECTABLE,
    )
    iam_role_statements: tuple[IamRoleStatement, ...] = prop(
        "More statements for the policy of the workload's role.", default=()
    )
    events: tuple[Block, ...] = prop("What starts the workload.", default=(), variants=event_blocks)

    def faults(self) -> Iterable[tuple[Position, str]]:
        """IAM wants each statement of a policy to have an id of its own, if any."""
        seen: set[str] = set()
        for statement in self.iam_role_statements:
            if statement.sid in seen:
                yield statement.position_of("sid"), f"'Sid' of two statements is '{statement.sid}'; choose another"
            if statement.sid is not None:
                seen.add(statement.sid)


class Logged(Protocol):
    """The config of what can write logs."""

    @property
    def logging(self) -> Logging | None:
        """Whether logs are written; None for as it is by default."""


def logged(config: Logged) -> bool:
    """Whether a resource writes logs, as it does unless told otherwise."""
    return config.logging is None or not config.logging.disabled
