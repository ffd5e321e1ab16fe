from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from constructs import Construct

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.function.environment import FunctionEnvironment, merged_environment


@pytest.fixture
def environment() -> FunctionEnvironment:
    return FunctionEnvironment(Construct(cdk.Stack(cdk.App(), "Demo"), "Orders"))


def test_a_later_value_replaces_an_earlier_one(environment: FunctionEnvironment) -> None:
    environment.set({"TABLE": "old", "MODE": "test"})
    environment.set({"TABLE": "new"})

    assert environment.variables == {"TABLE": "new", "MODE": "test"}


@pytest.mark.parametrize(
    "name",
    ["LANG", "TZ", "PATH", "NODE_OPTIONS", "AWS_LAMBDA_EXEC_WRAPPER", "AWS_XRAY_CONTEXT_MISSING", "a1"],
)
def test_names_that_a_user_may_set_pass(environment: FunctionEnvironment, name: str) -> None:
    environment.set({name: ""})

    assert environment.variables == {name: ""}


@pytest.mark.parametrize("name", ["_HANDLER", "A", "1A", "", "A-B", "A B", "A.B", "ÄB"])
def test_a_malformed_name_is_refused(environment: FunctionEnvironment, name: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        environment.set({name: "value"})

    assert str(caught.value) == (
        "Demo/Orders: environment name must be two or more letters, digits or '_' and start with a letter, "
        f"as AWS Lambda wants it, got '{name}'"
    )
    assert environment.variables == {}


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "LAMBDA_TASK_ROOT"])
def test_a_name_that_lambda_sets_itself_is_refused(environment: FunctionEnvironment, name: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        environment.set({name: "value"})

    assert str(caught.value) == (
        f"Demo/Orders: environment must not set {name}, which Lambda sets itself; choose another name"
    )


@pytest.mark.parametrize("value", [1, True, None, ["a"]])
def test_a_value_that_is_no_text_is_refused(environment: FunctionEnvironment, value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="value of MODE must be a text, got"):
        environment.set({"MODE": value})


# {"AB":""} has nine bytes without the value.
def test_the_largest_environment_that_lambda_accepts_passes(environment: FunctionEnvironment) -> None:
    environment.set({"AB": "é" * 2043 + "x"})

    assert len(environment.variables["AB"].encode()) == 4087


def test_an_environment_that_is_too_large_in_all_is_refused(environment: FunctionEnvironment) -> None:
    environment.set({"AB": "x" * 4000})
    with pytest.raises(InvalidArgumentError) as caught:
        environment.set({"CD": "x" * 100})

    assert str(caught.value) == (
        "Demo/Orders: environment must have at most 4096 bytes in all, names and values as JSON, got 4117; "
        "put large values into Parameter Store or a file"
    )
    assert environment.variables.keys() == {"AB"}


def test_what_is_only_known_at_deploy_counts_as_nothing(environment: FunctionEnvironment) -> None:
    token = cdk.Token.as_string({"Ref": "Parameter"})

    environment.set({"AB": token * 1000})

    with pytest.raises(InvalidArgumentError, match="got 4117"):
        environment.set({"AB": token, "CD": "x" * 4100})


def test_a_text_that_only_looks_like_a_token_counts(environment: FunctionEnvironment) -> None:
    with pytest.raises(InvalidArgumentError, match="must have at most 4096 bytes"):
        environment.set({"AB": "${Token[" + "x" * 4096})


def test_the_users_variables_win_over_those_of_the_package() -> None:
    assert merged_environment({"A1": "package", "B1": "package"}, {"B1": "user"}) == {
        "A1": "package",
        "B1": "user",
    }


def test_options_for_node_are_put_together() -> None:
    merged = merged_environment({"NODE_OPTIONS": "--enable-source-maps"}, {"NODE_OPTIONS": "--trace-warnings"})

    assert merged == {"NODE_OPTIONS": "--trace-warnings --enable-source-maps"}
