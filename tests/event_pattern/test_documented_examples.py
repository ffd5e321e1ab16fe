"""The examples of AWS's pages, with events that they do and do not match.

Where a page shows no event, the ones here are what its text says. Fields that a page writes without
`detail` around them stand in it here, as they do in events.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from stacktape_constructs.event_pattern import check_event_pattern, matches

_GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"
_OPERATORS = f"{_GUIDE}/eb-create-pattern-operators.html"
_PATTERNS = f"{_GUIDE}/eb-event-patterns.html"
_NULLS = f"{_GUIDE}/eb-event-patterns-null-values.html"
_LISTS = f"{_GUIDE}/eb-event-patterns-arrays.html"
_RULER = "https://github.com/aws/event-ruler"


@attrs.frozen
class Example:
    """A pattern of one of AWS's pages. Events are given by their envelope, or by `detail` alone."""

    sentence: str
    page: str
    pattern: dict[str, Any]
    matching: list[dict[str, Any]]
    others: list[dict[str, Any]]


def _detail(
    sentence: str,
    pattern: dict[str, Any],
    *,
    matching: list[dict[str, Any]],
    others: list[dict[str, Any]],
    page: str = _OPERATORS,
) -> Example:
    return Example(
        sentence,
        page,
        {"detail": pattern},
        [{"detail": detail} for detail in matching],
        [{"detail": detail} for detail in others],
    )


_EC2_EVENT: dict[str, Any] = {
    "version": "0",
    "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "111122223333",
    "time": "2017-12-22T18:43:48Z",
    "region": "us-west-1",
    "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail": {"instance-id": "i-1234567890abcdef0", "state": "terminated"},
}
_AUTOSCALING_EVENT: dict[str, Any] = {
    "version": "0",
    "id": "3e3c153a-8339-4e30-8c35-687ebef853fe",
    "detail-type": "EC2 Instance Launch Successful",
    "source": "aws.autoscaling",
    "account": "123456789012",
    "time": "2015-11-11T21:31:47Z",
    "region": "us-east-1",
    "resources": [],
    "detail": {"eventVersion": "", "responseElements": None},
}
_MACIE_EVENT: dict[str, Any] = {
    "detail-type": "Macie Alert",
    "source": "aws.macie",
    "detail": {"tags": ["Custom_Alert", "Insider"], "risk-score": 80, "trigger": {"risk": 8}},
}
_INSTANCE = "arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f"
_RULER_EVENT: dict[str, Any] = {
    "time": "2017-10-02T16:24:49Z",
    "source": "aws.ec2",
    "detail": {
        "c-count": 5,
        "d-count": 3,
        "x-limit": 301.8,
        "source-ip": "10.0.0.33",
        "instance-id": "i-000000aaaaaa00000",
        "state": "running",
    },
}
_EMPLOYEES = [
    {"firstName": "John", "lastName": "Doe"},
    {"firstName": "Anna", "lastName": "Smith"},
    {"firstName": "Peter", "lastName": "Jones"},
]

