"""Names that resources have in AWS, as far as they can be wrong before AWS sees them.

Each function says what is wrong with a name, as the rest of a sentence about it. No name, and one that is only known at
deploy, are in order.
"""

from __future__ import annotations

import re

from stacktape_constructs.cdk.tokens import is_unresolved

#: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
STATE_MACHINE_NAME = r"[A-Za-z0-9+!@.()=_'-]{1,80}"

_FUNCTION_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_JOB_DEFINITION_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_LOG_GROUP_NAME = re.compile(r"[A-Za-z0-9_./#-]{1,512}")
_RULE_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_STATE_MACHINE_NAME = re.compile(STATE_MACHINE_NAME)


def function_name_problem(name: str | None) -> str | None:
    """Of a Lambda function.

    https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html

    >>> function_name_problem("my function")
    "must be 1 to 64 letters, digits, '-' or '_', got 'my function'"
    """
    return _problem(name, _FUNCTION_NAME, "1 to 64 letters, digits, '-' or '_'")


def job_definition_name_problem(name: str | None) -> str | None:
    """Of a job definition.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
    """
    allowed = "1 to 128 letters, digits, hyphens and underscores, the first a letter or digit"
    return _problem(name, _JOB_DEFINITION_NAME, allowed)


def log_group_name_problem(name: str | None) -> str | None:
    """Of a log group.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    """
    return _problem(name, _LOG_GROUP_NAME, "1 to 512 letters, digits or '_', '-', '/', '.', '#'")


def rule_name_problem(name: str | None) -> str | None:
    """Of an EventBridge rule.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
    """
    return _problem(name, _RULE_NAME, "1 to 64 letters, digits, '.', '-' or '_'")


def state_machine_name_problem(name: str | None) -> str | None:
    """Of a state machine, for which `STATE_MACHINE_NAME` has the page."""
    return _problem(name, _STATE_MACHINE_NAME, "1 to 80 letters, digits and characters of +!@.()=_'-")


def _problem(name: str | None, pattern: re.Pattern[str], allowed: str) -> str | None:
    if name is None or pattern.fullmatch(name) or is_unresolved(name):
        return None
    return f"must be {allowed}, got {name!r}"
