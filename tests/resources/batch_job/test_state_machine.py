from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.resources.batch_job.retry import BatchRetry
from stacktape_constructs.resources.batch_job.state_machine import definition


@pytest.fixture(scope="module")
def states() -> dict[str, Any]:
    states = definition(name_base="report-demo", retry=BatchRetry(), timeout=None, partition="aws")["States"]
    assert isinstance(states, dict)
    return states


def _chosen(choice: dict[str, Any], given: Any) -> str:
    """The state after a Choice, by the rules of the Amazon States Language for what is tested here."""
    for rule in choice["Choices"]:
        if all(_holds(test, given) for test in rule["And"]):
            return str(rule["Next"])
    return str(choice["Default"])


def _holds(test: dict[str, Any], given: Any) -> bool:
    field = test["Variable"].removeprefix("$.")
    present = isinstance(given, dict) and field in given
    if "IsPresent" in test:
        return present is test["IsPresent"]
    assert present, f"AWS fails an execution that tests the type of a missing field: {test}"
    return isinstance(given[field], str) is test["IsString"]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        pytest.param({"detail-type": "Order", "detail": {}}, "WrapEvent", id="an event"),
        pytest.param({}, "WrapEvent", id="nothing"),
        pytest.param("text", "WrapEvent", id="a text"),
        pytest.param([1], "WrapEvent", id="a list"),
        pytest.param({"triggerEvent": {"a": 1}, "jobName": "x"}, "WrapEvent", id="no text in it"),
        pytest.param({"jobName": "x"}, "WrapEvent", id="a name alone"),
        pytest.param({"triggerEvent": "{}"}, "NameJob", id="by hand"),
        pytest.param({"triggerEvent": "{}", "jobName": 5}, "NameJob", id="by hand, name unusable"),
        pytest.param({"triggerEvent": "{}", "jobName": "x"}, "RunJob", id="by hand, named"),
    ],
)
def test_any_input_starts_the_job(states: dict[str, Any], given: Any, state: str) -> None:
    assert _chosen(states["ReadInput"], given) == state


def test_an_event_is_passed_on_whole_as_json_text(states: dict[str, Any]) -> None:
    assert states["WrapEvent"] == {
        "Type": "Pass",
        "Parameters": {
            "triggerEvent.$": "States.JsonToString($)",
            "jobName.$": "States.Format('report-demo-{}', States.UUID())",
        },
        "Next": "RunJob",
    }


def test_a_text_given_by_hand_is_passed_on_as_it_is(states: dict[str, Any]) -> None:
    assert states["NameJob"] == {
        "Type": "Pass",
        "Parameters": {
            "triggerEvent.$": "$.triggerEvent",
            "jobName.$": "States.Format('report-demo-{}', States.UUID())",
        },
        "Next": "RunJob",
    }


def test_the_job_is_submitted_and_waited_for(states: dict[str, Any]) -> None:
    task = states["RunJob"]
    assert task["Type"] == "Task"
    assert task["Resource"] == "arn:aws:states:::batch:submitJob.sync"
    assert task["End"] is True
    assert task["Parameters"]["JobName.$"] == "$.jobName"
    assert task["Parameters"]["JobDefinition"] == "${JobDefinition}"
    assert task["Parameters"]["JobQueue"] == "${JobQueue}"


def test_the_container_is_told_the_event_the_attempt_and_the_region(states: dict[str, Any]) -> None:
    assert states["RunJob"]["Parameters"]["ContainerOverrides"] == {
        "Environment": [
            {"Name": "STP_TRIGGER_EVENT_DATA", "Value.$": "$.triggerEvent"},
            {"Name": "STP_MAXIMUM_ATTEMPTS", "Value": "1"},
            {
                "Name": "STP_CURRENT_ATTEMPT",
                "Value.$": "States.Format('{}', States.MathAdd($$.State.RetryCount, 1))",
            },
            {"Name": "AWS_REGION", "Value": "${Region}"},
        ]
    }


def test_a_failure_ends_the_execution_with_the_error_of_the_job(states: dict[str, Any]) -> None:
    assert "Retry" not in states["RunJob"]
    assert "Catch" not in states["RunJob"]


def test_a_timeout_holds_for_each_attempt(states: dict[str, Any]) -> None:
    timed = definition(name_base="x", retry=BatchRetry(), timeout=cdk.Duration.minutes(5), partition="aws")["States"]
    assert timed["RunJob"]["Parameters"]["Timeout"] == {"AttemptDurationSeconds": 300}
    assert "Timeout" not in states["RunJob"]["Parameters"]


def test_retries_are_those_of_the_state_that_runs_the_job() -> None:
    retry = BatchRetry(attempts=3, interval=cdk.Duration.seconds(10), backoff_rate=2)
    task = definition(name_base="x", retry=retry, timeout=None, partition="aws")["States"]["RunJob"]
    assert task["Retry"] == [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "MaxAttempts": 2, "BackoffRate": 2}]
    assert {"Name": "STP_MAXIMUM_ATTEMPTS", "Value": "3"} in task["Parameters"]["ContainerOverrides"]["Environment"]


def test_every_state_is_reached(states: dict[str, Any]) -> None:
    text = json.dumps(states)
    assert {name for name in states if f': "{name}"' in text} | {"ReadInput"} == states.keys()
