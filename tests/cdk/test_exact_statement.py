from __future__ import annotations

import pytest
from aws_cdk import aws_iam as iam

from stacktape_constructs.cdk.exact_statement import exact_statement, is_exact


@pytest.mark.parametrize(
    ("action", "resource", "exact"),
    [
        ("events:PutEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/orders", True),
        ("events:*", "arn:aws:events:eu-west-1:123456789012:event-bus/orders", False),
        ("events:PutEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/*", False),
    ],
)
def test_a_statement_with_a_wildcard_is_not_exact(action: str, resource: str, exact: bool) -> None:
    statement = exact_statement(actions=[action], resources=[resource])

    assert is_exact(statement) is exact
    assert statement.to_json() == {"Effect": "Allow", "Action": action, "Resource": resource}


def test_of_the_statement_of_another_nothing_is_known() -> None:
    assert not is_exact(iam.PolicyStatement(actions=["a:b"], resources=["c"]))
