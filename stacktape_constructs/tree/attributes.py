"""What a CloudFormation resource tells: the name of its `Ref`, and its `Fn::GetAtt` attributes."""

from __future__ import annotations

import importlib
import re
from typing import Any

import aws_cdk as cdk

#: Words for what `Ref` returns: Stacktape's own, and those of CloudFormation's primary identifiers.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
_REF = {
    "AWS::ApiGatewayV2::Api": ("ApiId", "Id"),
    "AWS::ApiGatewayV2::Authorizer": ("AuthorizerId",),
    "AWS::ApiGatewayV2::Integration": ("IntegrationId",),
    "AWS::ApiGatewayV2::Route": ("RouteId",),
    "AWS::ApiGatewayV2::Stage": ("StageName",),
    "AWS::Batch::ComputeEnvironment": ("ComputeEnvironmentArn", "Arn"),
    "AWS::Batch::JobDefinition": ("JobDefinitionArn", "Arn"),
    "AWS::Batch::JobQueue": ("JobQueueArn", "Arn"),
    "AWS::DynamoDB::Table": ("TableName", "Name"),
    "AWS::EC2::SecurityGroup": ("GroupId", "Id"),
    "AWS::EC2::Subnet": ("SubnetId",),
    "AWS::EC2::VPC": ("VpcId",),
    "AWS::Events::Archive": ("ArchiveName", "Name"),
    "AWS::Events::EventBus": ("Name",),
    "AWS::Events::Rule": ("Name",),
    "AWS::IAM::Role": ("RoleName", "Name"),
    "AWS::Kinesis::Stream": ("Name",),
    "AWS::Lambda::Alias": ("AliasArn", "Arn"),
    "AWS::Lambda::Function": ("FunctionName", "Name"),
    "AWS::Lambda::Version": ("FunctionArn", "Arn"),
    "AWS::Logs::LogGroup": ("LogGroupName", "Name"),
    "AWS::S3::Bucket": ("BucketName", "Name"),
    "AWS::SNS::Topic": ("TopicArn",),
    "AWS::SQS::Queue": ("QueueUrl", "Url"),
    "AWS::StepFunctions::StateMachine": ("Arn", "StateMachineArn"),
}

_ATTRIBUTE = re.compile(r":cloudformationAttribute: (\S+)")


def intrinsic(logical_id: str, kind: str, attribute: str) -> dict[str, Any] | None:
    """The `Ref` or `Fn::GetAtt` that gives an attribute; None if the type has no such attribute."""
    if attribute in _REF.get(kind, ()) or attribute == "Ref":
        return {"Ref": logical_id}
    known = _getatt_attributes(kind)
    # CDK knows no type that a user registered, and such a type can have any attribute.
    if known is None or attribute in known:
        return {"Fn::GetAtt": [logical_id, attribute]}
    return None


def attribute_names(kind: str) -> list[str]:
    """The attributes that a type has, for a message."""
    return sorted({*_REF.get(kind, ()), *(_getatt_attributes(kind) or ())})


def _getatt_attributes(kind: str) -> frozenset[str] | None:
    """The attributes of a type in CloudFormation's spelling; None where they are not known."""
    resource = _l1_class(kind)
    if resource is None:
        return None
    names = [name for name in dir(resource) if name.startswith("attr_")]
    # The name in Python has lost the case and the dots, which CloudFormation insists on: DBSystemId,
    # Endpoint.Address. They stand in the documentation only, which Python may have been told to drop.
    documented = (_ATTRIBUTE.search(getattr(resource, name).__doc__ or "") for name in names)
    found = frozenset(match[1] for match in documented if match)
    return found if found or not names else None


def _l1_class(kind: str) -> type[cdk.CfnResource] | None:
    """CDK's L1 class of a type; its properties are made from CloudFormation's own specification."""
    parts = kind.split("::")
    if len(parts) != 3 or parts[0] != "AWS":
        return None
    try:
        module = importlib.import_module(f"aws_cdk.aws_{parts[1].lower()}")
    except ImportError:
        return None
    found = getattr(module, f"Cfn{parts[2]}", None)
    return found if isinstance(found, type) else None
