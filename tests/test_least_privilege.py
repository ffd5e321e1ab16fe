"""Our grants beside those of AWS SAM's connectors: never wider, for each pair that both know.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
"""

from __future__ import annotations

import importlib.resources
import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs import BatchJob, ContainerPackage, EventBus, Function, HttpApi, LambdaPackage
from stacktape_constructs.resources.schedule.construct import schedule_rule
from tests.support import new_app, template_of

#: What we allow and SAM does not, and why.
EXCEPTIONS: dict[tuple[str, str], dict[str, str]] = {}


def sam_profile(source: str, destination: str) -> dict[str, Any]:
    """What SAM's connector between two types makes."""
    profiles = importlib.resources.files("samtranslator.model.connector_profiles") / "profiles.json"
    found = json.loads(profiles.read_text())["Permissions"][source][destination]
    assert isinstance(found, dict)
    return found


def sam_actions(source: str, destination: str) -> set[str]:
    categories = sam_profile(source, destination)["Properties"]["AccessCategories"].values()
    return {action for category in categories for s in category["Statement"] for action in s["Action"]}


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    """The resources of a stack that has each pair once."""
    stack = cdk.Stack(new_app(), "Demo")
    package = LambdaPackage.inline("def handler(event, context): ...", runtime=lambda_.Runtime.PYTHON_3_13)
    bus = EventBus(stack, "Bus")
    job = BatchJob(
        stack,
        "Job",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
        state_machine_name="job",
        job_definition_name="job",
    )
    callee = Function(stack, "Callee", packaging=package, function_name="callee")
    for name, target in (("ToBus", bus), ("ToFunction", callee), ("ToJob", job)):
        Function(stack, name, packaging=package, connect_to=[target])
    bus.add_rule("OnEvent", target=callee, pattern={"source": ["a"]})
    bus.add_rule("OnEvent", target=job, pattern={"source": ["a"]})
    schedule_rule("EveryHour", target=callee, schedule=events.Schedule.rate(cdk.Duration.hours(1)))
    api = HttpApi(stack, "Api", access_log=None)
    api.add_route(method="GET", path="/", target=callee)
    found = template_of(stack)["Resources"]
    assert isinstance(found, dict)
    return found


def statements_of(resources: dict[str, Any], prefix: str) -> list[dict[str, Any]]:
    """The statements of the policies whose logical ids start with a prefix."""
    return [
        statement
        for logical_id, resource in resources.items()
        if resource["Type"] == "AWS::IAM::Policy" and logical_id.startswith(prefix)
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
    ]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("prefix", "service", "destination"),
    [
        ("ToBusConnectToPolicy", "events:", "AWS::Events::EventBus"),
        ("ToFunctionConnectToPolicy", "lambda:", "AWS::Lambda::Function"),
        ("ToJobConnectToPolicy", "states:", "AWS::StepFunctions::StateMachine"),
    ],
)
def test_a_connected_function_may_do_no_more_than_with_sam(resources, prefix, service, destination):
    statements = [
        statement
        for statement in statements_of(resources, prefix)
        if as_list(statement["Action"])[0].startswith(service)
    ]
    ours = {action for statement in statements for action in as_list(statement["Action"])}

    assert ours, "the connection gives some access"
    extra = ours - sam_actions("AWS::Lambda::Function", destination)
    assert extra == set(EXCEPTIONS.get(("AWS::Lambda::Function", destination), {}))
    assert all("*" not in as_list(statement["Resource"]) for statement in statements)


def test_a_rule_may_start_its_state_machine_and_do_nothing_else(resources):
    (statement,) = statements_of(resources, "JobJobExecutionEventsRole")

    assert set(as_list(statement["Action"])) == sam_actions("AWS::Events::Rule", "AWS::StepFunctions::StateMachine")
    assert [list(resource) for resource in as_list(statement["Resource"])] == [["Ref"]]


@pytest.mark.parametrize(
    ("source", "principal"),
    [("AWS::Events::Rule", "events.amazonaws.com"), ("AWS::ApiGatewayV2::Api", "apigateway.amazonaws.com")],
)
def test_a_source_of_events_may_call_a_function_only_as_itself(resources, source, principal):
    sam = sam_profile(source, "AWS::Lambda::Function")["Properties"]["AccessCategories"]["Write"]
    permissions = [
        resource["Properties"]
        for resource in resources.values()
        if resource["Type"] == "AWS::Lambda::Permission" and resource["Properties"]["Principal"] == principal
    ]

    assert permissions
    for permission in permissions:
        assert permission["Action"] == sam["Action"]
        assert permission["Principal"] == sam["Principal"]
        assert permission["SourceArn"], "only for the rule, or the API, that calls"
