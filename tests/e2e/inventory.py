"""What there is in the cloud, so that a test can tell what a stack has left behind."""

from __future__ import annotations

from typing import Any

from tests.e2e.cloud import Cloud
from tests.e2e.deployment import Stack

# Service, operation, key of its answer, and what names an item of it.
_LISTS = (
    ("apigatewayv2", "get_apis", "Items", "ApiId"),
    ("batch", "describe_compute_environments", "computeEnvironments", "computeEnvironmentArn"),
    ("batch", "describe_job_definitions", "jobDefinitions", "jobDefinitionArn"),
    ("batch", "describe_job_queues", "jobQueues", "jobQueueArn"),
    ("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    ("ec2", "describe_route_tables", "RouteTables", "RouteTableId"),
    ("ec2", "describe_security_groups", "SecurityGroups", "GroupId"),
    ("ec2", "describe_subnets", "Subnets", "SubnetId"),
    ("ec2", "describe_vpcs", "Vpcs", "VpcId"),
    ("events", "list_archives", "Archives", "ArchiveName"),
    ("events", "list_event_buses", "EventBuses", "Arn"),
    ("iam", "list_instance_profiles", "InstanceProfiles", "Arn"),
    ("iam", "list_roles", "Roles", "Arn"),
    ("lambda", "list_functions", "Functions", "FunctionArn"),
    ("logs", "describe_log_groups", "logGroups", "arn"),
    ("sqs", "list_queues", "QueueUrls", None),
    ("stepfunctions", "list_state_machines", "stateMachines", "stateMachineArn"),
)

# What goes with the resource that it is a part of.
_PARTS = frozenset(
    {
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::Stage",
        "AWS::CDK::Metadata",
        "AWS::EC2::Route",
        "AWS::EC2::SubnetRouteTableAssociation",
        "AWS::EC2::VPCGatewayAttachment",
        "AWS::IAM::Policy",
        "AWS::Lambda::Permission",
    }
)


def inventory(cloud: Cloud) -> set[str]:
    """The names of all resources of the kinds that the stacks of these tests have."""
    found = set()
    for service, operation, key, name in _LISTS:
        answer: dict[str, Any] = getattr(cloud.client(service), operation)()
        items = answer.get(key, [])
        found |= {f"{service}: {item[name] if name else item}" for item in items}
    for bus in cloud.client("events").list_event_buses()["EventBuses"]:
        rules = cloud.client("events").list_rules(EventBusName=bus["Name"])["Rules"]
        found |= {f"events: {rule['Arn']}" for rule in rules}
    return found


def unlisted(stack: Stack) -> set[tuple[str, str]]:
    """The type and physical id of each resource of a stack that an inventory does not show."""
    found = inventory(stack.cloud)
    return {
        (type, id)
        for type, id in stack.physical_ids_by_type()
        if type not in _PARTS and not any(id in line for line in found)
    }
