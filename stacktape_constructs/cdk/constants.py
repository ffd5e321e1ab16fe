"""CDK objects that never change, each made once: to make one is a call into JavaScript."""

from __future__ import annotations

import functools

import aws_cdk as cdk
from aws_cdk import aws_iam as iam


@functools.cache
def service_principal(service: str) -> iam.ServicePrincipal:
    """An AWS service by its name, such as `lambda.amazonaws.com`."""
    return iam.ServicePrincipal(service)


@functools.cache
def seconds(amount: float) -> cdk.Duration:
    """A duration in seconds."""
    return cdk.Duration.seconds(amount)


@functools.cache
def milliseconds(amount: float) -> cdk.Duration:
    """A duration in milliseconds."""
    return cdk.Duration.millis(amount)


@functools.lru_cache
def known_milliseconds(duration: cdk.Duration) -> float | None:
    """How long a duration is; None if that is only known at deploy."""
    return None if duration.is_unresolved() else duration.to_milliseconds(integral=False)
