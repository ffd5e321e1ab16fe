"""What there is in the cloud, so that a test can tell what a stack has left behind."""

from __future__ import annotations

from typing import Any

from tests.e2e.cloud import Cloud

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
