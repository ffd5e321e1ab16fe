"""Wildcards in the policies of a template."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.testing import AllowedWildcard, assert_no_wildcards

OBJECTS = {"Fn::Sub": "${Uploads.Arn}/*"}


def template(kind: str = "AWS::IAM::Policy", **statement: Any) -> dict[str, Any]:
    document = {"PolicyDocument": {"Statement": [{"Effect": "Allow", **statement}]}}
    properties = document if kind.endswith("Policy") else {"Policies": [document]}
    return {"Resources": {"Mine": {"Type": kind, "Properties": properties}}}


def found(made: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(AssertionError) as caught:
        assert_no_wildcards(made, **more)
    return str(caught.value).splitlines()


def test_what_is_named_is_right() -> None:
    assert_no_wildcards(template(Action=["s3:GetObject"], Resource=[{"Fn::GetAtt": ["Uploads", "Arn"]}]))


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ({"Action": "s3:Get*", "Resource": "arn:a"}, "s3:Get* on arn:a"),
        ({"Action": "s3:GetObject", "Resource": "*"}, "s3:GetObject on *"),
        ({"Action": "s3:GetObject", "Resource": OBJECTS}, "s3:GetObject on ${Uploads.Arn}/*"),
        ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::up?"}, "s3:GetObject on arn:aws:s3:::up?"),
        ({"NotAction": "iam:PassRole", "Resource": "arn:a"}, "* but iam:PassRole on arn:a"),
        ({"Action": "s3:GetObject", "NotResource": "arn:a"}, "s3:GetObject on * but arn:a"),
    ],
)
def test_a_wildcard_is_found_wherever_it_stands(statement: dict[str, Any], line: str) -> None:
    assert found(template(**statement)) == ["policies allow with wildcards:", f"  {line} (Mine)"]


@pytest.mark.parametrize("kind", ["AWS::IAM::ManagedPolicy", "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"])
def test_every_kind_of_policy_of_an_identity_counts(kind: str) -> None:
    assert found(template(kind, Action="s3:GetObject", Resource="*"))[1:] == ["  s3:GetObject on * (Mine)"]


def test_what_is_denied_may_have_wildcards() -> None:
    assert_no_wildcards(template(Effect="Deny", Action="*", Resource="*"))


@pytest.mark.parametrize("resource", ["${Uploads.Arn}/*", re.compile(r"\$\{\w+\.Arn\}/\*")])
def test_what_is_meant_is_allowed(resource: Any) -> None:
    meant = AllowedWildcard("s3:GetObject s3:PutObject", resource, because="all objects of this bucket")

    assert_no_wildcards(template(Action=["s3:GetObject", "s3:PutObject"], Resource=OBJECTS), allow=[meant])


def test_an_allowance_is_for_its_actions_and_all_of_its_resource() -> None:
    meant = AllowedWildcard("s3:GetObject", "*", because="x")

    assert found(template(Action=["s3:GetObject", "s3:PutObject"], Resource="*"), allow=[meant])[1:] == [
        "  s3:PutObject on * (Mine)"
    ]


def test_an_allowance_that_nothing_needs_is_told() -> None:
    meant = AllowedWildcard("s3:GetObject", re.compile("arn:.*"), because="x")

    assert found(template(Action="s3:GetObject", Resource="arn:a"), allow=[meant]) == [
        "wildcards that are allowed and not there:",
        "  s3:GetObject on arn:.*",
    ]


def test_both_branches_of_a_condition_are_looked_at() -> None:
    named, all_of_it = ({"Effect": "Allow", "Action": "s3:GetObject", "Resource": one} for one in ("arn:a", "*"))
    document = {"PolicyDocument": {"Statement": [{"Fn::If": ["Prod", named, all_of_it]}]}}
    inline = {"Fn::If": ["Prod", [document], {"Ref": "AWS::NoValue"}]}

    for kind, properties in (("AWS::IAM::Policy", document), ("AWS::IAM::Role", {"Policies": inline})):
        made = {"Resources": {"Mine": {"Type": kind, "Properties": properties}}}
        assert found(made) == ["policies allow with wildcards:", "  s3:GetObject on * (Mine)"]


def test_a_part_of_a_template_is_none() -> None:
    with pytest.raises(InvalidArgumentError, match="must be a template, with Resources, got a dict with 'Mine'"):
        assert_no_wildcards(template(Action="*", Resource="*")["Resources"])
