"""The environment variables of a function, within what AWS Lambda accepts.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import aws_cdk as cdk

from stacktape_constructs.errors import InvalidArgumentError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
_MAX_BYTES = 4096

_RESERVED_NAMES = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)

_NODE_OPTIONS = "NODE_OPTIONS"


def name_problem(name: str) -> str | None:
    """What AWS Lambda refuses in the name of a variable; None if it takes the name."""
    if not _NAME.fullmatch(name):
        return (
            "name must be two or more letters, digits or '_' and start with a letter, as AWS Lambda wants it, "
            f"got '{name}'"
        )
    if name in _RESERVED_NAMES:
        return f"must not set {name}, which Lambda sets itself; choose another name"
    return None


class FunctionEnvironment:
    """The variables that one function has so far."""

    def __init__(self, path: str) -> None:
        """Takes the construct's path, which the errors name."""
        self._path = path
        self._variables: dict[str, str] = {}

    @property
    def variables(self) -> dict[str, str]:
        """The values by name."""
        return dict(self._variables)

    def set(self, variables: Mapping[str, str]) -> None:
        """Adds variables, or replaces those of the same names.

        Raises:
            InvalidArgumentError: a name is malformed or reserved, a value is no text, or they are too
                large in all.
        """
        for name, value in variables.items():
            problem = name_problem(name)
            if problem is not None:
                raise self._invalid(problem)
            if not isinstance(value, str):
                raise self._invalid(f"value of {name} must be a text, got {value!r}; write it as a string")
        merged = {**self._variables, **variables}
        self._check_size(merged)
        self._variables = merged

    def _check_size(self, variables: Mapping[str, str]) -> None:
        # Lambda measures the JSON text of all. What is only known at deploy counts as nothing here,
        # so what is refused is too large whatever it will be.
        known = {
            name: "" if "${Token[" in value and cdk.Token.is_unresolved(value) else value
            for name, value in variables.items()
        }
        size = len(json.dumps(known, separators=(",", ":"), ensure_ascii=False).encode())
        if size > _MAX_BYTES:
            raise self._invalid(
                f"must have at most {_MAX_BYTES} bytes in all, names and values as JSON, got {size}; put "
                "large values into Parameter Store or a file"
            )

    def _invalid(self, problem: str) -> InvalidArgumentError:
        return InvalidArgumentError(path=self._path, argument="environment", problem=problem)


def merged_environment(package: Mapping[str, str], user: Mapping[str, str]) -> dict[str, str]:
    """The variables of a package and its user's, who wins; options for Node.js are put together."""
    merged = {**package, **user}
    if _NODE_OPTIONS in package and _NODE_OPTIONS in user:
        merged[_NODE_OPTIONS] = f"{user[_NODE_OPTIONS]} {package[_NODE_OPTIONS]}"
    return merged
