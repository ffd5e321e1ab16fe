"""What the policies of a template say, one allowance or denial at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.testing.intrinsics import alternatives, entries, readable, references_in

_Resources = Mapping[str, Mapping[str, Any]]

#: What is a policy of the roles that it names, and by which of its properties.
_POLICIES = {
    "AWS::IAM::Policy": "Roles",
    "AWS::IAM::ManagedPolicy": "Roles",
    "AWS::IAM::RolePolicy": "RoleName",
}
#: Where a resource says which role its code, or what it starts, has.
_ROLE_PROPERTIES = frozenset({"Role", "RoleArn", "JobRoleArn", "TaskRoleArn"})


@attrs.frozen
class Statement:
    """One statement of a policy.

    Attributes:
        policy: logical id of the policy, or of the role that has it inline.
        document: the statement as it is in the template.
        perhaps: whether it is there only if a condition of the template holds.
    """

    policy: str
    document: Mapping[str, Any]
    perhaps: bool = False

    @property
    def allows(self) -> bool:
        """Whether it allows something, rather than denies it."""
        return bool(self.document.get("Effect") == "Allow")

    @property
    def condition(self) -> Mapping[str, Any] | None:
        """When it holds; None for always."""
        return self.document.get("Condition") or None

    @property
    def actions(self) -> list[str]:
        """What it is about."""
        return [readable(action) for action in entries(self.document.get("Action"))]

    @property
    def resources(self) -> list[str]:
        """What it is about, as texts in which `${Orders.Arn}` is what is known at deploy."""
        return [readable(resource) for resource in entries(self.document.get("Resource"))]

    def speaks_of_action(self, action: str) -> bool:
        """Whether an action is among its own."""
        if "NotAction" in self.document:
            return not any(covers(readable(each), action) for each in entries(self.document["NotAction"]))
        return any(covers(each, action) for each in self.actions)

    def speaks_of_resource(self, names: list[str]) -> bool:
        """Whether a resource is among its own, by any of the resource's names."""
        if "NotResource" in self.document:
            excepted = [readable(each) for each in entries(self.document["NotResource"])]
            return not any(covers(each, name) for each in excepted for name in names)
        return any(covers(each, name) for each in self.resources for name in names)

    def __str__(self) -> str:
        effect = "" if self.allows else "denied: "
        verb = ", ".join(self.actions) or f"all but {', '.join(map(readable, entries(self.document.get('NotAction'))))}"
        noun = ", ".join(self.resources) or (
            f"all but {', '.join(map(readable, entries(self.document.get('NotResource'))))}"
        )
        when = f" if {readable(self.condition)}" if self.condition else ""
        perhaps = ", by a condition of the template" if self.perhaps else ""
        return f"{effect}{verb} on {noun}{when} ({self.policy}{perhaps})"


def covers(pattern: str, name: str) -> bool:
    """Whether a name of IAM's, which may have `*` and `?` in it, is the other or among what it stands for.

    Actions are the same in upper and lower case. For resources that is not so, but the names of one template that
    differ only in case are none that a test would tell apart.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    """
    parts = re.split(r"([*?])", pattern)
    expression = "".join({"*": ".*", "?": "."}.get(part, re.escape(part)) for part in parts)
    return re.fullmatch(expression, name, re.IGNORECASE | re.DOTALL) is not None


def statements_of_role(resources: _Resources, role: str) -> Iterator[Statement]:
    """The statements of all policies of a role that are in the template."""
    for id, resource in sorted(resources.items()):
        properties = resource.get("Properties", {})
        kind = resource.get("Type", "")
        if id == role:
            yield from _inline(id, properties)
        elif kind in _POLICIES and role in set(references_in(properties.get(_POLICIES[kind]))):
            yield from _statements(id, properties)


def all_statements(resources: _Resources) -> Iterator[Statement]:
    """The statements of all policies of roles, users and groups that are in the template."""
    for id, resource in sorted(resources.items()):
        properties = resource.get("Properties", {})
        if resource.get("Type", "") in (*_POLICIES, "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"):
            yield from _statements(id, properties)
        if resource.get("Type", "") in ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"):
            yield from _inline(id, properties)


def _inline(id: str, properties: Mapping[str, Any]) -> Iterator[Statement]:
    for policy, perhaps in alternatives(properties.get("Policies")):
        yield from _statements(id, policy, perhaps=perhaps)


def _statements(id: str, holder: Mapping[str, Any], *, perhaps: bool = False) -> Iterator[Statement]:
    for document, either in alternatives(holder.get("PolicyDocument"), perhaps=perhaps):
        for statement, one in alternatives(document.get("Statement"), perhaps=either):
            if not isinstance(statement, Mapping) or "Effect" not in statement:
                problem = f"has a statement in {id} that cannot be read: {readable(statement)}"
                raise InvalidArgumentError(path="testing", argument="template", problem=problem)
            yield Statement(id, statement, perhaps=one)


def managed_policies_of(resources: _Resources, role: str) -> list[str]:
    """The managed policies that a role has by their ARNs, which say nothing of what is in them."""
    arns = resources[role].get("Properties", {}).get("ManagedPolicyArns")
    return [readable(arn) for arn, _ in alternatives(arns)]


def roles_of(resources: _Resources, logical_id: str) -> list[str]:
    """The roles that a resource acts in; itself, if it is one."""
    if resources[logical_id].get("Type") == "AWS::IAM::Role":
        return [logical_id]
    found = dict.fromkeys(_roles_in(resources[logical_id].get("Properties", {})))
    return [id for id in found if resources.get(id, {}).get("Type") == "AWS::IAM::Role"]


def _roles_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from references_in(inner) if key in _ROLE_PROPERTIES else _roles_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _roles_in(inner)
