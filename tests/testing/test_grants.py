"""What a role may do, asked of templates as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk.assertions import Template

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.testing import assert_grants

ROLE = {"Ref": "ReaderRole"}
ARN = {"Fn::GetAtt": ["Uploads", "Arn"]}
UPLOADS = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "uploads"}}
FUNCTION = {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Fn::GetAtt": ["ReaderRole", "Arn"]}}}
MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def allow(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def template(*statements: dict[str, Any], role: dict[str, Any] | None = None) -> dict[str, Any]:
    """A function whose role has one policy in the template."""
    policy = {"PolicyDocument": {"Statement": list(statements)}, "Roles": [ROLE]}
    return {
        "Resources": {
            "Reader": FUNCTION,
            "ReaderRole": {"Type": "AWS::IAM::Role", "Properties": role or {}},
            "ReaderPolicy": {"Type": "AWS::IAM::Policy", "Properties": policy},
            "Uploads": UPLOADS,
            "Other": {"Type": "AWS::S3::Bucket"},
        }
    }


def assert_refused(made: dict[str, Any], *arguments: Any, **more: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_grants(made, *arguments, **more)
    return str(caught.value)


@pytest.mark.parametrize("who", ["Reader", "ReaderRole"])
@pytest.mark.parametrize(
    "resource", [ARN, [{"Ref": "Elsewhere"}, ARN], "*", "arn:aws:s3:::uploads", {"Fn::Sub": "${Uploads.Arn}"}]
)
def test_a_resource_is_meant_by_its_arn_its_name_or_a_wildcard(who: str, resource: Any) -> None:
    assert_grants(template(allow("s3:GetObject", resource)), who, "s3:GetObject", "Uploads")


@pytest.mark.parametrize(
    "action", ["s3:GetObject", "S3:getobject", "s3:Get*", "s3:?etObject", "*", ["a:B", "s3:GetObject"]]
)
def test_an_action_is_meant_by_its_name_or_a_wildcard(action: Any) -> None:
    assert_grants(template(allow(action, ARN)), "Reader", "s3:GetObject", "Uploads")


@pytest.mark.parametrize(
    "statement",
    [
        allow("s3:GetObject", {"Fn::GetAtt": ["Other", "Arn"]}),
        allow("s3:PutObject", ARN),
        allow("s3:GetObject", {"Fn::Sub": "${Uploads.Arn}/*"}),
        allow("s3:GetObject", "arn:aws:s3:::uploads-of-others"),
        allow("s3:GetObject", ARN, Condition={"Bool": {"aws:SecureTransport": "true"}}),
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": ARN},
    ],
)
def test_a_statement_about_something_else_gives_nothing(statement: dict[str, Any]) -> None:
    assert_refused(template(statement), "Reader", "s3:GetObject", "Uploads")


def test_what_is_denied_is_not_allowed_whatever_else_allows_it() -> None:
    denied = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}

    said = assert_refused(template(allow("s3:GetObject", ARN), denied), "Reader", "s3:GetObject", "Uploads")

    assert "denied: s3:* on * (ReaderPolicy)" in said


def test_a_condition_counts_where_it_is_asked_for() -> None:
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    made = template(allow("s3:GetObject", ARN, Condition=condition))

    assert_grants(made, "Reader", "s3:GetObject", "Uploads", condition=condition)
    assert_refused(made, "Reader", "s3:GetObject", "Uploads", condition={"Bool": {"aws:SecureTransport": "false"}})


def test_all_of_several_actions_are_asked_for() -> None:
    made = template(allow(["s3:GetObject", "s3:PutObject"], ARN))

    assert_grants(made, "Reader", ["s3:GetObject", "s3:PutObject"], "Uploads")
    said = assert_refused(made, "Reader", ["s3:GetObject", "s3:DeleteObject"], "Uploads")
    assert said.startswith("ReaderRole may not s3:DeleteObject on Uploads\n")


def test_a_resource_may_be_written_as_a_policy_has_it() -> None:
    made = template(allow("s3:GetObject", {"Fn::Join": ["", [ARN, "/*"]]}))

    assert_grants(made, "Reader", "s3:GetObject", "${Uploads.Arn}/*")
    assert_grants(made, "Reader", "s3:GetObject", {"Fn::Join": ["", [ARN, "/*"]]})


def test_what_is_allowed_but_for_some_is_allowed_for_the_others() -> None:
    made = template({"Effect": "Allow", "NotAction": "s3:Delete*", "NotResource": [{"Fn::GetAtt": ["Other", "Arn"]}]})

    assert_grants(made, "Reader", "s3:GetObject", "Uploads")
    assert_refused(made, "Reader", "s3:DeleteObject", "Uploads")
    assert_refused(made, "Reader", "s3:GetObject", "Other")


def test_policies_in_the_role_itself_count() -> None:
    inline = {"Policies": [{"PolicyName": "x", "PolicyDocument": {"Statement": allow("sns:Publish", "*")}}]}

    assert_grants(template(role=inline), "Reader", "sns:Publish", "*")


def test_the_policy_of_another_role_gives_nothing() -> None:
    made = template(allow("s3:GetObject", ARN))
    made["Resources"]["ReaderPolicy"]["Properties"]["Roles"] = [{"Ref": "AnotherRole"}]

    assert assert_refused(made, "Reader", "s3:GetObject", "Uploads").endswith("it may do nothing")


def test_managed_policies_are_named_for_what_they_may_hold() -> None:
    said = assert_refused(template(role={"ManagedPolicyArns": [MANAGED]}), "Reader", "s3:GetObject", "Uploads")

    assert said.endswith(f"it also has managed policies, whose content is not in the template:\n    {MANAGED}")


def test_a_template_of_the_cdk_is_as_good_as_a_dict() -> None:
    assert_grants(Template.from_json(template(allow("s3:GetObject", ARN))), "Reader", "s3:GetObject", "Uploads")


@pytest.mark.parametrize(
    ("who", "actions", "resource", "said"),
    [
        (
            "Reade",
            "s3:GetObject",
            "Uploads",
            "who must be the logical id of a resource of the template, got 'Reade'; did",
        ),
        (
            "Uploads",
            "s3:GetObject",
            "Uploads",
            "who must be a role, or act in a role of the template; 'Uploads' (AWS::S3",
        ),
        ("Reader", [], "Uploads", "actions must name an action at least, got none"),
        ("Reader", "s3:GetObject", "Upload", "resource must be the logical id of a resource of the template, got 'Upl"),
    ],
)
def test_what_is_not_in_the_template_is_no_failed_assertion(who: str, actions: Any, resource: str, said: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        assert_grants(template(), who, actions, resource)

    assert str(caught.value).startswith(f"assert_grants: {said}")


def of(resource: dict[str, Any], *statements: dict[str, Any]) -> dict[str, Any]:
    made = template(*statements)
    made["Resources"]["Orders"] = resource
    return made


BUS = {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}}
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}
TABLE = {"Type": "AWS::DynamoDB::Table"}
_HERE = "${AWS::Region}:${AWS::AccountId}"


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (BUS, {"Fn::Sub": f"arn:aws:events:{_HERE}:event-bus/orders"}),
        (BUS, {"Fn::Sub": f"arn:${{AWS::Partition}}:events:{_HERE}:event-bus/orders"}),
        (QUEUE, {"Fn::Sub": f"arn:aws:sqs:{_HERE}:orders"}),
        (QUEUE, "arn:aws:sqs:*:*:ord*"),
        ({"Type": "AWS::SNS::Topic"}, {"Fn::GetAtt": ["Orders", "TopicArn"]}),
    ],
)
def test_a_resource_is_meant_by_what_its_own_arn_is(resource: dict[str, Any], said: Any) -> None:
    assert_grants(of(resource, allow("x:Do", said)), "Reader", "x:Do", "Orders")


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (BUS, {"Fn::Sub": f"arn:aws:events:{_HERE}:rule/orders"}),
        (BUS, {"Fn::Sub": f"arn:aws:events:{_HERE}:event-bus/more-orders"}),
        (TABLE, {"Fn::GetAtt": ["Orders", "StreamArn"]}),
    ],
)
def test_another_resource_of_its_name_and_what_hangs_on_it_are_not_meant(resource: dict[str, Any], said: Any) -> None:
    assert_refused(of(resource, allow("x:Do", said)), "Reader", "x:Do", "Orders")


def test_a_denial_with_a_wildcard_counts_for_what_has_a_name() -> None:
    denial = {"Effect": "Deny", "Action": "x:Do", "Resource": "arn:aws:sqs:*:*:ord*"}

    assert_refused(of(QUEUE, allow("x:Do", {"Fn::GetAtt": ["Orders", "Arn"]}), denial), "Reader", "x:Do", "Orders")


def test_what_a_condition_of_the_template_may_leave_out_is_no_grant() -> None:
    said = assert_refused(
        template({"Fn::If": ["Prod", allow("x:Do", ARN), {"Ref": "AWS::NoValue"}]}), "Reader", "x:Do", "Uploads"
    )

    assert "x:Do on ${Uploads.Arn} (ReaderPolicy, by a condition of the template)" in said


def test_what_it_may_deny_is_denied() -> None:
    denial = {"Fn::If": ["Prod", {"Effect": "Deny", "Action": "x:Do", "Resource": "*"}, {"Ref": "AWS::NoValue"}]}

    assert_refused(template(allow("x:Do", ARN), denial), "Reader", "x:Do", "Uploads")


def test_policies_of_a_role_may_be_chosen_by_a_condition() -> None:
    policies = {"Fn::If": ["Prod", [{"PolicyDocument": {"Statement": allow("x:Do", ARN)}}], {"Ref": "AWS::NoValue"}]}

    assert "by a condition" in assert_refused(template(role={"Policies": policies}), "Reader", "x:Do", "Uploads")


def test_a_statement_that_cannot_be_read_is_no_answer() -> None:
    with pytest.raises(
        InvalidArgumentError, match=r"has a statement in ReaderPolicy that cannot be read: .*Fn::Transform"
    ):
        assert_grants(template({"Fn::Transform": {"Name": "Own"}}), "Reader", "x:Do", "Uploads")
