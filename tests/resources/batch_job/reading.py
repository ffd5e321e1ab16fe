"""Reading a template by the paths of its constructs."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk

from tests.support import template_of

#: Where the stacks of these tests are, so that ARNs are plain text.
ENVIRONMENT = cdk.Environment(account="111122223333", region="eu-west-1")


def arn(service: str, resource: str) -> str:
    """An ARN in that environment."""
    return f"arn:aws:{service}:eu-west-1:111122223333:{resource}"


class Reading:
    """The template of a stack. Nothing may be added to the stack afterwards."""

    def __init__(self, stack: cdk.Stack) -> None:
        self.stack = stack
        self.resources: dict[str, dict[str, Any]] = template_of(stack)["Resources"]
        self.ids = {
            resource.node.path.partition("/")[2]: str(stack.resolve(resource.logical_id))
            for resource in stack.node.find_all()
            if isinstance(resource, cdk.CfnResource)
        }

    def resource(self, path: str) -> dict[str, Any]:
        return self.resources[self.ids[path]]

    def properties(self, path: str) -> dict[str, Any]:
        properties = self.resource(path)["Properties"]
        assert isinstance(properties, dict)
        return properties

    def of_type(self, type_: str) -> list[dict[str, Any]]:
        return [resource for resource in self.resources.values() if resource["Type"] == type_]

    def types_below(self, path: str) -> dict[str, str]:
        """The CloudFormation types of all resources below a construct, by the path from there."""
        return {
            below.removeprefix(f"{path}/"): self.resource(below)["Type"]
            for below in self.ids
            if below.startswith(f"{path}/")
        }

    def ref(self, path: str) -> dict[str, Any]:
        return {"Ref": self.ids[path]}

    def get_att(self, path: str, attribute: str) -> dict[str, Any]:
        return {"Fn::GetAtt": [self.ids[path], attribute]}

    def statements(self, policy: str) -> list[dict[str, Any]]:
        statements = self.properties(policy)["PolicyDocument"]["Statement"]
        assert isinstance(statements, list)
        return statements

    def container(self, job: str) -> dict[str, Any]:
        container = self.properties(f"{job}/Default/Resource")["ContainerProperties"]
        assert isinstance(container, dict)
        return container

    def environment(self, job: str) -> dict[str, Any]:
        return {variable["Name"]: variable["Value"] for variable in self.container(job)["Environment"]}