_EXAMPLES = [
    Example(
        "instances that were terminated",
        _PATTERNS,
        {
            "source": ["aws.ec2"],
            "detail-type": ["EC2 Instance State-change Notification"],
            "detail": {"state": ["terminated"]},
        },
        [_EC2_EVENT],
        [{**_EC2_EVENT, "detail": {"state": "pending"}}, _AUTOSCALING_EVENT],
    ),
    Example(
        "one of two sources",
        _PATTERNS,
        {"source": ["aws.ec2", "aws.fargate"]},
        [_EC2_EVENT, {"source": "aws.fargate"}],
        [_MACIE_EVENT],
    ),
    Example(
        "a risk score of 80 and a trigger risk of 8",
        _PATTERNS,
        {
            "source": ["aws.macie"],
            "detail-type": ["Macie Alert"],
            "detail": {"risk-score": [80], "trigger": {"risk": [8]}},
        },
        [_MACIE_EVENT],
        [{**_MACIE_EVENT, "detail": {"risk-score": 80, "trigger": {"risk": 9}}}],
    ),
    Example(
        "an empty string is not null",
        _NULLS,
        {"detail": {"eventVersion": [""]}},
        [_AUTOSCALING_EVENT],
        [{"detail": {"eventVersion": None}}, {"detail": {}}],
    ),
    Example(
        "null is not an empty string",
        _NULLS,
        {"detail": {"responseElements": [None]}},
        [_AUTOSCALING_EVENT],
        [{"detail": {"responseElements": ""}}, {"detail": {}}],
    ),
    Example(
        "one entry of a list that the pattern lists",
        _LISTS,
        {"resources": [_INSTANCE, "arn:aws:ec2:us-east-1:111122223333:instance/i-b188560f"]},
        [{"resources": ["arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:eb56d16b", _INSTANCE]}],
        [{"resources": []}, {"resources": ["arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:a"]}],
    ),
    _detail(
        "and",
        {"Location": ["New York"], "Day": ["Monday"]},
        matching=[{"Location": "New York", "Day": "Monday"}],
        others=[{"Location": "New York", "Day": "Friday"}, {"Day": "Monday"}],
    ),
    _detail(
        "anything but",
        {"state": [{"anything-but": "initializing"}]},
        matching=[{"state": "running"}, {"state": "INITIALIZING"}],
        others=[{"state": "initializing"}, {}],
    ),
    _detail(
        "anything but a number",
        {"x-limit": [{"anything-but": 123}]},
        matching=[{"x-limit": 122}, {"x-limit": "123"}],
        others=[{"x-limit": 123}, {"x-limit": 123.0}],
    ),
    _detail(
        "anything but a list of strings",
        {"state": [{"anything-but": ["stopped", "overloaded"]}]},
        matching=[{"state": "running"}],
        others=[{"state": "stopped"}, {"state": "overloaded"}],
    ),
    _detail(
        "anything but a list of numbers",
        {"x-limit": [{"anything-but": [100, 200, 300]}]},
        matching=[{"x-limit": 301.8}],
        others=[{"x-limit": 200}],
    ),
    _detail(
        "anything but, begins with",
        {"Region": [{"anything-but": {"prefix": "us-"}}]},
        matching=[{"Region": "eu-west-1"}],
        others=[{"Region": "us-east-1"}],
    ),
    _detail(
        "anything but, ends with",
        {"FileName": [{"anything-but": {"suffix": ".png"}}]},
        matching=[{"FileName": "a.txt"}],
        others=[{"FileName": "a.png"}],
    ),
    _detail(
        "anything but, ends with one of several",
        {"FileName": [{"anything-but": {"suffix": [".txt", ".rtf"]}}]},
        matching=[{"FileName": "a.png"}],
        others=[{"FileName": "a.txt"}, {"FileName": "a.rtf"}],
    ),
    _detail(
        "anything but, ignore case",
        {"state": [{"anything-but": {"equals-ignore-case": "initializing"}}]},
        matching=[{"state": "running"}],
        others=[{"state": "initializing"}, {"state": "INITIALIZING"}],
    ),
    _detail(
        "anything but, ignore case, several",
        {"state": [{"anything-but": {"equals-ignore-case": ["initializing", "stopped"]}}]},
        matching=[{"state": "running"}],
        others=[{"state": "Initializing"}, {"state": "STOPPED"}],
    ),
    _detail(
        "anything but, using a wildcard",
        {"FilePath": [{"anything-but": {"wildcard": "*/lib/*"}}]},
        matching=[{"FilePath": "usr/bin/env"}],
        others=[{"FilePath": "usr/lib/python"}],
    ),
    _detail(
        "anything but, using several wildcards",
        {"FilePath": [{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}]},
        matching=[{"FilePath": "usr/share/doc"}],
        others=[{"FilePath": "usr/lib/python"}, {"FilePath": "usr/bin/env"}],
    ),
    Example(
        "begins with",
        _OPERATORS,
        {"time": [{"prefix": "2017-10-02"}]},
        [{"time": "2017-10-02T18:43:48Z"}],
        [{"time": "2017-10-03T18:43:48Z"}],
    ),
    _detail(
        "begins with, ignore case",
        {"service": [{"prefix": {"equals-ignore-case": "EventB"}}]},
        matching=[{"service": "EventBridge"}, {"service": "EVENTBUS"}, {"service": "eventb"}],
        others=[{"service": "Event"}],
    ),
    _detail(
        "ends with",
        {"FileName": [{"suffix": ".png"}]},
        matching=[{"FileName": "a.png"}],
        others=[{"FileName": "a.PNG"}, {"FileName": "a.png.txt"}],
    ),
    _detail(
        "ends with, ignore case",
        {"FileName": [{"suffix": {"equals-ignore-case": ".png"}}]},
        matching=[{"FileName": "a.png"}, {"FileName": "a.PNG"}],
        others=[{"FileName": "a.jpg"}],
    ),
    _detail(
        "equals",
        {"Name": ["Alice"]},
        matching=[{"Name": "Alice"}],
        others=[{"Name": "alice"}, {"Name": "Bob"}],
    ),
    _detail(
        "equals, ignore case",
        {"Name": [{"equals-ignore-case": "alice"}]},
        matching=[{"Name": "Alice"}, {"Name": "ALICE"}],
        others=[{"Name": "Alice B"}],
    ),
    _detail(
        "exists",
        {"state": [{"exists": True}]},
        matching=[{"instance-id": "i-abcd1111", "state": "pending"}, {"state": None}],
        others=[{"c-count": {"c1": 100}}],
    ),
    _detail(
        "does not exist, which what is no leaf does not",
        {"c-count": [{"exists": False}]},
        matching=[{"state": ["initializing", "running"]}, {"c-count": {"c1": 100}}],
        others=[{"c-count": 100}, {"c-count": None}],
    ),
    _detail(
        "numeric equals",
        {"Price": [{"numeric": ["=", 100]}]},
        matching=[{"Price": 100}, {"Price": 1e2}],
        others=[{"Price": 101}, {"Price": "100"}],
    ),
    _detail(
        "numeric range",
        {"Price": [{"numeric": [">", 10, "<=", 20]}]},
        matching=[{"Price": 10.5}, {"Price": 20}],
        others=[{"Price": 10}, {"Price": 20.5}],
    ),
    _detail(
        "several comparisons, all of which must be true",
        {
            "c-count": [{"numeric": [">", 0, "<=", 5]}],
            "d-count": [{"numeric": ["<", 10]}],
            "x-limit": [{"numeric": ["=", 3.018e2]}],
        },
        matching=[_RULER_EVENT["detail"]],
        others=[{**_RULER_EVENT["detail"], "d-count": 10}],
    ),
    _detail(
        "an address that starts with 10.0.0",
        {"sourceIPAddress": [{"cidr": "10.0.0.0/24"}]},
        matching=[{"sourceIPAddress": "10.0.0.0"}, {"sourceIPAddress": "10.0.0.255"}],
        others=[{"sourceIPAddress": "10.0.1.0"}, {"sourceIPAddress": "localhost"}],
    ),
    _detail(
        "or",
        {"PaymentType": ["Credit", "Debit"]},
        matching=[{"PaymentType": "Credit"}, {"PaymentType": "Debit"}],
        others=[{"PaymentType": "Cash"}],
    ),
    _detail(
        "or, multiple fields",
        {"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]},
        matching=[{"Location": "New York"}, {"Day": "Monday"}, {"Location": "Rome", "Day": "Monday"}],
        others=[{"Location": "Rome", "Day": "Friday"}, {}],
    ),
    _detail(
        "or, with other operators",
        {
            "$or": [
                {"c-count": [{"numeric": [">", 0, "<=", 5]}]},
                {"d-count": [{"numeric": ["<", 10]}]},
                {"x-limit": [{"numeric": ["=", 3.018e2]}]},
            ]
        },
        matching=[{"c-count": 5, "d-count": 10}, {"d-count": 9}, {"x-limit": 301.8}],
        others=[{"c-count": 0, "d-count": 10, "x-limit": 301}],
    ),
    _detail(
        "wildcard",
        {"FileName": [{"wildcard": "dir/*.png"}]},
        matching=[{"FileName": "dir/a.png"}, {"FileName": "dir/.png"}, {"FileName": "dir/b/a.png"}],
        others=[{"FileName": "dir/a.jpg"}, {"FileName": "a.png"}],
    ),
    _detail(
        "asterisks and backslashes themselves",
        {"name": [{"wildcard": r"a\*b\\*"}]},
        matching=[{"name": r"a*b\c"}],
        others=[{"name": r"axb\c"}, {"name": r"a\*b\c"}],
    ),
    Example(
        "several operators",
        _OPERATORS,
        {
            "time": [{"prefix": "2017-10-02"}],
            "detail": {
                "state": [{"anything-but": "initializing"}],
                "c-count": [{"numeric": [">", 0, "<=", 5]}],
                "d-count": [{"numeric": ["<", 10]}],
                "x-limit": [{"anything-but": [100, 200, 300]}],
                "source-ip": [{"cidr": "10.0.0.0/8"}],
            },
        },
        [_RULER_EVENT],
        [{**_RULER_EVENT, "time": "2017-10-03T16:24:49Z"}],
    ),
    _detail(
        "the fields of an object in a list",
        {"employees": {"firstName": ["Anna"]}},
        matching=[{"employees": _EMPLOYEES}, {"employees": [_EMPLOYEES[:2], _EMPLOYEES[2:]]}],
        others=[{"employees": _EMPLOYEES[2:]}],
        page=f"{_RULER}#json-array-matching",
    ),
    _detail(
        "fields of different objects in a list do not match together",
        {"employees": {"firstName": ["Anna"], "lastName": ["Jones"]}},
        matching=[{"employees": {"firstName": "Anna", "lastName": "Jones"}}],
        others=[{"employees": _EMPLOYEES}],
        page=f"{_RULER}#json-array-matching",
    ),
    _detail(
        "two ors in a row",
        {
            "$or": [{"metricName": ["CPUUtilization", "ReadLatency"]}, {"namespace": ["AWS/EC2", "AWS/ES"]}],
            "of": {"$or": [{"source": ["aws.cloudwatch"]}, {"detail-type": ["CloudWatch Alarm State Change"]}]},
        },
        matching=[{"metricName": "ReadLatency", "of": {"source": "aws.cloudwatch"}}],
        others=[{"metricName": "ReadLatency", "namespace": "AWS/ES"}, {"of": {"source": "aws.cloudwatch"}}],
        page=f"{_RULER}#rule-examples-with-or-primitive",
    ),
]

_every_example = pytest.mark.parametrize("example", _EXAMPLES, ids=lambda example: example.sentence)


@_every_example
def test_the_example_is_in_order(example: Example) -> None:
    assert check_event_pattern(example.pattern) == [], example.page


@_every_example
def test_the_example_matches_what_it_says_and_nothing_else(example: Example) -> None:
    assert example.matching, example.page
    assert example.others, example.page
    assert all(matches(example.pattern, event) for event in example.matching), example.page
    assert not any(matches(example.pattern, event) for event in example.others), example.page
