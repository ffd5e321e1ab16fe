from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigatewayv2 as apigwv2

from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.resources.batch_job.construct import BatchJob
from tests.resources.batch_job.reading import ENVIRONMENT, Reading, arn
from tests.support import new_app

_MACHINE = arn("states", "stateMachine:report")
_REQUEST_ID = "01234567-89ab-cdef-0123-456789abcdef"


def _job(stack: cdk.Stack, id: str, **arguments: Any) -> BatchJob:
    return BatchJob(
        stack,
        id,
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
        **arguments,
    )


@pytest.fixture(scope="module")
def reading() -> Reading:
    stack = cdk.Stack(new_app(), "Demo", env=ENVIRONMENT)
    _job(stack, "Unrouted")
    routed = _job(stack, "Routed", trigger_function_name="routed-trigger")
    assert routed.trigger_function is None
    api = apigwv2.HttpApi(stack, "Api")
    for path in ("/reports", "/reports/{id}"):
        integration = routed.route_integration(api, payload_format=apigwv2.PayloadFormatVersion.VERSION_2_0)
        api.add_routes(path=path, methods=[apigwv2.HttpMethod.POST], integration=integration)
    return Reading(stack)


def test_only_a_job_with_routes_has_a_trigger_function(reading: Reading) -> None:
    assert len(reading.of_type("AWS::Lambda::Function")) == 1
    unrouted, routed = (reading.stack.node.find_child(id) for id in ("Unrouted", "Routed"))
    assert isinstance(unrouted, BatchJob)
    assert isinstance(routed, BatchJob)
    assert unrouted.trigger_function is None
    assert routed.trigger_function is not None
    assert routed.trigger_function.node.path == "Demo/Routed/TriggerFunction"


def test_all_routes_of_an_api_call_the_same_function(reading: Reading) -> None:
    (integration,) = reading.of_type("AWS::ApiGatewayV2::Integration")
    function = reading.get_att("Routed/TriggerFunction/Default/Resource", "Arn")
    assert integration["Properties"]["IntegrationUri"] == function
    assert integration["Properties"]["PayloadFormatVersion"] == "2.0"
    assert len(reading.of_type("AWS::ApiGatewayV2::Route")) == 2


def test_the_function_is_small_and_quick(reading: Reading) -> None:
    function = reading.properties("Routed/TriggerFunction/Default/Resource")
    assert function["FunctionName"] == "routed-trigger"
    assert (function["Timeout"], function["MemorySize"]) == (10, 128)
    assert function["Environment"]["Variables"] == {
        "STATE_MACHINE_ARN": reading.ref("Routed/JobExecution/Resource"),
        "BATCH_JOB_NAME_BASE": "routed-demo",
    }


def test_the_function_may_start_this_machine(reading: Reading) -> None:
    (statement,) = (
        statement
        for statement in reading.statements("Routed/TriggerFunction/Role/DefaultPolicy/Resource")
        if "states:" in json.dumps(statement["Action"])
    )
    assert statement == {
        "Action": "states:StartExecution",
        "Effect": "Allow",
        "Resource": reading.ref("Routed/JobExecution/Resource"),
    }


class StepFunctions:
    """Stands in for the client of Step Functions."""

    def __init__(self) -> None:
        self.started: list[dict[str, Any]] = []

    def start_execution(self, **request: Any) -> dict[str, Any]:
        self.started.append(request)
        return {"executionArn": arn("states", f"execution:report:{request['name']}")}


def _call(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, event: dict[str, Any], name_base: str = "report-demo"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Runs the deployed source: what it starts, and what it answers."""
    step_functions = StepFunctions()
    monkeypatch.setitem(sys.modules, "boto3", SimpleNamespace(client=lambda service: step_functions))
    monkeypatch.setenv("STATE_MACHINE_ARN", _MACHINE)
    monkeypatch.setenv("BATCH_JOB_NAME_BASE", name_base)
    module: dict[str, Any] = {}
    exec(reading.properties("Routed/TriggerFunction/Default/Resource")["Code"]["ZipFile"], module)
    answer = module["handler"](event, SimpleNamespace(aws_request_id=_REQUEST_ID))
    (started,) = step_functions.started
    return started, answer


def test_a_request_becomes_the_event_of_the_job_as_text(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    request = {"version": "2.0", "body": '{"quote": "\\""}', "headers": {"accept": "ä"}}
    started, _ = _call(reading, monkeypatch, request)
    given = json.loads(started["input"])
    assert started["stateMachineArn"] == _MACHINE
    assert json.loads(given["triggerEvent"]) == request
    assert given["jobName"] == f"report-demo-{_REQUEST_ID}"


def test_the_caller_is_told_what_was_started(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    started, answer = _call(reading, monkeypatch, {})
    assert answer["statusCode"] == 200
    assert answer["headers"] == {"content-type": "application/json"}
    assert json.loads(answer["body"]) == {
        "message": "The job has been started.",
        "stateMachineName": "report",
        "stateMachineExecutionArn": arn("states", f"execution:report:{started['name']}"),
    }


def test_names_of_executions_and_jobs_are_never_too_long(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    started, _ = _call(reading, monkeypatch, {}, name_base="j" * 91)
    assert len(started["name"]) <= 80
    assert len(json.loads(started["input"])["jobName"]) <= 128
