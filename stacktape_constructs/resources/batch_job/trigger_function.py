"""The function that starts a batch job when a route of an HTTP API is called."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.function.construct import Function

# Inline, so that a job needs no build of its own. An execution's name has at most 80 characters; as it
# holds the request's id, a repeated request starts no second execution.
_SOURCE = """\
import json
import os

import boto3

step_functions = boto3.client("stepfunctions")


def handler(event, context):
    base = os.environ["BATCH_JOB_NAME_BASE"]
    state_machine_arn = os.environ["STATE_MACHINE_ARN"]
    execution = step_functions.start_execution(
        stateMachineArn=state_machine_arn,
        name=f"{base[:40]}-{context.aws_request_id}",
        input=json.dumps(
            {
                "triggerEvent": json.dumps(event),
                "jobName": f"{base}-{context.aws_request_id}",
            }
        ),
    )
    answer = {
        "message": "The job has been started.",
        "stateMachineName": state_machine_arn.rpartition(":")[2],
        "stateMachineExecutionArn": execution["executionArn"],
    }
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(answer),
    }
"""


def make_trigger_function(
    scope: Construct,
    id: str,
    *,
    function_name: str | None,
    state_machine: sfn.IStateMachine,
    name_base: str,
) -> Function:
    """A function that passes each event on to the state machine and answers at once."""
    return Function(
        scope,
        id,
        packaging=LambdaPackage.inline(_SOURCE, runtime=lambda_.Runtime.PYTHON_3_14),
        function_name=function_name,
        memory_size=128,
        timeout=cdk.Duration.seconds(10),
        environment={
            "STATE_MACHINE_ARN": state_machine.state_machine_arn,
            "BATCH_JOB_NAME_BASE": name_base,
        },
    )
