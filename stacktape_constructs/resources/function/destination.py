"""A destination that is only known by its ARN."""

from __future__ import annotations

import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

#: What sending to each service needs, by the service's part of the ARN.
_ACTIONS = {
    "lambda": "lambda:InvokeFunction",
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "events": "events:PutEvents",
}


@jsii.implements(lambda_.IDestination)
class AnyDestination:
    """A function, queue, topic or bus by its ARN.

    CDK has one class per kind of destination. Here the kind is read from the ARN; where that is a
    token, each of the four actions is allowed on it, and AWS refuses those of the wrong service.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """

    def __init__(self, arn: str) -> None:
        self._arn = arn

    def bind(
        self, scope: Construct, fn: lambda_.IFunction, *, type: lambda_.DestinationType
    ) -> lambda_.DestinationConfig:
        """Lets the function send there."""
        parts = self._arn.split(":")
        service = parts[2] if parts[0] == "arn" and len(parts) > 2 else ""
        actions = [_ACTIONS[service]] if service in _ACTIONS else list(_ACTIONS.values())
        fn.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[self._arn]))
        return lambda_.DestinationConfig(destination=self._arn)
