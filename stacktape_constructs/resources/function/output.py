"""Where the output of a function goes: a log group of its own, which its role can write to, or nowhere."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

_CDK_MANAGED_LOG_GROUP = "@aws-cdk/aws-lambda:useCdkManagedLogGroup"


def make_no_log_group(scope: Construct) -> None:
    """Keeps CDK from making a log group for a function that has none.

    Args:
        scope: the function, which must not have children yet.
    """
    scope.node.set_context(_CDK_MANAGED_LOG_GROUP, False)


def log_group_for(
    scope: Construct,
    role: iam.IRole,
    *,
    name: str | None,
    retention: logs.RetentionDays | None,
    removal_policy: cdk.RemovalPolicy,
) -> logs.LogGroup | None:
    """The log group; None without a retention, for then no logs are written.

    Args:
        scope: the function.
        role: what its code acts as.
        name: physical name, if it is given one.
        retention: how long logs are kept.
        removal_policy: what becomes of the logs when the function is removed.
    """
    if retention is None:
        return None
    log_group = logs.LogGroup(
        scope, "LogGroup", log_group_name=name, retention=retention, removal_policy=removal_policy
    )
    log_group.grant_write(role)
    return log_group
