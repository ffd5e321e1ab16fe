"""Conditions of policy statements."""

from __future__ import annotations

import pytest

from stacktape_constructs.document.reader import read_text
from stacktape_constructs.resources.iam_condition import condition_faults


def faults(text: str) -> list[str]:
    node = read_text(text, name="condition.yml")
    assert node is not None
    return [f"{position.column}: {message}" for position, message in condition_faults(node)]


@pytest.mark.parametrize(
    "condition",
    [
        "{StringEquals: {'aws:SourceAccount': '123456789012'}}",
        "{ForAllValues:StringNotEqualsIgnoreCaseIfExists: {'aws:TagKeys': [a, b]}}",
        "{ForAnyValue:ArnLike: {'aws:SourceArn': 'arn:aws:s3:::*'}, Bool: {'aws:SecureTransport': true}}",
        "{DateGreaterThanEquals: {'aws:CurrentTime': 2026-01-01T00:00:00Z}, NumericLessThan: {'s3:max-keys': 10}}",
        "{'Null': {'aws:TokenIssueTime': ['true', false]}, BinaryEquals: {key: QmluYXJ5VmFsdWVJbkJhc2U2NA==}}",
        "{}",
    ],
)
def test_what_iam_takes_is_right(condition: str) -> None:
    assert faults(condition) == []


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("{StringEqual: {a: b}}", "2: 'StringEqual' is no operator of a condition; did you mean 'StringEquals'?"),
        ("{stringequals: {a: b}}", "2: 'stringequals' is no operator of a condition; did you mean 'StringEquals'?"),
        ("{ForSome:Bool: {a: b}}", "2: 'ForSome:Bool' is no operator of a condition, such as StringEquals or ArnLike"),
        ("{NullIfExists: {a: true}}", "2: 'NullIfExists' is no operator of a condition; did you mean 'Null'?"),
        ("{'Null': {a: no}}", "14: a value of 'Null' must be true or false, got 'no'"),
        ("{Bool: {a: {b: c}}}", "12: a value of a condition must be text, a number, true or false, or a list of these"),
        ("{Bool: {a: [[b]]}}", "13: a value of a condition must be text, a number, true or false, or a list of these"),
        ("{Bool: {a: ~}}", "12: a value of a condition must be text, a number, true or false, or a list of these"),
        (
            "{Bool: true}",
            "8: 'Bool' must be a mapping of keys and values, as in {StringEquals: {'aws:SourceAccount': "
            "'123456789012'}}",
        ),
        ("[a]", "1: 'Condition' must be a mapping such as {StringEquals: {'aws:SourceAccount': '123456789012'}}"),
    ],
)
def test_what_iam_would_refuse_is_named_with_its_place(condition: str, fault: str) -> None:
    assert faults(condition) == [fault]
