"""Does all that its connections let it do, and says which of it was refused."""

import json
import os

import boto3
from botocore.exceptions import ClientError

MACHINE = os.environ["STP_WORKER_STATE_MACHINE_ARN"]


def handler(event, context):
    functions, states, batch = (boto3.client(name) for name in ("lambda", "stepfunctions", "batch"))
    execution = job = None
    refused = []

    def attempt(action, call, **arguments):
        try:
            return call(**arguments)
        except ClientError as error:
            # That an execution has ended already, say, is no refusal.
            if "AccessDenied" in error.response["Error"]["Code"]:
                refused.append(action)
            return None

    payload = json.dumps({"by": "caller"})
    attempt("lambda:InvokeFunction", functions.invoke, FunctionName=os.environ["STP_RECORDER_ARN"], Payload=payload)
    execution = attempt("states:StartExecution", states.start_execution, stateMachineArn=MACHINE, input=payload)
    attempt("states:ListExecutions", states.list_executions, stateMachineArn=MACHINE)
    # Where none could be started, any name will do to see whether one may ask.
    arn = execution["executionArn"] if execution else MACHINE.replace(":stateMachine:", ":execution:") + ":any"
    attempt("states:DescribeExecution", states.describe_execution, executionArn=arn)
    attempt("states:StopExecution", states.stop_execution, executionArn=arn)
    job = attempt(
        "batch:SubmitJob",
        batch.submit_job,
        jobName="by-caller",
        jobDefinition=os.environ["STP_WORKER_JOB_DEFINITION_ARN"],
        jobQueue=os.environ["JOB_QUEUE"],
        containerOverrides={
            "environment": [
                {"name": "STP_TRIGGER_EVENT_DATA", "value": payload},
                {"name": "STP_CURRENT_ATTEMPT", "value": "1"},
                {"name": "STP_MAXIMUM_ATTEMPTS", "value": "1"},
            ]
        },
    )
    job_id = job["jobId"] if job else "any"
    attempt("batch:DescribeJobs", batch.describe_jobs, jobs=[job_id])
    attempt("batch:ListJobs", batch.list_jobs, jobQueue=os.environ["JOB_QUEUE"])
    attempt("batch:TerminateJob", batch.terminate_job, jobId=job_id, reason="it has been seen")
    return {"statusCode": 200, "body": json.dumps(refused)}
