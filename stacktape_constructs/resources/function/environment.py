"""The environment variables of a function, within what AWS Lambda accepts.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from constructs import Construct

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.function.variable_name import name_problem

_MAX_BYTES = 4096
_NODE_OPTIONS = "NODE_OPTIONS"


class FunctionEnvironment:
    """The variables that one function has so far."""

    def __init__(self, construct: Construct) -> None:
        """Takes the construct, which the errors name."""
        self._construct = construct
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
        known = {name: "" if is_unresolved(value) else value for name, value in variables.items()}
        size = len(json.dumps(known, separators=(",", ":"), ensure_ascii=False).encode())
        if size > _MAX_BYTES:
            raise self._invalid(
                f"must have at most {_MAX_BYTES} bytes in all, names and values as JSON, got {size}; put "
                "large values into Parameter Store or a file"
            )

    def _invalid(self, problem: str) -> InvalidArgumentError:
        return InvalidArgumentError(path=self._construct.node.path, argument="environment", problem=problem)


def merged_environment(package: Mapping[str, str], user: Mapping[str, str]) -> dict[str, str]:
    """The variables of a package and its user's, who wins; options for Node.js are put together."""
    merged = {**package, **user}
    if _NODE_OPTIONS in package and _NODE_OPTIONS in user:
        merged[_NODE_OPTIONS] = f"{user[_NODE_OPTIONS]} {package[_NODE_OPTIONS]}"
    return merged
