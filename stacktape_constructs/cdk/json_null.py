"""JSON's null on its way through jsii.

jsii turns `None` inside plain data into "not there": `[None, "a"]` reaches JavaScript as `["a"]`.
In an event pattern that changes what matches, in a target's input what arrives. And CloudFormation
takes no null anywhere in a template: what has one must be a JSON text there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_events as events

from stacktape_constructs.cdk.tokens import is_unresolved


def keep_nulls(value: Any) -> Any:
    """The same JSON data as plain dicts and lists, each `None` a token that renders as null."""
    if value is None:
        # The one token for null that CDK itself offers; it comes in a list.
        return events.Match.null_value()[0]
    if isinstance(value, Mapping):
        return {key: keep_nulls(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [keep_nulls(entry) for entry in value]
    return value


def renders_null(value: Any, stack: cdk.Stack) -> bool:
    """Whether JSON data is or holds null in a template, where it may also be said by the CDK's `Match.null_value()`."""
    return has_null(value) or (_has_token(value) and has_null(stack.resolve(value)))


def _has_token(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_token(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return any(_has_token(entry) for entry in value)
    return isinstance(value, str) and is_unresolved(value)


def has_null(value: Any) -> bool:
    """Whether JSON data is or holds null."""
    if isinstance(value, Mapping):
        return any(has_null(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return any(has_null(entry) for entry in value)
    return value is None
