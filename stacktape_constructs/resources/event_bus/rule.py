"""Rules of the classic event buses: one target each, in the target's scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import aws_cdk as cdk
from aws_cdk import aws_events as events

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.event_pattern import check_event_pattern
from stacktape_constructs.resources.contracts import RuleTarget
from stacktape_constructs.resources.event_bus.delivery import Delivery
from stacktape_constructs.resources.event_bus.json_null import has_null, keep_nulls

#: CDK's own pattern, or AWS's JSON form with keys such as `detail-type`.
Pattern = events.EventPattern | Mapping[str, Any]


def pattern_rule(
    id: str,
    *,
    target: RuleTarget,
    event_bus_name: str | None,
    pattern: Pattern,
    delivery: Delivery,
    rule_name: str | None,
    description: str | None,
    enabled: bool,
) -> events.Rule:
    """A rule for the events that match a pattern, on a bus by its name or ARN, or the default bus."""
    fields = pattern_json(pattern)
    if faults := check_event_pattern(fields):
        raise InvalidArgumentError(
            path=_path(target, id), argument="pattern", problem=f"is wrong: {'; '.join(map(str, faults))}"
        )
    _check(delivery, target, id)
    rule = events.Rule(
        target.rule_scope,
        id,
        # CDK wants a pattern of its own kind, which has no `$or`, no `replay-name`, and only text in
        # the lists of the envelope. The real one replaces this below.
        event_pattern=events.EventPattern(source=["replaced"]),
        rule_name=rule_name,
        description=description,
        enabled=enabled,
    )
    resource = cast(events.CfnRule, rule.node.default_child)
    if has_null(fields):
        # CloudFormation refuses a template with null in it, but takes a pattern as a text of JSON. The
        # property of CDK takes no text.
        resource.event_pattern = None
        resource.add_property_override("EventPattern", cdk.Stack.of(rule).to_json_string(keep_nulls(fields)))
    else:
        resource.event_pattern = fields
    if event_bus_name is not None:
        # Not through CDK's `event_bus`: that names a bus of another account by its bare name, which
        # in this account is no bus or the wrong one.
        resource.event_bus_name = event_bus_name
    rule.add_target(delivery.rule_target(target))
    return rule


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
    _check(delivery, target, id)
    rule = events.Rule(
        target.rule_scope,
        id,
        schedule=schedule,
        rule_name=rule_name,
        description=description,
        enabled=enabled,
    )
    rule.add_target(delivery.rule_target(target))
    return rule


def pattern_json(pattern: Pattern) -> Mapping[str, Any]:
    """A pattern in AWS's own form, whichever way it was written."""
    if not isinstance(pattern, events.EventPattern):
        return pattern
    fields = {
        "source": pattern.source,
        "detail-type": pattern.detail_type,
        "detail": pattern.detail,
        "account": pattern.account,
        "region": pattern.region,
        "resources": pattern.resources,
        "time": pattern.time,
        "version": pattern.version,
        "id": pattern.id,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _check(delivery: Delivery, target: RuleTarget, id: str) -> None:
    for argument, problem in delivery.faults():
        raise InvalidArgumentError(path=_path(target, id), argument=argument, problem=problem)


def _path(target: RuleTarget, id: str) -> str:
    return f"{target.rule_scope.node.path}/{id}"
