from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from constructs import Construct

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.function.limits import FunctionLimits

LIMITS = FunctionLimits(Construct(cdk.Stack(cdk.App(), "Demo"), "Orders"))


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (
            lambda: LIMITS.check_memory_size(64),
            "memory_size must be a whole number between 128 and 10240 MiB, got 64 MiB",
        ),
        (
            lambda: LIMITS.check_memory_size(10241),
            "memory_size must be a whole number between 128 and 10240 MiB, got 10241 MiB",
        ),
        (
            lambda: LIMITS.check_memory_size(512.5),
            "memory_size must be a whole number between 128 and 10240 MiB, got 512.5 MiB",
        ),
        (
            lambda: LIMITS.check_timeout(0),
            "timeout must be a whole number between 1 and 900 seconds, got 0 seconds",
        ),
        (
            lambda: LIMITS.check_timeout(960_000),
            "timeout must be a whole number between 1 and 900 seconds, got 960 seconds",
        ),
        (
            lambda: LIMITS.check_timeout(1500),
            "timeout must be a whole number between 1 and 900 seconds, got 1.5 seconds",
        ),
        (
            lambda: LIMITS.check_ephemeral_storage_size(cdk.Size.mebibytes(511)),
            "ephemeral_storage_size must be a whole number between 512 and 10240 MiB, got 511 MiB",
        ),
        (
            lambda: LIMITS.check_ephemeral_storage_size(cdk.Size.gibibytes(11)),
            "ephemeral_storage_size must be a whole number between 512 and 10240 MiB, got 11264 MiB",
        ),
        (
            lambda: LIMITS.check_ephemeral_storage_size(cdk.Size.kibibytes(1024 * 600 + 512)),
            "ephemeral_storage_size must be a whole number between 512 and 10240 MiB, got 600.5 MiB",
        ),
        (lambda: LIMITS.check_layers(["layer"] * 6), "layers must be at most 5, got 6"),
        (
            lambda: LIMITS.check_name("my function"),
            "function_name must be 1 to 64 letters, digits, '-' or '_', got 'my function'",
        ),
        (
            lambda: LIMITS.check_name("a" * 65),
            f"function_name must be 1 to 64 letters, digits, '-' or '_', got '{'a' * 65}'",
        ),
        (
            lambda: LIMITS.check_name(""),
            "function_name must be 1 to 64 letters, digits, '-' or '_', got ''",
        ),
        (
            lambda: LIMITS.check_description("a" * 257),
            "description must have at most 256 characters, got 257",
        ),
        (
            lambda: LIMITS.check_concurrency(reserved=-1, provisioned=None),
            "reserved_concurrent_executions must be a whole number at least 0, got -1",
        ),
        (
            lambda: LIMITS.check_concurrency(reserved=None, provisioned=0),
            "provisioned_concurrent_executions must be a whole number at least 1, got 0",
        ),
        (
            lambda: LIMITS.check_concurrency(reserved=2, provisioned=3),
            "provisioned_concurrent_executions must be at most reserved_concurrent_executions, 2, got 3",
        ),
        (
            lambda: LIMITS.check_network(has_vpc=False, vpc_subnets=None, security_groups=[]),
            "security_groups needs vpc; give the network too, or leave this out",
        ),
    ],
)
def test_what_lambda_does_not_accept_is_refused(check: Callable[[], None], sentence: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        check()

    assert str(caught.value) == f"Demo/Orders: {sentence}"


@pytest.mark.parametrize(
    "check",
    [
        lambda: LIMITS.check_memory_size(128),
        lambda: LIMITS.check_memory_size(10240),
        lambda: LIMITS.check_timeout(1000),
        lambda: LIMITS.check_timeout(900_000),
        lambda: LIMITS.check_ephemeral_storage_size(None),
        lambda: LIMITS.check_ephemeral_storage_size(cdk.Size.mebibytes(512)),
        lambda: LIMITS.check_ephemeral_storage_size(cdk.Size.gibibytes(10)),
        lambda: LIMITS.check_layers(["layer"] * 5),
        lambda: LIMITS.check_name(None),
        lambda: LIMITS.check_name("My_function-1"),
        lambda: LIMITS.check_description("a" * 256),
        lambda: LIMITS.check_concurrency(reserved=0, provisioned=None),
        lambda: LIMITS.check_concurrency(reserved=2, provisioned=2),
        lambda: LIMITS.check_network(has_vpc=True, security_groups=[]),
        lambda: LIMITS.check_network(has_vpc=False, security_groups=None),
    ],
)
def test_what_lambda_accepts_passes(check: Callable[[], None]) -> None:
    check()


def _number() -> float:
    return cdk.Token.as_number({"Ref": "Parameter"})


def _text() -> str:
    return cdk.Token.as_string({"Ref": "Parameter"})


@pytest.mark.parametrize(
    "check",
    [
        lambda: LIMITS.check_memory_size(_number()),
        lambda: LIMITS.check_timeout(None),
        lambda: LIMITS.check_ephemeral_storage_size(cdk.Size.mebibytes(_number())),
        lambda: LIMITS.check_name(_text()),
        lambda: LIMITS.check_description(_text() * 10),
        lambda: LIMITS.check_concurrency(reserved=_number(), provisioned=_number()),
        lambda: LIMITS.check_concurrency(reserved=_number(), provisioned=5),
        lambda: LIMITS.check_concurrency(reserved=5, provisioned=_number()),
    ],
)
def test_what_is_only_known_at_deploy_passes(check: Callable[[], None]) -> None:
    check()


@pytest.mark.parametrize("handler", ["", "index.two words", "a" * 129])
def test_a_handler_is_one_word(handler: str) -> None:
    with pytest.raises(InvalidArgumentError, match="must have a handler of 1 to 128 characters without spaces"):
        LIMITS.check_handler(handler)
