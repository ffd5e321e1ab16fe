"""What AWS Lambda accepts, checked before anything reaches CDK.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.cdk.argument_lengths import length_problem
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.physical_names import function_name_problem, log_group_name_problem

_HANDLER = re.compile(r"\S{1,128}")
_MAX_DESCRIPTION = 256
_MAX_LAYERS = 5


class FunctionLimits:
    """Refuses what one function cannot have. Values that are CDK tokens pass."""

    def __init__(self, construct: Construct) -> None:
        """Takes the construct, which the errors name."""
        self._construct = construct

    def check_name(self, function_name: str | None) -> None:
        """A name has 1 to 64 letters, digits, `-` or `_`."""
        if problem := function_name_problem(function_name):
            raise self.invalid("function_name", problem)

    def check_handler(self, handler: str) -> None:
        """A handler is one word of at most 128 characters."""
        if not _HANDLER.fullmatch(handler) and not is_unresolved(handler):
            raise self.invalid(
                "packaging", f"must have a handler of 1 to 128 characters without spaces, got '{handler}'"
            )

    def check_description(self, description: str | None) -> None:
        """A description has at most 256 characters."""
        if problem := length_problem(description, most=_MAX_DESCRIPTION):
            raise self.invalid("description", problem)

    def check_memory_size(self, memory_size: float) -> None:
        """Memory is 128 to 10240 MiB."""
        self._check_range("memory_size", memory_size, 128, 10240, unit=" MiB")

    def check_timeout(self, milliseconds: float | None) -> None:
        """A call takes 1 to 900 whole seconds."""
        if milliseconds is not None:
            self._check_range("timeout", milliseconds / 1000, 1, 900, unit=" seconds")

    def check_ephemeral_storage_size(self, size: cdk.Size | None) -> None:
        """/tmp has 512 to 10240 whole MiB."""
        if size is not None and not size.is_unresolved():
            mebibytes = size.to_mebibytes(rounding=cdk.SizeRoundingBehavior.NONE)
            self._check_range("ephemeral_storage_size", mebibytes, 512, 10240, unit=" MiB")

    def check_log_group_name(self, name: str | None, *, logs: bool) -> None:
        """A log group has a name that there can be, and is there."""
        if problem := log_group_name_problem(name):
            raise self.invalid("log_group_name", problem)
        if name is not None and not logs:
            raise self.invalid("log_group_name", "must not be given without log_retention, for no logs are written")

    def check_layers(self, layers: Sequence[object]) -> None:
        """A function has at most five layers."""
        if len(layers) > _MAX_LAYERS:
            raise self.invalid("layers", f"must be at most {_MAX_LAYERS}, got {len(layers)}")

    def check_concurrency(self, *, reserved: float | None, provisioned: float | None) -> None:
        """Provisioned concurrency is a part of the reserved one.

        https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
        """
        if reserved is not None:
            self._check_range("reserved_concurrent_executions", reserved, 0, None)
        if provisioned is not None:
            self._check_range("provisioned_concurrent_executions", provisioned, 1, None)
        if reserved is None or provisioned is None or provisioned <= reserved:
            return
        if not is_unresolved(reserved) and not is_unresolved(provisioned):
            raise self.invalid(
                "provisioned_concurrent_executions",
                f"must be at most reserved_concurrent_executions, {reserved:g}, got {provisioned:g}",
            )

    def check_network(self, *, has_vpc: bool, **arguments: object) -> None:
        """What is about a network needs one."""
        for argument, value in arguments.items():
            if value is not None and not has_vpc:
                raise self.invalid(argument, "needs vpc; give the network too, or leave this out")

    def check_known_to_itself(self, *, has_name: bool, has_url: bool) -> None:
        """A function's variables can hold of itself what is known before it exists: its ARN by its name."""
        if not has_name:
            what, remedy = "its arn", "give it a function_name"
        elif has_url:
            what, remedy = "its url", "read the address from the request"
        else:
            return
        raise self.invalid(
            "connect_to",
            f"must not hold the function itself: {what} is only known once it exists; {remedy}, or connect "
            "it with inject_environment=False",
        )

    def invalid(self, argument: str, problem: str) -> InvalidArgumentError:
        """The error for an argument."""
        return InvalidArgumentError(path=self._construct.node.path, argument=argument, problem=problem)

    def _check_range(self, argument: str, value: float, minimum: int, maximum: int | None, *, unit: str = "") -> None:
        allowed = f"at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"
        if is_unresolved(value) or (
            value >= minimum and (maximum is None or value <= maximum) and float(value).is_integer()
        ):
            return
        raise self.invalid(argument, f"must be a whole number {allowed}{unit}, got {value:g}{unit}")
