"""Where in the config each CloudFormation resource comes from, for the CDK's own reports.

The CDK notes with each resource where it was created, and with `--debug` where a property was set. Its validation
report prints the first line of these notes, and so does `cdk deploy` beside what AWS refuses. For a Python app the
CDK's own note says "no user code". Ours says the line of the config.
https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import aws_cdk as cdk

from stacktape_constructs.cdk.javascript import whole_stack
from stacktape_constructs.cdk.javascript.whole_stack import Note
from stacktape_constructs.config.config import Config, RawResource, ResourceDeclaration
from stacktape_constructs.document.nodes import MappingNode
from stacktape_constructs.source import Position
from stacktape_constructs.tree.stack_resources import StackResource

T = TypeVar("T")

#: Of what kind a note about a construct is, and the context that keeps the CDK from writing the first of them.
#: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/cfn-element.ts
_CREATED = "aws:cdk:creationStack"
_SET = "aws:cdk:propertyAssignment"
_CDK_IS_SILENT = "aws:cdk:disable-creation-stack-traces"

_PACKAGE = str(Path(__file__).parents[1]) + os.sep


def prefer_lines_of_config(stack: cdk.Stack) -> None:
    """Keeps the CDK from noting where the stack's resources are created, for its first note counts.

    With `JSII_HOST_STACK_TRACES=1` a user asks for the Python stack of each construct, and gets it; the config's
    lines are frames of it, and the frames of this package are left out.

    Args:
        stack: the stack, which must not have children yet.
    """
    if os.environ.get("JSII_HOST_STACK_TRACES", "").lower() in ("1", "true", "yes"):
        _leave_out_own_frames()
    else:
        stack.node.set_context(_CDK_IS_SILENT, True)


def _leave_out_own_frames() -> None:
    """Lets jsii treat this package's frames as its own. It has no public way to say so."""
    try:
        traces: Any = importlib.import_module("jsii._stack_trace")
    except ImportError:
        return
    prefixes = getattr(traces, "_INTERNAL_PREFIXES", None)
    if isinstance(prefixes, tuple) and _PACKAGE not in prefixes:
        traces._INTERNAL_PREFIXES = (*prefixes, _PACKAGE)


def called_from(position: Position, subject: str, call: Callable[[], T]) -> T:
    """Calls a function from a line of a config: a traceback shows that line as it shows one of Python.

    Args:
        position: the line.
        subject: what stands in the traceback where the name of a function does.
        call: what to call.

    Returns:
        What the function returns.
    """
    code = compile("call()", position.source.name, "eval").replace(co_firstlineno=position.line, co_name=subject)
    result: T = eval(code, {"call": call})
    return result


def note_origins(
    stack: cdk.Stack,
    config: Config,
    events: Mapping[tuple[str, str], Position],
    resources: Iterable[StackResource],
) -> None:
    """Notes with each CloudFormation resource the line that it comes from, and with what a user set, that line.

    Args:
        stack: the stack.
        config: the config.
        events: where the event stands that a construct is for, by the resource's name and the construct's id.
        resources: the stack's resources. Those that several resources of the config share come from no line.
    """
    declared = {declaration.name: declaration for declaration in config.resources}
    raw = {f"cloudformation-{resource.logical_id}": resource for resource in config.raw_resources}
    notes: dict[str, list[Note]] = {}
    for made in resources:
        owner, *inner = made.path.split("/")
        if owner in raw:
            notes[made.path] = [
                (_CREATED, [_frame(raw[owner], raw[owner].position)]),
                *((_SET, _assignment(raw[owner], name, position)) for name, position in _properties_of(raw[owner])),
            ]
        elif owner in declared:
            of_event = next((events[owner, part] for part in inner if (owner, part) in events), None)
            notes[made.path] = [(_CREATED, [_frame(declared[owner], of_event or declared[owner].position)])]
    whole_stack.add_metadata(stack, notes)


def note_assignment(
    resource: cdk.CfnResource, by: ResourceDeclaration | RawResource, name: str, position: Position
) -> None:
    """Notes with a resource where a property of it was set.

    Args:
        resource: the CloudFormation resource.
        by: the entry of the config that sets it.
        name: CloudFormation's name of the property, or a path that starts with it.
        position: where the config says so.
    """
    resource.node.add_metadata(_SET, _assignment(by, name, position))


def _assignment(by: ResourceDeclaration | RawResource, name: str, position: Position) -> object:
    return {"propertyName": name, "stackTrace": [_frame(by, position)]}


def _frame(entry: ResourceDeclaration | RawResource, position: Position) -> str:
    subject = entry.subject if isinstance(entry, ResourceDeclaration) else entry.logical_id
    return f"{subject} ({position})"


def _properties_of(raw: RawResource) -> Iterator[tuple[str, Position]]:
    properties = raw.definition.get("Properties")
    if isinstance(properties, MappingNode):
        yield from ((key.text, key.position) for key, _ in properties.entries)
