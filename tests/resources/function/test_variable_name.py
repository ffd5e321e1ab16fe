from __future__ import annotations

import pytest

from stacktape_constructs.resources.function.variable_name import name_problem


@pytest.mark.parametrize("name", ["AB", "a1", "CARD_NUMBER", "x__", "AWS_SOMETHING"])
def test_a_name_that_lambda_takes_is_no_problem(name):
    assert name_problem(name) is None


@pytest.mark.parametrize("name", ["", "A", "1A", "_A", "CARD-NUMBER", "A B", "É1", "AB\n"])
def test_a_malformed_name_is_one(name):
    assert name_problem(name) == (
        f"name must be two or more letters, digits or '_' and start with a letter, as AWS Lambda wants it, got '{name}'"
    )


def test_a_name_that_lambda_sets_itself_is_one():
    assert name_problem("AWS_REGION") == "must not set AWS_REGION, which Lambda sets itself; choose another name"
