"""Whether a role may do something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.testing.intrinsics import readable
from stacktape_constructs.testing.statements import (
    Statement,
    managed_policies_of,
    roles_of,
    statements_of_role,
)
from stacktape_constructs.testing.template import TemplateLike, resource_of, resources_of

_FUNCTION = "assert_grants"

#: The properties by which resources are named, where their ARN ends with that name.
_NAMES = (
    "BucketName",
    "FunctionName",
    "JobDefinitionName",
    "JobQueueName",
    "LogGroupName",
    "Name",
    "QueueName",
    "StateMachineName",
    "TableName",
    "TopicName",
)

#: One part of an ARN, which may be a reference with colons in it.
_PART = r"(?:\$\{[^}]*\}|[^:])*"
#: What stands before the name in an ARN.
_BEFORE_NAMES = {
    "Batch::JobDefinition": "job-definition/",
    "Batch::JobQueue": "job-queue/",
    "DynamoDB::Table": "table/",
    "Events::EventBus": "event-bus/",
    "Events::Rule": "rule/",
    "Lambda::Function": "function:",
    "Logs::LogGroup": "log-group:",
    "SNS::Topic": "",
    "SQS::Queue": "",
    "StepFunctions::StateMachine": "stateMachine:",
}


def assert_grants(
    template: TemplateLike,
    who: str,
    actions: str | Iterable[str],
    resource: str | Mapping[str, Any],
    *,
    condition: Mapping[str, Any] | None = None,
) -> None:
    """Asserts that a role may do something with a resource.

    Counted are the policies in the template: those of the role itself, and all that name it. Wildcards cover what
    they stand for. A statement with a condition counts only if it is an allowance, and this condition is asked for. Of
    what a condition of the template (`Fn::If`) may leave out, only denials count.

    Args:
        template: the template.
        who: logical id of a role, or of what acts in a role: a function, a state machine, a job definition, a rule.
        actions: the action, or all of several.
        resource: logical id of a resource; or what a policy would say, as a text (`${Uploads.Arn}/*`, `*`) or as it
            would stand in a template.
        condition: the condition that the statement must have, exactly. Default: none.

    Raises:
        AssertionError: it may not. The message lists what the role may do instead.
        InvalidArgumentError: there is no such resource, or no role that it acts in.

    Examples:
        >>> from stacktape_constructs.testing import config_template
        >>> template = config_template("examples/event-bus/stacktape.yml", cdk_json="cdk.json")
        >>> assert_grants(template, "MyPublisherFunctionFunction", "events:PutEvents", "MyEventBusEventBus")
        >>> assert_grants(
        ...     template, "MyPublisherFunctionFunction", "sqs:SendMessage", "MyEventBusEventBus"
        ... )  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        AssertionError: MyPublisherFunctionRole may not sqs:SendMessage on MyEventBusEventBus
          it may:
            events:PutEvents on ${MyEventBusEventBus.Arn} (MyPublisherFunctionConnectToPolicy)
            logs:CreateLogStream, logs:PutLogEvents on ${MyPublisherFunctionLogGroup.Arn} (...)

    How IAM decides: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    resources = resources_of(template, asked_by=_FUNCTION)
    resource_of(resources, who, asked_by=_FUNCTION, argument="who")
    roles = roles_of(resources, who)
    if not roles:
        problem = f"must be a role, or act in a role of the template; '{who}' ({resources[who].get('Type')}) does not"
        raise InvalidArgumentError(path=_FUNCTION, argument="who", problem=problem)
    wanted = [actions] if isinstance(actions, str) else list(actions)
    if not wanted:
        raise InvalidArgumentError(path=_FUNCTION, argument="actions", problem="must name an action at least, got none")
    statements = [statement for role in roles for statement in statements_of_role(resources, role)]
    names = _names_of(resources, resource, statements)
    missing = [action for action in wanted if not _is_allowed(statements, action, names, condition)]
    if missing:
        managed = [arn for role in roles for arn in managed_policies_of(resources, role)]
        shown = resource if isinstance(resource, str) else readable(resource)
        raise AssertionError(_message(roles, missing, shown, condition, statements, managed))


def _names_of(
    resources: Mapping[str, Mapping[str, Any]], resource: str | Mapping[str, Any], statements: Sequence[Statement]
) -> list[str]:
    """What a policy can say that means the resource."""
    if not isinstance(resource, str):
        return [readable(resource)]
    if re.search(r"[^A-Za-z0-9]", resource):
        return [resource]
    found = resource_of(resources, resource, asked_by=_FUNCTION, argument="resource")
    service, kind = _service_and_kind(found)
    # Others' attributes are not the resource: the stream of a table is none.
    own = [rf"\$\{{{resource}\.({kind})?Arn\}}"]
    whole = []
    # Where its name is known, so is its ARN, and a policy may have that in the place of a reference.
    properties = found.get("Properties", {})
    before = _BEFORE_NAMES.get(f"{service}::{kind}")
    for name in (readable(properties[property]) for property in _NAMES if property in properties):
        ahead = "(.*[:/])?" if before is None else before
        own.append(rf"arn:{_PART}:{service.lower()}:{_PART}:{_PART}:{ahead}{re.escape(name)}")
        if before is not None:
            whole.append(f"arn:aws:{service.lower()}:${{AWS::Region}}:${{AWS::AccountId}}:{before}{name}")
    said = {text for statement in statements for text in statement.resources if re.fullmatch("|".join(own), text)}
    return [f"${{{resource}}}", f"${{{resource}.Arn}}", *whole, *sorted(said)]


def _service_and_kind(resource: Mapping[str, Any]) -> tuple[str, str]:
    """`Events` and `EventBus` of the type `AWS::Events::EventBus`."""
    parts = str(resource.get("Type")).split("::")
    return (parts[1], parts[2]) if len(parts) == 3 else (parts[-1], "")


def _is_allowed(
    statements: Sequence[Statement], action: str, names: list[str], condition: Mapping[str, Any] | None
) -> bool:
    about = [each for each in statements if each.speaks_of_action(action) and each.speaks_of_resource(names)]
    if any(not each.allows and each.condition is None for each in about):
        return False
    return any(each.allows and not each.perhaps and each.condition == condition for each in about)


def _message(
    roles: Sequence[str],
    missing: Sequence[str],
    resource: str,
    condition: Mapping[str, Any] | None,
    statements: Sequence[Statement],
    managed: Sequence[str],
) -> str:
    when = f" if {readable(condition)}" if condition else ""
    lines = [f"{' and '.join(roles)} may not {', '.join(missing)} on {resource}{when}"]
    lines += ["  it may:", *(f"    {statement}" for statement in statements)] if statements else ["  it may do nothing"]
    if managed:
        lines += ["  it also has managed policies, whose content is not in the template:"]
        lines += [f"    {arn}" for arn in managed]
    return "\n".join(lines)
