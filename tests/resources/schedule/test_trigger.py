from __future__ import annotations

from tests.configured import configured

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
