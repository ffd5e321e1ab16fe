"""The CloudFormation resources of a stack, asked once for what they are."""

from __future__ import annotations

from functools import cached_property

import attrs
import aws_cdk as cdk

from stacktape_constructs.cdk.javascript import whole_stack


@attrs.frozen(slots=False)
class StackResource:
    """A CloudFormation resource.

    Attributes:
        path: its path below the stack. The first part is the id of the stack's child that it belongs to, and in a
            `StacktapeStack` the name of the config's resource.
        kind: its type in CloudFormation.
        stack: the stack.
    """

    path: str
    kind: str
    stack: cdk.Stack

    @property
    def owner(self) -> str:
        """The id of the stack's child that it belongs to."""
        return self.path.partition("/")[0]

    @cached_property
    def resource(self) -> cdk.CfnResource:
        """The resource as the CDK knows it. Few are asked for it."""
        return whole_stack.resource(self.stack, self.path)


def stack_resources(stack: cdk.Stack) -> list[StackResource]:
    """All CloudFormation resources of a stack."""
    return [StackResource(path, kind, stack) for path, kind in whole_stack.resources(stack)]
