"""What AWS bills for each CloudFormation type that this library makes, as frozen data.

Prices change and differ by region, so what is here says for what AWS bills and not how much. It is what the
reference pages say of the cost of a resource type. Data that leaves AWS is billed beside all of it.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class Billing:
    """For what AWS bills a resource of one CloudFormation type; a text that is empty stands for nothing.

    Attributes:
        page: AWS's page that says so.
        while_idle: what is billed by the time, for as long as the resource is there and whether it is used or not.
        kept: what is billed for as long as the resource keeps it.
        used: what is billed when it is used.
    """

    page: str
    while_idle: str = ""
    kept: str = ""
    used: str = ""

    @property
    def free(self) -> bool:
        """Whether the resource itself costs nothing."""
        return not (self.while_idle or self.kept or self.used)


_API_GATEWAY = "https://aws.amazon.com/api-gateway/pricing/"
_BATCH = "https://aws.amazon.com/batch/pricing/"
_EVENT_BRIDGE = "https://aws.amazon.com/eventbridge/pricing/"
_IAM = "https://aws.amazon.com/iam/"
_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_SNS = "https://aws.amazon.com/sns/pricing/"
_SQS = "https://aws.amazon.com/sqs/pricing/"
_VPC = "https://aws.amazon.com/vpc/pricing/"

#: By CloudFormation type: each that the template of a golden case has.
BILLING: Mapping[str, Billing] = {
    "AWS::ApiGatewayV2::Api": Billing(page=_API_GATEWAY, used="requests"),
    "AWS::ApiGatewayV2::Authorizer": Billing(page=_API_GATEWAY),
    "AWS::ApiGatewayV2::Integration": Billing(page=_API_GATEWAY),
    "AWS::ApiGatewayV2::Route": Billing(page=_API_GATEWAY),
    "AWS::ApiGatewayV2::Stage": Billing(page=_API_GATEWAY),
    # With a minimum of no vCPUs, which a test holds, there are no instances while no job runs.
    "AWS::Batch::ComputeEnvironment": Billing(
        page=_BATCH, used="EC2 instances with their disks and public IPv4 addresses, while jobs run"
    ),
    "AWS::Batch::JobDefinition": Billing(page=_BATCH),
    "AWS::Batch::JobQueue": Billing(page=_BATCH),
    "AWS::EC2::InternetGateway": Billing(page=_VPC),
    "AWS::EC2::LaunchTemplate": Billing(page="https://aws.amazon.com/ec2/pricing/"),
    "AWS::EC2::Route": Billing(page=_VPC),
    "AWS::EC2::RouteTable": Billing(page=_VPC),
    "AWS::EC2::SecurityGroup": Billing(page=_VPC),
    "AWS::EC2::Subnet": Billing(page=_VPC),
    "AWS::EC2::SubnetRouteTableAssociation": Billing(page=_VPC),
    "AWS::EC2::VPC": Billing(page=_VPC),
    "AWS::EC2::VPCGatewayAttachment": Billing(page=_VPC),
    "AWS::Events::Archive": Billing(page=_EVENT_BRIDGE, kept="the events in it", used="archiving and replaying events"),
    "AWS::Events::EventBus": Billing(page=_EVENT_BRIDGE, used="events that are put on it"),
    "AWS::Events::Rule": Billing(page=_EVENT_BRIDGE),
    "AWS::IAM::InstanceProfile": Billing(page=_IAM),
    "AWS::IAM::Policy": Billing(page=_IAM),
    "AWS::IAM::Role": Billing(page=_IAM),
    # This library makes an alias for provisioned concurrency only, which a test holds.
    "AWS::Lambda::Alias": Billing(page=_LAMBDA, while_idle="instances that are always ready"),
    "AWS::Lambda::EventInvokeConfig": Billing(page=_LAMBDA),
    "AWS::Lambda::Function": Billing(page=_LAMBDA, used="requests, and the time that they take by its memory"),
    "AWS::Lambda::LayerVersion": Billing(page=_LAMBDA),
    "AWS::Lambda::Permission": Billing(page=_LAMBDA),
    "AWS::Lambda::Url": Billing(page=_LAMBDA),
    "AWS::Lambda::Version": Billing(page=_LAMBDA),
    "AWS::Logs::LogGroup": Billing(
        page="https://aws.amazon.com/cloudwatch/pricing/", kept="the logs in it", used="what is written to it"
    ),
    "AWS::SNS::Topic": Billing(page=_SNS, used="messages"),
    "AWS::SQS::Queue": Billing(page=_SQS, used="requests"),
    "AWS::SQS::QueuePolicy": Billing(page=_SQS),
    "AWS::StepFunctions::StateMachine": Billing(
        page="https://aws.amazon.com/step-functions/pricing/", used="steps of executions"
    ),
}
