"""Event buses that an app uses and did not make."""

from __future__ import annotations

import re

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.event_bus.base import EventBusBase

_EXISTING_NAME = re.compile(r"[A-Za-z0-9._/-]{1,256}")
_EVENT_BUS_ARN = re.compile(r"arn:[\w-]+:events:[a-z\d-]+:\d{12}:event-bus/[\w./-]+")
_DEFAULT_BUS = "default"


class ImportedEventBus(EventBusBase):
    """An event bus that this app uses and did not make. `EventBus.from_...` makes these."""

    def __init__(self, scope: Construct, id: str, *, name: str | None = None, arn: str | None = None) -> None:
        """Refers to a bus by its name in this account and region, or by its ARN anywhere."""
        super().__init__(scope, id)
        self._arn = arn
        if name is not None and name.startswith("arn:"):
            raise InvalidArgumentError(
                path=self.node.path,
                argument="event_bus_name",
                problem=f"must be a name, got the ARN '{name}'; use EventBus.from_event_bus_arn",
            )
        if name is not None and not _EXISTING_NAME.fullmatch(name) and not is_unresolved(name):
            raise InvalidArgumentError(
                path=self.node.path,
                argument="event_bus_name",
                problem=f"must be 1 to 256 letters, digits, '.', '-', '_' or '/', got '{name}'",
            )
        if arn is not None:
            if not is_unresolved(arn) and not _EVENT_BUS_ARN.fullmatch(arn):
                raise InvalidArgumentError(
                    path=self.node.path,
                    argument="event_bus_arn",
                    problem=(
                        "must be the ARN of an event bus, "
                        f"'arn:aws:events:<region>:<account>:event-bus/<name>', got '{arn}'"
                    ),
                )
            self.event_bus = events.EventBus.from_event_bus_arn(self, "Default", arn)
        else:
            self.event_bus = events.EventBus.from_event_bus_name(self, "Default", name or _DEFAULT_BUS)

    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult:
        """Adds a statement to the bus's policy; only for a bus of this account, known by its name."""
        if self._arn is not None:
            raise self._invalid_statement(
                "cannot be added: a bus known by its ARN may belong to another account, whose policy is "
                "not ours; for a bus of this account use EventBus.from_event_bus_name"
            )
        return super().add_to_resource_policy(statement)

    @property
    def _event_bus_of_rules(self) -> events.IEventBus | None:
        return None if self._arn is not None or self.event_bus_name == _DEFAULT_BUS else self.event_bus

    @property
    def _event_bus_arn_of_rules(self) -> str | None:
        # CDK names a bus of another account by its bare name, which in this account is no bus or the wrong one.
        return self._arn
