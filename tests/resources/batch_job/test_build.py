from __future__ import annotations

import json
from typing import Any

import pytest

from tests.configured import ConfiguredStack, configured

CONFIG = """
resources:
  plain: &plain
    type: batch-job
    properties:
      container: {packaging: &image {type: prebuilt-image, properties: {image: busybox}}}
      resources: {cpu: 1, memory: 200}
  full:
    type: batch-job
    properties:
      container:
        packaging: {type: prebuilt-image, properties: {image: "$SsmParam('/image')", command: [run, --all]}}
        environment: [{name: BUS, value: "$ResourceParam('bus', 'arn')"}]
      resources: {cpu: 4, memory: 8192, gpu: 1}
      timeout: 3600
      useSpotInstances: true
      logging: {retentionDays: 14}
      retryConfig: {attempts: 3, retryIntervalSeconds: 10, retryIntervalMultiplier: 2.5}
      disabledGlobalAlarms: [failures]
  silent:
    type: batch-job
    properties:
      container: {packaging: {type: stacktape-image-buildpack, properties: {entryfilePath: jobs/run.py}}}
      resources: {cpu: 1, memory: 200}
      logging: {disabled: true}
      retryConfig: {}
  called:
    type: batch-job
    properties:
      container: {packaging: *image}
      resources: {cpu: 1, memory: 200}
      events:
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: POST, path: /jobs}}
  api: {type: http-api-gateway}
  bus: {type: event-bus}
stackConfig:
  outputs:
    - {name: definition, value: "$ResourceParam('plain', 'jobDefinitionArn')"}
    - {name: machine, value: "$ResourceParam('plain', 'stateMachineArn')"}
    - {name: oldMachine, value: "$GetParam('plain', 'JobStateMachine::Arn')"}
    - {name: logs, value: "$ResourceParam('plain', 'logGroupArn')"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def _definition(shop: ConfiguredStack, machine: str) -> dict[str, Any]:
    """The definition of a state machine; `PARTITION` stands for what is only known at deploy."""
    pieces = shop.properties(machine)["DefinitionString"]["Fn::Join"][1]
    return dict(json.loads("".join(piece if isinstance(piece, str) else "PARTITION" for piece in pieces)))


class TestNames:
    def test_they_are_stacktapes(self, shop: ConfiguredStack) -> None:
        assert shop.properties("PlainJobDefinition")["JobDefinitionName"] == "demo-dev-plain-job-definition"
        assert (
            shop.properties("PlainJobExecutionStateMachine")["StateMachineName"] == "demo-dev-plain-batch-state-machine"
        )
        assert shop.properties("PlainLogGroup")["LogGroupName"] == "/stp/demo-dev/batch/plain/process-logs"
        assert shop.properties("StpBatchOnDemandJobQueue")["JobQueueName"] == ("demo-dev-batch-onDemand--job-queue")

    def test_the_parameters_are_arns_of_them(self, shop: ConfiguredStack) -> None:
        values = {name: output["Value"] for name, output in shop.template["Outputs"].items()}

        assert values["definition"] == {"Ref": "PlainJobDefinition"}
        assert values["machine"] == values["oldMachine"] == {"Ref": "PlainJobExecutionStateMachine"}
        assert values["logs"] == {"Fn::GetAtt": ["PlainLogGroup", "Arn"]}


class TestContainer:
    def test_it_needs_what_the_config_says(self, shop: ConfiguredStack) -> None:
        container = shop.properties("FullJobDefinition")["ContainerProperties"]

        assert container["Image"] == "{{resolve:ssm:/image}}"
        assert container["Command"] == ["run", "--all"]
        assert {need["Type"]: need["Value"] for need in container["ResourceRequirements"]} == {
            "VCPU": "4",
            "MEMORY": "8192",
            "GPU": "1",
        }
        assert shop.environment("FullJobDefinition") == {"BUS": {"Fn::GetAtt": ["BusEventBus", "Arn"]}}

    def test_logs_are_kept_for_ninety_days_or_as_long_as_the_config_says(self, shop: ConfiguredStack) -> None:
        assert shop.properties("PlainLogGroup")["RetentionInDays"] == 90
        assert shop.properties("FullLogGroup")["RetentionInDays"] == 14

    def test_without_logs_nothing_reaches_cloudwatch(self, shop: ConfiguredStack) -> None:
        container = shop.properties("SilentJobDefinition")["ContainerProperties"]

        assert "SilentLogGroup" not in shop.resources
        assert container["LogConfiguration"]["LogDriver"] == "json-file"


class TestTries:
    def test_a_try_is_ended_after_the_timeout(self, shop: ConfiguredStack) -> None:
        task = _definition(shop, "FullJobExecutionStateMachine")["States"]["RunJob"]

        assert shop.properties("FullJobDefinition")["Timeout"] == {"AttemptDurationSeconds": 3600}
        assert task["Parameters"]["Timeout"] == {"AttemptDurationSeconds": 3600}

    def test_a_failed_job_is_tried_again_as_often_as_the_config_says(self, shop: ConfiguredStack) -> None:
        task = _definition(shop, "FullJobExecutionStateMachine")["States"]["RunJob"]

        assert task["Retry"] == [
            {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "MaxAttempts": 2, "BackoffRate": 2.5}
        ]

    @pytest.mark.parametrize("machine", ["PlainJobExecutionStateMachine", "SilentJobExecutionStateMachine"])
    def test_otherwise_it_is_not_tried_again(self, machine: str, shop: ConfiguredStack) -> None:
        assert "Retry" not in _definition(shop, machine)["States"]["RunJob"]


class TestCompute:
    def test_jobs_share_one_queue_per_kind_of_machine(self, shop: ConfiguredStack) -> None:
        queues = {
            id: shop.properties(f"{id}JobExecutionStateMachine")["DefinitionSubstitutions"]["JobQueue"]
            for id in ("Plain", "Full", "Silent", "Called")
        }

        on_demand = {"Fn::GetAtt": ["StpBatchOnDemandJobQueue", "JobQueueArn"]}
        assert queues == {
            "Plain": on_demand,
            "Full": {"Fn::GetAtt": ["StpBatchSpotGpuJobQueue", "JobQueueArn"]},
            "Silent": on_demand,
            "Called": on_demand,
        }
        assert len(shop.of_type("AWS::Batch::JobQueue")) == 2

    def test_the_security_group_has_stacktapes_words_for_a_named_group_cannot_be_replaced(
        self, shop: ConfiguredStack
    ) -> None:
        (group,) = shop.of_type("AWS::EC2::SecurityGroup").values()

        assert group["GroupName"] == "demo-dev-batch-instance-sg"
        assert group["GroupDescription"] == (
            "Stacktape generated security group for batch ec2 instances in stack demo-dev"
        )


class TestTriggerFunction:
    def test_a_job_that_is_called_by_a_route_has_one_with_stacktapes_name(self, shop: ConfiguredStack) -> None:
        functions = shop.of_type("AWS::Lambda::Function")

        assert list(functions) == ["CalledTriggerFunctionFunction"]
        assert functions["CalledTriggerFunctionFunction"]["FunctionName"] == "demo-dev-calledTriggerFunction"

    def test_the_integration_has_stacktapes_id(self, shop: ConfiguredStack) -> None:
        assert list(shop.of_type("AWS::ApiGatewayV2::Integration")) == ["CalledTriggerFunctionApiIntegration"]
