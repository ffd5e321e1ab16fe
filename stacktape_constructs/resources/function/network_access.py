"""The access that Lambda needs to put a function into a VPC, and that the function's code does not.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
"""

from __future__ import annotations

from typing import cast

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import acknowledge
from stacktape_constructs.resources.connections import policy_of

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


def deny_network_to_code(scope: Construct, role: iam.IRole, function_arn: str) -> None:
    """Denies the same actions to the function's own code, which acts as the same role.

    Only calls of the code carry the function's ARN; those that Lambda makes for it do not.

    Args:
        scope: the function.
        role: what the code acts as.
        function_arn: the function's ARN.
    """
    acknowledge(
        cast(Construct, role),
        "IAM5[Resource::*]",
        because="Lambda asks for access to all network interfaces; the function's code is denied it",
    )
    statement = iam.PolicyStatement(
        effect=iam.Effect.DENY,
        actions=sorted([*_ACTIONS, "ec2:DetachNetworkInterface"]),
        resources=["*"],
        conditions={"ArnEquals": {"lambda:SourceFunctionArn": function_arn}},
    )
    # Apart from the role's default policy, which the function waits for.
    policy_of(role, scope, "NetworkInterfacesPolicy", [statement])


def describe_security_group(function: lambda_.Function) -> None:
    """Gives the security group that CDK made for a function a description that stays.

    CDK puts the path of the function there, and a group whose description changes is replaced.
    """
    group = cast(ec2.CfnSecurityGroup, function.node.find_child("SecurityGroup").node.default_child)
    group.group_description = "Security group of a Lambda function"
