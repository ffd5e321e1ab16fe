from __future__ import annotations

import pytest

from stacktape_constructs.tree.attributes import attribute_names, intrinsic


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("AWS::Events::EventBus", "Name"),
        ("AWS::ApiGatewayV2::Api", "ApiId"),
        ("AWS::ApiGatewayV2::Api", "Id"),
        ("AWS::Batch::JobDefinition", "Arn"),
        ("AWS::Lambda::Function", "Name"),
        ("AWS::Lambda::Function", "FunctionName"),
        ("AWS::SNS::Topic", "TopicArn"),
        ("AWS::SQS::Queue", "QueueUrl"),
        ("AWS::StepFunctions::StateMachine", "Arn"),
        ("AWS::SNS::Topic", "Ref"),
        ("Foo::Bar::Baz", "Ref"),
    ],
)
def test_a_word_for_what_ref_returns_is_a_ref(kind, word):
    assert intrinsic("Mine", kind, word) == {"Ref": "Mine"}


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        ("AWS::Events::EventBus", "Arn"),
        ("AWS::SQS::Queue", "QueueName"),
        ("AWS::S3::Bucket", "DomainName"),
        ("AWS::RDS::DBInstance", "Endpoint.Address"),
        ("AWS::RDS::DBInstance", "DBSystemId"),
        ("AWS::Lambda::Function", "SnapStartResponse.ApplyOn"),
    ],
)
def test_an_attribute_of_the_type_is_a_getatt(kind, attribute):
    assert intrinsic("Mine", kind, attribute) == {"Fn::GetAtt": ["Mine", attribute]}


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        ("AWS::SNS::Topic", "Arn"),
        ("AWS::Events::EventBus", "Nmae"),
        ("AWS::S3::Bucket", ""),
        # CloudFormation minds the case and the dots.
        ("AWS::Events::EventBus", "arn"),
        ("AWS::RDS::DBInstance", "EndpointAddress"),
        ("AWS::RDS::DBInstance", "DbSystemId"),
    ],
)
def test_what_the_type_does_not_have_is_none(kind, attribute):
    assert intrinsic("Mine", kind, attribute) is None


@pytest.mark.parametrize(
    "kind",
    ["Foo::Bar::Baz", "Custom::Mine", "AWS::CloudFormation::NewerThanThisCdk", "AWS::NewService::Thing", "Alexa"],
)
def test_a_type_that_cdk_does_not_know_can_have_any_attribute(kind):
    assert intrinsic("Mine", kind, "Whatever.It.Is") == {"Fn::GetAtt": ["Mine", "Whatever.It.Is"]}
    assert attribute_names(kind) == []


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("AWS::Events::EventBus", ["Arn", "Name", "Policy"]),
        ("AWS::SNS::Topic", ["TopicArn", "TopicName"]),
        ("AWS::EC2::VPCGatewayAttachment", ["AttachmentType"]),
    ],
)
def test_a_message_can_name_what_a_type_has(kind, names):
    assert attribute_names(kind) == names
