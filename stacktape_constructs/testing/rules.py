"""Which events the rules of a template get."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.event_pattern import matches
from stacktape_constructs.event_pattern.explain import mismatches
from stacktape_constructs.testing.resolved import resolved, unresolved
from stacktape_constructs.testing.template import TemplateLike, resource_of, resources_of


def assert_rule_matches(
    template: TemplateLike, rule: str, event: Mapping[str, Any], *, parameters: Mapping[str, str] | None = None
) -> None:
    """Asserts that a rule gets an event.

    Args:
        template: the template.
        rule: logical id of the rule.
        event: the event as a target gets it, with its envelope: keys such as `source` and `detail`. What the pattern
            does not ask for may be left out.
        parameters: what CloudFormation would put into the pattern, by the names that `Fn::Sub` has for it:
            `{"AWS::Region": "eu-west-1", "Orders.Arn": "arn:..."}`.

    Raises:
        AssertionError: it does not. The message names the parts of the pattern that refuse the event.
        InvalidArgumentError: there is no such rule, it has no pattern, or a parameter is missing.
        InvalidPatternError: the pattern is wrong.

    Examples:
        >>> from stacktape_constructs.testing import config_template
        >>> template = config_template("examples/event-bus/stacktape.yml", cdk_json="cdk.json")
        >>> rule = "MyConsumerBatchJobTriggerFunctionEvent0Rule"
        >>> assert_rule_matches(template, rule, {"detail": {"EventName": "BUDGET_ANALYSIS"}})
        >>> assert_rule_matches(template, rule, {"detail": {"EventName": "PAID"}})
        Traceback (most recent call last):
        ...
        AssertionError: rule MyConsumerBatchJobTriggerFunctionEvent0Rule does not match the event:
          detail.EventName is "PAID", wanted "BUDGET_ANALYSIS"

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
    """
    properties = _rule(template, rule, asked_by="assert_rule_matches")
    pattern = _pattern(properties, rule, parameters or {}, asked_by="assert_rule_matches")
    if properties.get("State") == "DISABLED":
        raise AssertionError(f"rule {rule} gets no event at all: its State is DISABLED")
    if matches(pattern, event):
        return
    reasons = [f"  {mismatch}" for mismatch in mismatches(pattern, event)]
    if not reasons:
        reasons = ["  each part of the pattern matches, but no object of a list matches all that is said of its fields"]
    raise AssertionError("\n".join([f"rule {rule} does not match the event:", *reasons]))


def assert_rule_ignores(
    template: TemplateLike, rule: str, event: Mapping[str, Any], *, parameters: Mapping[str, str] | None = None
) -> None:
    """Asserts that a rule does not get an event.

    Args:
        template: the template.
        rule: logical id of the rule.
        event: the event, as for `assert_rule_matches`.
        parameters: what CloudFormation would put into the pattern, as for `assert_rule_matches`.

    Raises:
        AssertionError: it does.
        InvalidArgumentError: there is no such rule, it has no pattern, or a parameter is missing.
        InvalidPatternError: the pattern is wrong.

    Examples:
        >>> from stacktape_constructs.testing import config_template
        >>> template = config_template("examples/event-bus/stacktape.yml", cdk_json="cdk.json")
        >>> rule = "MyConsumerBatchJobTriggerFunctionEvent0Rule"
        >>> assert_rule_ignores(template, rule, {"detail": {"EventName": "PAID"}})
    """
    properties = _rule(template, rule, asked_by="assert_rule_ignores")
    pattern = _pattern(properties, rule, parameters or {}, asked_by="assert_rule_ignores")
    if properties.get("State") != "DISABLED" and matches(pattern, event):
        shown = json.dumps(pattern, ensure_ascii=False, default=str)
        raise AssertionError(f"rule {rule} matches the event: all of {shown} does")


def _rule(template: TemplateLike, rule: str, *, asked_by: str) -> Mapping[str, Any]:
    resources = resources_of(template, asked_by=asked_by)
    found = resource_of(resources, rule, asked_by=asked_by, argument="rule")
    if found.get("Type") != "AWS::Events::Rule":
        rules = sorted(id for id, each in resources.items() if each.get("Type") == "AWS::Events::Rule")
        problem = f"must be an AWS::Events::Rule, '{rule}' is an {found.get('Type')}; rules are: {', '.join(rules)}"
        raise InvalidArgumentError(path=asked_by, argument="rule", problem=problem)
    properties: Mapping[str, Any] = found.get("Properties", {})
    return properties


def _pattern(
    properties: Mapping[str, Any], rule: str, parameters: Mapping[str, str], *, asked_by: str
) -> Mapping[str, Any]:
    written = properties.get("EventPattern")
    if written is None:
        problem = f"must have an event pattern, '{rule}' has the schedule {properties.get('ScheduleExpression')}"
        raise InvalidArgumentError(path=asked_by, argument="rule", problem=problem)
    if missing := unresolved(written, parameters):
        problem = (
            f"must give what CloudFormation puts into the pattern of '{rule}', which is missing: {', '.join(missing)}"
        )
        raise InvalidArgumentError(path=asked_by, argument="parameters", problem=problem)
    pattern = resolved(written, parameters)
    # A pattern with null is written as a text, for CloudFormation takes no null.
    pattern = json.loads(pattern) if isinstance(pattern, str) else pattern
    assert isinstance(pattern, Mapping)
    return pattern
