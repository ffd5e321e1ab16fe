"""The access that Lambda needs to put a function into a VPC.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
"""

from __future__ import annotations

from aws_cdk import aws_iam as iam

_ACTIONS = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


def network_interface_statement() -> iam.PolicyStatement:
    """Allows Lambda to make and remove the function's network interfaces.

    These are the actions of AWS's managed policy for it, without that policy's access to all logs.
    The interfaces are not known before, and Lambda checks for access to all resources.
    """
    return iam.PolicyStatement(actions=list(_ACTIONS), resources=["*"])


def deny_to_code_statement(function_arn: str) -> iam.PolicyStatement:
    """Denies the same actions to the function's own code, which acts as the same role.

    Only calls of the code carry the function's ARN; those that Lambda makes for it do not.
    """
    return iam.PolicyStatement(
        effect=iam.Effect.DENY,
        actions=sorted([*_ACTIONS, "ec2:DetachNetworkInterface"]),
        resources=["*"],
        conditions={"ArnEquals": {"lambda:SourceFunctionArn": function_arn}},
    )
