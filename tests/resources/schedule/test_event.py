from __future__ import annotations

import pytest

from tests.configured import function_problems


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
