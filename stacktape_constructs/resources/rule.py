"""Rules of the classic event buses: one target each, in the target's scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import aws_cdk as cdk
from aws_cdk import aws_events as events

from stacktape_constructs.cdk.argument_kinds import shown
from stacktape_constructs.cdk.argument_lengths import length_problem
from stacktape_constructs.cdk.json_null import keep_nulls, renders_null
from stacktape_constructs.cdk.placed_construct import stack_of
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.event_pattern import check_event_pattern
from stacktape_constructs.resources.contracts import RuleTarget
from stacktape_constructs.resources.physical_names import rule_name_problem
from stacktape_constructs.resources.rule_delivery import Delivery

#: CDK's own pattern, or AWS's JSON form with keys such as `detail-type`.
Pattern = events.EventPattern | Mapping[str, Any]

#: Of a rule, a bus and an archive.
MAX_DESCRIPTION = 512

#: The names of the envelope's fields in AWS's form and in CDK's.
_CDK_NAMES = {
    "source": "source",
    "detail-type": "detail_type",
    "account": "account",
    "region": "region",
    "resources": "resources",
    "time": "time",
    "version": "version",
    "id": "id",
}


def pattern_rule(
    id: str,
    *,
    target: RuleTarget,
    event_bus: events.IEventBus | None,
    event_bus_arn: str | None,
    pattern: Pattern,
    delivery: Delivery,
    rule_name: str | None,
    description: str | None,
    enabled: bool,
) -> events.Rule:
    """A rule for the events that match a pattern, on a bus, on one by its ARN, or on the default bus."""
    _check_target(target, id)
    _check_texts(rule_name, description, target, id)
    fields = pattern_json(pattern)
    if faults := check_event_pattern(fields):
        raise InvalidArgumentError(
            path=_path(target, id), argument="pattern", problem=f"is wrong: {'; '.join(map(str, faults))}"
        )
    _check(delivery, target, id)
    has_null = renders_null(fields, stack_of(target.rule_scope))
    cdk_pattern = None if has_null else _cdk_pattern(fields)
    rule = _rule(
        target,
        id,
        event_bus=event_bus,
        # The real pattern replaces this below, where CDK has no words for it.
        event_pattern=cdk_pattern or events.EventPattern(source=["replaced"]),
        targets=[delivery.rule_target(target)],
        rule_name=rule_name,
        description=description,
        enabled=enabled,
    )
    if cdk_pattern is None:
        _set_pattern(rule, fields, as_text=has_null)
    if event_bus_arn is not None:
        cast(events.CfnRule, rule.node.default_child).event_bus_name = event_bus_arn
    return rule


def _cdk_pattern(fields: Mapping[str, Any]) -> events.EventPattern | None:
    """A pattern in CDK's terms, which have no `$or`, no `replay-name`, and only text in the lists of the envelope."""
    envelope = {name: values for name, values in fields.items() if name != "detail"}
    texts = all(isinstance(value, str) for values in envelope.values() for value in values)
    if not texts or not envelope.keys() <= _CDK_NAMES.keys():
        return None
    return events.EventPattern(
        detail=fields.get("detail"), **{_CDK_NAMES[name]: list(values) for name, values in envelope.items()}
    )


def _set_pattern(rule: events.Rule, fields: Mapping[str, Any], *, as_text: bool) -> None:
    resource = cast(events.CfnRule, rule.node.default_child)
    if as_text:
        # CloudFormation refuses a template with null in it, but takes a pattern as a text of JSON. The
        # property of CDK takes no text.
        resource.event_pattern = None
        resource.add_property_override("EventPattern", cdk.Stack.of(rule).to_json_string(keep_nulls(fields)))
    else:
        resource.event_pattern = fields


def scheduled_rule(
    id: str,
    *,
    target: RuleTarget,
    schedule: events.Schedule,
    delivery: Delivery,
    rule_name: str | None,
    description: str | None,
    enabled: bool,
) -> events.Rule:
    """A rule that starts its target by the clock. AWS has these on the default bus only."""
    _check_target(target, id)
    _check_texts(rule_name, description, target, id)
    _check(delivery, target, id)
    return _rule(
        target,
        id,
        schedule=schedule,
        targets=[delivery.rule_target(target)],
        rule_name=rule_name,
        description=description,
        enabled=enabled,
    )


def pattern_json(pattern: Pattern) -> Mapping[str, Any]:
    """A pattern in AWS's own form, whichever way it was written."""
    if not isinstance(pattern, events.EventPattern):
        return pattern
    fields = {name: getattr(pattern, cdk_name) for name, cdk_name in (*_CDK_NAMES.items(), ("detail", "detail"))}
    return {name: value for name, value in fields.items() if value is not None}


def _check_target(target: RuleTarget, id: str) -> None:
    if not hasattr(target, "rule_target"):
        problem = (
            "must be a function or a job of this library, or another RuleTarget, "
            f"got {shown(target)}; for a target of the CDK's own make an aws_events.Rule"
        )
        raise InvalidArgumentError(path=id, argument="target", problem=problem)


def _rule(target: RuleTarget, id: str, **properties: Any) -> events.Rule:
    try:
        return events.Rule(target.rule_scope, id, **properties)
    except RuntimeError as error:
        if "There is already a Construct" not in str(error):
            raise
        problem = f"'{id}' is taken in {target.rule_scope.node.path}, where rules for this target are; give another one"
        raise InvalidArgumentError(path=_path(target, id), argument="id", problem=problem) from None


def _check_texts(rule_name: str | None, description: str | None, target: RuleTarget, id: str) -> None:
    for argument, problem in (
        ("rule_name", rule_name_problem(rule_name)),
        ("description", length_problem(description, most=MAX_DESCRIPTION)),
    ):
        if problem is not None:
            raise InvalidArgumentError(path=_path(target, id), argument=argument, problem=problem)


def _check(delivery: Delivery, target: RuleTarget, id: str) -> None:
    for argument, problem in delivery.faults():
        raise InvalidArgumentError(path=_path(target, id), argument=argument, problem=problem)


def _path(target: RuleTarget, id: str) -> str:
    return f"{target.rule_scope.node.path}/{id}"
