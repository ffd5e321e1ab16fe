"""The CloudFormation resources of a stack, each asked once for what it is."""

from __future__ import annotations

import attrs
import aws_cdk as cdk


@attrs.frozen
class StackResource:
    """A CloudFormation resource.

    Attributes:
        path: its path below the stack. The first part is the id of the stack's child that it belongs to, and in a
            `StacktapeStack` the name of the config's resource.
        kind: its type in CloudFormation.
        resource: the resource as the CDK knows it.
    """

    path: str
    kind: str
    resource: cdk.CfnResource

    @property
    def owner(self) -> str:
        """The id of the stack's child that it belongs to."""
        return self.path.partition("/")[0]


def stack_resources(stack: cdk.Stack) -> list[StackResource]:
    """All CloudFormation resources of a stack."""
    prefix = len(stack.node.path) + 1
    # A resource as text, in one call into JavaScript, is its path and type: Shop/Bus/Default [AWS::Events::EventBus].
    described = (
        (construct.to_string(), construct)
        for construct in stack.node.find_all()
        if isinstance(construct, cdk.CfnResource)
    )
    found = []
    for text, resource in described:
        path, _, kind = text.removesuffix("]").rpartition(" [")
        found.append(StackResource(path[prefix:], kind, resource))
    return found
