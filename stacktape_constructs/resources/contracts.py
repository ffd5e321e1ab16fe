"""What the constructs of this library promise each other.

A consumer (a function, a job) knows nothing of the resources it is connected to, and a source of
events knows nothing of what it triggers: each side sees the other through one of these protocols.
So N kinds of resource and M kinds of consumer need N + M pieces of code, not N x M.

The protocols are structural because a jsii class cannot inherit from `typing.Protocol` (metaclass
conflict). A test checks that each construct fits the protocols that its type declares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct, Node


class Referenceable(Protocol):
    """A resource with named values that others may read (`$ResourceParam` in YAML)."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """Values by Stacktape's parameter name, such as `arn`; usually CloudFormation tokens."""


class ConnectTarget(Protocol):
    """A resource that `connect_to` can reach."""

    @property
    def node(self) -> Node:
        """The construct's node; its id is the `<NAME>` of the injected `STP_<NAME>_<PARAM>`."""

    @property
    def connect_variables(self) -> Mapping[str, str]:
        """What a consumer is told, by parameter name.

        Where the resource's name is known, an ARN here is built from it and not read from the
        resource: two consumers that reach each other must not wait for each other at deploy.
        """

    def connect_statements(self) -> Sequence[iam.PolicyStatement]:
        """The access that a connection gives: exact actions on exact resources."""


class RuleTarget(Protocol):
    """Something that an EventBridge rule can start."""

    @property
    def rule_scope(self) -> Construct:
        """Where rules for this target live: in its own scope, whatever stack the bus is in."""

    def rule_target(
        self,
        *,
        input: events.RuleTargetInput | None = None,
        dead_letter_queue: sqs.IQueue | None = None,
        retry_attempts: int | None = None,
        max_event_age: cdk.Duration | None = None,
    ) -> events.IRuleTarget:
        """A CDK rule target for this construct; `None` leaves AWS's default in force."""


class RouteTarget(Protocol):
    """Something that a route of an HTTP API can call."""

    def route_integration(
        self, http_api: apigwv2.IHttpApi, *, payload_format: apigwv2.PayloadFormatVersion
    ) -> apigwv2.HttpRouteIntegration:
        """The integration with one API; the same object again for a second route of that API."""
