"""Names that AWS refuses, and those that it takes."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest

from stacktape_constructs import BatchJob
from stacktape_constructs.resources.physical_names import (
    function_name_problem,
    job_definition_name_problem,
    log_group_name_problem,
    rule_name_problem,
    state_machine_name_problem,
)
from tests.support import new_app

Problem = Callable[[str | None], str | None]


@pytest.mark.parametrize(
    ("problem", "right", "wrong"),
    [
        (function_name_problem, "orders-Dev_1", "orders.dev"),
        (job_definition_name_problem, "1orders", "-orders"),
        (log_group_name_problem, "/shop/orders#1", "my orders"),
        (rule_name_problem, "orders.v2", "orders/v2"),
        (state_machine_name_problem, "orders.v2(1)", "orders/v2"),
    ],
)
def test_a_name_is_of_the_characters_that_aws_takes(problem: Problem, right: str, wrong: str) -> None:
    assert [problem(name) for name in (right, None, cdk.Aws.STACK_NAME)] == [None, None, None]
    assert str(problem(wrong)).endswith(f", got '{wrong}'")
    assert str(problem("")).endswith(", got ''")
    assert problem("x" * 600) is not None


def test_a_job_is_found_by_every_name_that_one_can_have() -> None:
    arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders.v2(1)"

    assert BatchJob.from_state_machine_arn(cdk.Stack(new_app(), "Demo"), "Orders", arn).parameters == {
        "stateMachineArn": arn
    }
