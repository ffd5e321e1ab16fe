from __future__ import annotations

from pathlib import Path

import pytest

from tests.configured import ConfiguredStack, configured, problems_of

CODE = "{type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}"

KNOWN_BY_NAME = f"""
resources:
  api: {{type: http-api-gateway}}
  f:
    type: function
    properties:
      packaging: {CODE}
      connectTo: [f, g]
      environment:
        - {{name: ARN, value: "$ResourceParam('f', 'arn')"}}
        - {{name: NAME, value: "$Param('f', 'LambdaFunction::Name')"}}
        - {{name: NAME_AGAIN, value: "$CfResourceParam('FFunction', 'Ref')"}}
        - {{name: OTHER, value: "$CfResourceParam('GFunction', 'FunctionName')"}}
        - {{name: LOGS, value: "$ResourceParam('f', 'logGroupArn')"}}
        - {{name: ROLE, value: "$CfResourceParam('FRole', 'Arn')"}}
        - {{name: API, value: "$ResourceParam('api', 'url')"}}
      iamRoleStatements:
        - {{Action: ['lambda:GetFunction'], Resource: ["$ResourceParam('f', 'arn')", "$ResourceParam('g', 'arn')"]}}
      events:
        - {{type: http-api-gateway, properties: {{httpApiGatewayName: api, method: GET, path: /f}}}}
  g:
    type: function
    properties:
      packaging: {CODE}
      connectTo: [f]
      environment:
        - {{name: OTHER, value: "$Param('f', 'LambdaFunction::Name')"}}
      iamRoleStatements:
        - {{Action: ['lambda:GetFunction'], Resource: ["$ResourceParam('f', 'arn')"]}}
  job:
    type: batch-job
    properties:
      container:
        packaging: {{type: prebuilt-image, properties: {{image: busybox}}}}
        environment:
          - {{name: DEFINITION, value: "$CfResourceParam('JobJobDefinition', 'JobDefinitionArn')"}}
          - {{name: REFERENCE, value: "$CfResourceParam('JobJobDefinition', 'Ref')"}}
          - {{name: MACHINE, value: "$Param('job', 'JobStateMachine::Arn')"}}
          - {{name: MACHINE_NAME, value: "$CfResourceParam('JobJobExecutionStateMachine', 'Name')"}}
      resources: {{cpu: 1, memory: 200}}
      connectTo: [job]
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    """The template of it; CDK's assertions, which read it, refuse one in which a resource waits for itself."""
    return configured(KNOWN_BY_NAME, tmp_path_factory.mktemp("shop"))


def test_what_follows_from_a_name_needs_no_resource_to_be_there(shop: ConfiguredStack) -> None:
    own, other = shop.environment("FFunction"), shop.environment("GFunction")
    job = shop.environment("JobJobDefinition")

    assert own["NAME"] == own["NAME_AGAIN"] == other["OTHER"] == "demo-dev-f"
    assert own["OTHER"] == "demo-dev-g"
    assert job["MACHINE_NAME"] == "demo-dev-job-batch-state-machine"
    assert job["DEFINITION"] == job["REFERENCE"] == job["STP_JOB_JOB_DEFINITION_ARN"]


@pytest.mark.parametrize(
    ("functions", "found"),
    [
        (
            f"""
  f:
    type: function
    properties:
      packaging: {CODE}
      url: {{enabled: true}}
      environment: [{{name: URL, value: "$ResourceParam('f', 'url')"}}]
""",
            [
                "8:40: variable 'URL' of 'f': $ResourceParam('f', 'url') is only known once 'f' exists, which waits "
                "for its variables; leave the variable out and look the value up when the code runs"
            ],
        ),
        (
            f"""
  f:
    type: function
    properties:
      packaging: {CODE}
      events: [{{type: schedule, properties: {{scheduleRate: rate(1 hour)}}}}]
      environment: [{{name: RULE, value: "$CfFormat('{{}}', $CfResourceParam('FEvent0Rule', 'Arn'))"}}]
""",
            [
                "8:41: variable 'RULE' of 'f': $CfFormat('{}', $CfResourceParam('FEvent0Rule', 'Arn')) is only known "
                "once 'f' exists, which waits for its variables; leave the variable out and look the value up when the "
                "code runs"
            ],
        ),
        (
            f"""
  f:
    type: function
    properties: {{packaging: {CODE}, url: {{enabled: true}}, connectTo: [g]}}
  g:
    type: function
    properties: {{packaging: {CODE}, url: {{enabled: true}}, connectTo: [f]}}
""",
            [
                "5:138: 'connectTo' of 'f': STP_G_URL is only known once 'f' exists, which waits for its variables; "
                "name 'g' in 'allowAccessTo' instead, which gives the access and sets no variables",
                "8:138: 'connectTo' of 'g': STP_F_URL is only known once 'g' exists, which waits for its variables; "
                "name 'f' in 'allowAccessTo' instead, which gives the access and sets no variables",
            ],
        ),
        (
            f"""
  f:
    type: function
    properties: {{packaging: {CODE}, url: {{enabled: true}}, connectTo: [f]}}
""",
            [
                "5:138: function 'f': 'connectTo' must not name the function itself, whose URL is only known once it "
                "exists; name it in 'allowAccessTo' instead, which gives the access and sets no variables"
            ],
        ),
    ],
    ids=["own-url", "own-rule", "urls-of-each-other", "connected-to-itself"],
)
def test_a_value_that_waits_for_its_own_workload_is_a_problem(functions: str, found: list[str], tmp_path: Path) -> None:
    assert problems_of(f"\nresources:{functions}", tmp_path) == found


def test_the_advice_helps(tmp_path: Path) -> None:
    text = f"""
resources:
  f:
    type: function
    properties: {{packaging: {CODE}, url: {{enabled: true}}, allowAccessTo: [f, g]}}
  g:
    type: function
    properties: {{packaging: {CODE}, url: {{enabled: true}}, connectTo: [f]}}
"""
    stack = configured(text, tmp_path)

    assert "STP_F_URL" in stack.environment("GFunction")
    assert "Environment" not in stack.properties("FFunction")
