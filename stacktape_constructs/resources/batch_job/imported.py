"""Batch jobs that an app uses and did not make."""

from __future__ import annotations

import re

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.batch_job.base import BatchJobBase
from stacktape_constructs.resources.physical_names import STATE_MACHINE_NAME

_STATE_MACHINE_ARN = re.compile(r"arn:[\w-]+:states:[a-z\d-]+:\d{12}:stateMachine:" + STATE_MACHINE_NAME)


class ImportedBatchJob(BatchJobBase):
    """A batch job that this app uses and did not make. `BatchJob.from_state_machine_arn` makes these.

    It is started by its state machine only: its queue and its definition are its owner's business.
    """

    def __init__(self, scope: Construct, id: str, *, state_machine_arn: str) -> None:
        super().__init__(scope, id, trigger_function_name=None)
        if not _STATE_MACHINE_ARN.fullmatch(state_machine_arn) and not is_unresolved(state_machine_arn):
            raise InvalidArgumentError(
                path=self.node.path,
                argument="state_machine_arn",
                problem="must be 'arn:<partition>:states:<region>:<account>:stateMachine:<name>', "
                f"got '{state_machine_arn}'",
            )
        self.state_machine = sfn.StateMachine.from_state_machine_arn(self, "Default", state_machine_arn)
