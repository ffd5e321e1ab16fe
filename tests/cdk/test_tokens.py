from __future__ import annotations

import aws_cdk as cdk
import pytest

from stacktape_constructs.cdk.tokens import is_unresolved


@pytest.mark.parametrize(
    "token",
    [cdk.Aws.REGION, f"arn:{cdk.Aws.PARTITION}:sns", cdk.Fn.ref("Count"), cdk.Token.as_number({"Ref": "Count"})],
    ids=["whole", "part", "reference", "number"],  # their texts are numbered in each process
)
def test_what_the_cdk_takes_for_a_token_is_one(token: str | float) -> None:
    assert cdk.Token.is_unresolved(token)
    assert is_unresolved(token)


@pytest.mark.parametrize("value", [None, "", "text", "${AWS::Region}", "${Token[", 0, -1.5, 1024, 1e300, -1e300])
def test_a_value_that_somebody_writes_is_none(value: str | float | None) -> None:
    assert not cdk.Token.is_unresolved(value)
    assert not is_unresolved(value)
