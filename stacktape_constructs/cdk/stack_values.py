"""Where a stack stands and is deployed to."""

from __future__ import annotations

import weakref

import attrs
import aws_cdk as cdk

from stacktape_constructs.cdk.placed_construct import path_of


@attrs.frozen
class StackValues:
    """Account, region and so on of a stack: real ones where they are known, else tokens.

    Attributes:
        path: path of the stack in the app.
        partition: `aws`, `aws-cn` and so on.
        region: the region.
        account: the account's id.
        url_suffix: the domain of the partition, such as `amazonaws.com`.
    """

    path: str
    partition: str
    region: str
    account: str
    url_suffix: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of the account and region, such as `function:orders`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


_known: weakref.WeakKeyDictionary[cdk.Stack, StackValues] = weakref.WeakKeyDictionary()


def values_of(stack: cdk.Stack) -> StackValues:
    """The values of a stack, asked for once."""
    if stack not in _known:
        _known[stack] = StackValues(
            path=path_of(stack),
            partition=stack.partition,
            region=stack.region,
            account=stack.account,
            url_suffix=stack.url_suffix,
        )
    return _known[stack]
