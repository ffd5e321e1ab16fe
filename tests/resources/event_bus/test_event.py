from __future__ import annotations

import pytest

from tests.configured import function_problems


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "eventPattern: {source: [a]}",
            "11:17: 'events[0].properties' in function 'f': give exactly one of 'eventBusName', 'eventBusArn' and "
            "'useDefaultBus: true'",
        ),
        (
            "{eventPattern: {source: [a]}, eventBusName: bus, useDefaultBus: true}",
            "10:87: 'events[0].properties' in function 'f': give exactly one of 'eventBusName', 'eventBusArn' and "
            "'useDefaultBus: true'",
        ),
        (
            "{eventPattern: {source: [a]}, useDefaultBus: false}",
            "10:23: 'events[0].properties' in function 'f': give exactly one of 'eventBusName', 'eventBusArn' and "
            "'useDefaultBus: true'",
        ),
        (
            "{eventBusName: bus}",
            "10:23: property 'eventPattern' of 'events[0].properties' in function 'f' is missing: What an event must "
            "look like, in EventBridge's own language",
        ),
        (
            "{eventBusName: bus, eventPattern: [a]}",
            "10:57: 'events[0].properties' in function 'f': 'eventPattern' must be a mapping such as {source: "
            "[my.app]}",
        ),
        (
            "{eventBusName: bus, eventPattern: {source: [a]}, onDeliveryFailure: {}}",
            "10:91: 'events[0].properties.onDeliveryFailure' in function 'f': give exactly one of 'sqsQueueName' and "
            "'sqsQueueArn'",
        ),
        (
            "{eventBusName: bus, eventPattern: {source: [a]}, onDeliveryFailure: {sqsQueueName: q}}",
            "10:106: 'sqsQueueName' of function 'f' names a resource of type sqs-queue, which is not supported yet",
        ),
        (
            "{eventBusName: bus, eventPattern: {source: [a]}, onDeliveryFailure: {sqsQueueArn: arn:aws:sns:eu-west-1:"
            "123456789012:undelivered}}",
            "10:105: 'events[0].properties.onDeliveryFailure' in function 'f': 'sqsQueueArn' must be like "
            "arn:aws:sqs:eu-west-1:123456789012:undelivered, got 'arn:aws:sns:eu-west-1:123456789012:undelivered'",
        ),
        (
            "{eventBusArn: bus, eventPattern: {source: [a]}}",
            "10:37: events[0] of 'f': eventBusArn must be the ARN of an event bus, "
            "'arn:aws:events:<region>:<account>:event-bus/<name>', got 'bus'",
        ),
    ],
)
def test_a_wrong_event_is_a_problem(properties, problem, tmp_path):
    separator = " " if properties.startswith("{") else "\n          "
    event = f"events:\n  - type: event-bus\n    properties:{separator}{properties}"

    assert function_problems(event, tmp_path) == [problem]


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        ("{source: a}", "10:58"),
        ("{detail: {total: [{numbr: 1}]}}", "10:76"),
        ("{detial: {total: [1]}}", "10:58"),
        ("{source: []}", "10:58"),
    ],
)
def test_a_wrong_pattern_is_a_problem_where_it_is_wrong(pattern, position, tmp_path):
    event = f"events:\n  - type: event-bus\n    properties: {{eventBusName: bus, eventPattern: {pattern}}}"

    (problem,) = function_problems(event, tmp_path)

    assert problem.startswith(f"{position}: 'events[0].properties' in function 'f': 'eventPattern': ")
