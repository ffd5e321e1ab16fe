"""`iamRoleStatements`: statements of a config's own for the policy of a workload's role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import attrs

from stacktape_constructs.config.schema import Block, Deferred, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.resources.iam_condition import condition_faults
from stacktape_constructs.source import Position

#: A service and an action, either with wildcards.
_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")

#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
_SID = re.compile(r"[A-Za-z0-9]+")


@attrs.frozen(kw_only=True)
class IamRoleStatement(Block):
    """A statement of the policy of the workload's role."""

    resource: tuple[Deferred[str], ...] = prop("ARNs of what it is about.", name="Resource")
    sid: str | None = prop("An id for the statement.", default=None, name="Sid")
    effect: Literal["Allow", "Deny"] = prop("Whether it allows or denies.", default="Allow", name="Effect")
    action: tuple[str, ...] = prop("The actions it is about.", default=(), name="Action")
    condition: Node | None = prop("When it applies.", default=None, name="Condition", json_schema={"type": "object"})

    def faults(self) -> Iterable[tuple[Position, str]]:
        """A statement is about some actions on some resources, as IAM writes them."""
        if self.sid is not None and not _SID.fullmatch(self.sid):
            yield self.position_of("sid"), f"'Sid' must have letters and digits only, got {quoted(self.sid)}"
        if not self.action:
            yield self.position_of("action"), "'Action' must have at least one action, such as s3:GetObject"
        if not self.resource:
            yield self.position_of("resource"), "'Resource' must have at least one ARN"
        for action, place in zip(self.action, self.origin.items.get("action", ()), strict=True):
            if not _ACTION.fullmatch(action):
                yield place, f"an action must be like s3:GetObject, got '{action}'"
        for arn, place in zip(self.resource, self.origin.items.get("resource", ()), strict=True):
            # What starts with ${ is a token: the region, say, in a stack for any region.
            if isinstance(arn, str) and arn != "*" and not arn.startswith(("arn:", "${")):
                yield place, f"a resource must be an ARN or '*', got '{arn}'"
        if self.condition is not None:
            yield from condition_faults(self.condition)
