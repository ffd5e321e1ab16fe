"""What is done to all resources of a stack, in one call into JavaScript.

A call takes about 0.1 ms, and the CDK has none that asks, names or notes more than one construct: a stack of 400
resources would take 1,600 of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import aws_cdk as cdk
import jsii
from constructs import IConstruct

#: Of what kind a note is, and what it says.
Note: TypeAlias = tuple[str, object]


def resources(stack: cdk.Stack) -> list[tuple[str, str]]:
    """The paths of a stack's CloudFormation resources below it, with their types, in the order of the tree."""
    return [(path, kind) for path, kind in json.loads(_call("resources", stack))]


def resource(stack: cdk.Stack, path: str) -> cdk.CfnResource:
    """The CloudFormation resource at a path below a stack, which exists."""
    return cast(cdk.CfnResource, _call("resource", stack, path))


def properties(stack: cdk.Stack, paths: Iterable[str]) -> dict[str, Any]:
    """What the properties of resources were set to, with tokens as in the template, by the paths of the resources."""
    found: dict[str, Any] = json.loads(_call("properties", stack, list(paths)))
    return found


def override_logical_ids(stack: cdk.Stack, logical_ids: Mapping[str, str]) -> None:
    """Gives resources of a stack their logical ids, by their paths."""
    _call("overrideLogicalIds", stack, json.dumps(logical_ids))


def add_metadata(stack: cdk.Stack, notes: Mapping[str, Sequence[Note]]) -> None:
    """Adds notes to the metadata of a stack's resources, by their paths."""
    _call("addMetadata", stack, json.dumps(notes))


def acknowledge(acknowledgments: Iterable[tuple[IConstruct, Mapping[str, str]]]) -> None:
    """Acknowledges findings, each with its reason, about constructs."""
    constructs, findings = [], []
    for construct, reasons in acknowledgments:
        constructs.append(construct)
        findings.append([{"id": id, "reason": reason} for id, reason in reasons.items()])
    if constructs:
        _call("acknowledge", constructs, json.dumps(findings))


def _call(method: str, *arguments: object) -> Any:
    # Only a config needs it, and the archive that it makes.
    from stacktape_constructs.cdk.javascript.module import exported

    return jsii.sinvoke(exported("WholeStack"), method, list(arguments))
