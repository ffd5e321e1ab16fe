from __future__ import annotations

import pytest

from tests.configured import configured, function_problems

FUNCTION = "packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/f.py}}"


def test_a_schedule_is_a_rule_on_the_default_bus(tmp_path):
    rates = ["rate(1 minute)", "rate(2 hours)", "rate(30 days)", "cron(0 10 * * ? *)", "cron(0/5 8-17 ? * MON-FRI *)"]
    events = "".join(f"        - {{type: schedule, properties: {{scheduleRate: '{rate}'}}}}\n" for rate in rates)
    shop = configured(
        f"resources:\n  f:\n    type: function\n    properties:\n      {FUNCTION}\n      events:\n{events}", tmp_path
    )

    rules = shop.of_type("AWS::Events::Rule")

    assert {id: rule["ScheduleExpression"] for id, rule in rules.items()} == {
        f"FEvent{index}Rule": rate for index, rate in enumerate(rates)
    }
    assert all(rule["State"] == "ENABLED" and "EventBusName" not in rule for rule in rules.values())
    assert all(len(rule["Targets"]) == 1 for rule in rules.values())


@pytest.mark.parametrize(
    ("rate", "fault"),
    [
        ("rate(0 minutes)", "must be at least 1"),
        ("rate(1 hours)", "must be 'rate(1 hour)'"),
        ("rate(2 hour)", "must be 'rate(2 hours)'"),
        ("rate(2 weeks)", "must be like rate(2 hours) or cron(0 10 * * ? *)"),
        ("every day", "must be like rate(2 hours) or cron(0 10 * * ? *)"),
        ("cron(0 10 * * *)", "must have six fields, as in cron(0 10 * * ? *)"),
        ("rate(5 minutes) ", "must be like rate(2 hours) or cron(0 10 * * ? *)"),
    ],
)
def test_a_rate_of_another_form_is_a_problem(rate, fault, tmp_path):
    event = f"events:\n  - type: schedule\n    properties: {{scheduleRate: '{rate}'}}"

    assert function_problems(event, tmp_path) == [
        f"10:38: 'events[0].properties' in function 'f': 'scheduleRate' {fault}, got '{rate}'"
    ]
