"""A synthesized stack, and what the template says of its constructs."""

from __future__ import annotations

from typing import Any, cast

import attrs
import aws_cdk as cdk
from constructs import IConstruct

from tests.support import template_of


@attrs.frozen
class Synthesized:
    """One stack with many constructs, and its template. Nothing can be added to it."""

    stack: cdk.Stack
    template: dict[str, Any]

    @classmethod
    def of(cls, stack: cdk.Stack) -> Synthesized:
        return cls(stack, template_of(stack))

    def find(self, path: str) -> IConstruct:
        """A construct by its path below the stack."""
        construct: IConstruct = self.stack
        for id in path.split("/"):
            construct = construct.node.find_child(id)
        return construct

    def logical_id(self, path: str) -> str:
        """The logical id of the resource that is, or is wrapped by, the construct at a path."""
        construct = self.find(path)
        while not isinstance(construct, cdk.CfnElement):
            construct = cast(IConstruct, construct.node.default_child)
        return self.stack.get_logical_id(construct)

    def resource(self, path: str) -> dict[str, Any]:
        return cast(dict[str, Any], self.template["Resources"][self.logical_id(path)])

    def properties(self, path: str) -> dict[str, Any]:
        return cast(dict[str, Any], self.resource(path)["Properties"])

    def of_type(self, type: str) -> list[dict[str, Any]]:
        """The properties of all resources of a type."""
        return [r["Properties"] for r in self.template["Resources"].values() if r["Type"] == type]

    def ref(self, path: str) -> dict[str, Any]:
        return {"Ref": self.logical_id(path)}

    def arn(self, path: str) -> dict[str, Any]:
        return {"Fn::GetAtt": [self.logical_id(path), "Arn"]}

    def statements_of(self, role_path: str) -> list[dict[str, Any]]:
        """The statements of all policies that a role has in the template."""
        return [
            statement
            for policy in self.of_type("AWS::IAM::Policy")
            if self.ref(role_path) in policy["Roles"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]
