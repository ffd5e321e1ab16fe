"""What AWS Batch takes, checked before anything is made.

The CDK passes wrong numbers and names on, so that AWS would refuse them minutes later, at deploy.
"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.physical_names import (
    function_name_problem,
    job_definition_name_problem,
    log_group_name_problem,
    state_machine_name_problem,
)

_RESERVED_VARIABLES = "AWS_BATCH"
_LEAST_MEMORY = 4
_LEAST_TIMEOUT = 60


class Arguments:
    """Checks arguments of the construct at one path."""

    def __init__(self, construct: Construct) -> None:
        self._construct = construct

    def check_resources(self, *, cpu: float, memory: cdk.Size, gpu: int | None) -> None:
        """Raises when no EC2 instance can have such a container."""
        if not is_unresolved(cpu) and not (cpu >= 1 and float(cpu).is_integer()):
            # Parts of a vCPU exist on Fargate only.
            raise self.invalid("cpu", f"must be a whole number of vCPUs, at least 1, got {cpu}")
        if not memory.is_unresolved():
            mebibytes = memory.to_mebibytes(rounding=cdk.SizeRoundingBehavior.NONE)
            if mebibytes < _LEAST_MEMORY or mebibytes != int(mebibytes):
                raise self.invalid("memory", f"must be whole MiB, at least {_LEAST_MEMORY}, got {mebibytes:g} MiB")
        if gpu is not None and not is_unresolved(gpu) and gpu < 1:
            raise self.invalid("gpu", f"must be at least 1, got {gpu}; leave it out for a job without GPUs")

    def check_timeout(self, timeout: cdk.Duration | None) -> None:
        """Raises when AWS Batch cannot end a try after that time."""
        if timeout is None or timeout.is_unresolved():
            return
        seconds = timeout.to_seconds(integral=False)
        if seconds < _LEAST_TIMEOUT or seconds != int(seconds):
            raise self.invalid("timeout", f"must be whole seconds, at least {_LEAST_TIMEOUT}, got {seconds:g} s")

    def check_names(
        self,
        *,
        job_definition_name: str | None,
        state_machine_name: str | None,
        trigger_function_name: str | None,
    ) -> None:
        """Raises when AWS does not take one of the names."""
        for argument, problem in (
            ("job_definition_name", job_definition_name_problem(job_definition_name)),
            ("state_machine_name", state_machine_name_problem(state_machine_name)),
            ("trigger_function_name", function_name_problem(trigger_function_name)),
        ):
            if problem is not None:
                raise self.invalid(argument, problem)

    def check_log_group_name(self, name: str | None, *, logs: bool) -> None:
        """Raises when there can be no such log group, or there is none."""
        if problem := log_group_name_problem(name):
            raise self.invalid("log_group_name", problem)
        if name is not None and not logs:
            raise self.invalid("log_group_name", "must not be given without log_retention, for no logs are written")

    def check_placement(self, *, spot: bool, **places: object) -> None:
        """Raises when it is said twice where the job runs."""
        given = [argument for argument, place in places.items() if place is not None]
        if len(given) > 1:
            raise self.invalid(given[0], f"must not be given together with {given[1]}, which decides it")
        if spot and "job_queue" in given:
            raise self.invalid("spot", "must not be given together with job_queue, which decides it")

    def check_variable(self, name: str) -> None:
        """Raises when the container cannot have a variable of that name."""
        if not name or "=" in name:
            raise self.invalid("environment", f"must have names without '=' for its variables, got {name!r}")
        if name.startswith(_RESERVED_VARIABLES):
            raise self.invalid(
                "environment", f"must not have variables that begin with {_RESERVED_VARIABLES}, got {name!r}"
            )

    def invalid(self, argument: str, problem: str) -> InvalidArgumentError:
        """The error for one argument."""
        return InvalidArgumentError(path=self._construct.node.path, argument=argument, problem=problem)
