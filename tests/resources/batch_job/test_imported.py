from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs import BatchJob, EventBus, Function, HttpApi, LambdaPackage
from stacktape_constructs.errors import InvalidArgumentError
from tests.support import new_app, template_of

ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:report"


@pytest.fixture(scope="module")
def resources():
    """The resources of a stack that uses a job of another app in every way."""
    stack = cdk.Stack(new_app(), "Demo")
    job = BatchJob.from_state_machine_arn(stack, "Report", ARN)
    package = LambdaPackage.inline("def handler(event, context): ...", runtime=lambda_.Runtime.PYTHON_3_13)
    caller = Function(stack, "Caller", packaging=package, connect_to=[job])
    job.grant_start_execution(caller)
    EventBus.from_default_event_bus(stack, "Bus").add_rule("OnOrder", target=job, pattern={"source": ["shop"]})
    HttpApi(stack, "Api").add_route(method="POST", path="/reports", target=job)
    return template_of(stack)["Resources"]


def of_type(resources, kind):
    return [resource["Properties"] for resource in resources.values() if resource["Type"] == kind]


def environments(resources):
    functions = of_type(resources, "AWS::Lambda::Function")
    return [function.get("Environment", {}).get("Variables", {}) for function in functions]


def statements(resources):
    policies = of_type(resources, "AWS::IAM::Policy")
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def test_a_rule_starts_its_state_machine(resources):
    (rule,) = of_type(resources, "AWS::Events::Rule")

    assert [target["Arn"] for target in rule["Targets"]] == [ARN]


def test_who_is_connected_may_start_follow_and_stop_it(resources):
    found = [(s["Action"], s["Resource"]) for s in statements(resources)]

    assert (["states:ListExecutions", "states:StartExecution"], ARN) in found
    executions = ARN.replace("stateMachine", "execution") + ":*"
    assert (["states:DescribeExecution", "states:StopExecution"], executions) in found


def test_who_is_connected_is_told_its_arn(resources):
    assert {"STP_REPORT_STATE_MACHINE_ARN": ARN} in environments(resources)


def test_a_route_starts_it_through_a_function(resources):
    assert any(found.get("STATE_MACHINE_ARN") == ARN for found in environments(resources))


def test_what_is_no_arn_of_a_state_machine_is_refused():
    with pytest.raises(InvalidArgumentError) as caught:
        BatchJob.from_state_machine_arn(cdk.Stack(), "Report", "report")

    assert str(caught.value) == (
        "Default/Report: state_machine_arn must be 'arn:<partition>:states:<region>:<account>:stateMachine:<name>', "
        "got 'report'"
    )


def test_an_arn_may_be_known_at_deploy_only():
    job = BatchJob.from_state_machine_arn(cdk.Stack(), "Report", cdk.Fn.import_value("ReportArn"))

    assert cdk.Token.is_unresolved(job.parameters["stateMachineArn"])
    assert all(cdk.Token.is_unresolved(r) for s in job.connect_statements() for r in s.resources)
