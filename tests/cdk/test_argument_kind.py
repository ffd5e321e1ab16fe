"""Values of another kind than an argument must be, as users without a type checker write them."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs import (
    BatchJob,
    ContainerPackage,
    EventBus,
    EventBusArchive,
    Function,
    HttpApi,
    LambdaPackage,
)
from stacktape_constructs.cdk.argument_kind import check_kind, shown
from stacktape_constructs.errors import InvalidArgumentError
from tests.support import new_app

_GIVEN: dict[type, dict[str, Any]] = {
    Function: {"packaging": LambdaPackage.inline("def handler(event, context): ...")},
    BatchJob: {"packaging": ContainerPackage.from_image("busybox"), "cpu": 1, "memory": cdk.Size.mebibytes(200)},
}


@pytest.mark.parametrize(
    ("construct", "arguments", "sentence"),
    [
        (
            Function,
            {"packaging": "src/api.py"},
            "packaging must be a LambdaPackage, such as LambdaPackage.from_file('src/handler.py'), got 'src/api.py'",
        ),
        (
            Function,
            {"packaging": lambda_.Code.from_inline("...")},
            "packaging must be a LambdaPackage, such as LambdaPackage.from_file('src/handler.py'), "
            "got aws_cdk.aws_lambda.InlineCode",
        ),
        (Function, {"timeout": 30}, "timeout must be a Duration, such as cdk.Duration.seconds(30), got 30"),
        (Function, {"timeout": 0}, "timeout must be a Duration, such as cdk.Duration.seconds(30), got 0"),
        (
            Function,
            {"url": True},
            "url must be a FunctionUrlOptions, such as aws_lambda.FunctionUrlOptions(), got True",
        ),
        (
            Function,
            {"memory_size": cdk.Size.mebibytes(256)},
            "memory_size must be a whole number between 128 and 10240 MiB, got aws_cdk.Size",
        ),
        (
            BatchJob,
            {"packaging": LambdaPackage.inline("...")},
            "packaging must be a ContainerPackage, such as ContainerPackage.from_file('src/job.py'), "
            "got stacktape_constructs.LambdaPackage",
        ),
        (BatchJob, {"memory": 512}, "memory must be a Size, such as cdk.Size.mebibytes(512), got 512"),
        (BatchJob, {"timeout": 60}, "timeout must be a Duration, such as cdk.Duration.minutes(30), got 60"),
        (BatchJob, {"retry": 3}, "retry must be a BatchRetry, such as BatchRetry(attempts=3), got 3"),
        (
            EventBus,
            {"archive": True},
            "archive must be an EventBusArchive, such as EventBusArchive(retention=cdk.Duration.days(30)), got True",
        ),
        (
            EventBus,
            {"archive": EventBusArchive(retention=30)},  # type: ignore[arg-type]
            "archive.retention must be a Duration, such as cdk.Duration.days(30), got 30",
        ),
        (
            HttpApi,
            {"cors": True},
            "cors must be a Cors, such as Cors(allow_origins=['https://shop.example.com']), got True",
        ),
        (
            HttpApi,
            {"access_log": False},
            "access_log must be an AccessLog, such as AccessLog(), or None for no log, got False",
        ),
    ],
)
def test_a_construct_says_what_an_argument_must_be(
    construct: type[Construct], arguments: dict[str, Any], sentence: str
) -> None:
    stack = cdk.Stack(new_app(), "Demo")

    with pytest.raises(InvalidArgumentError) as caught:
        construct(stack, "Wrong", **{**_GIVEN.get(construct, {}), **arguments})

    assert str(caught.value) == f"Demo/Wrong: {sentence}"


def test_an_instance_of_the_class_or_of_one_below_it_passes() -> None:
    scope = cdk.Stack(new_app(), "Demo")

    check_kind(
        scope, "code", lambda_.Code.from_inline("..."), lambda_.Code, such_as="aws_lambda.Code.from_asset('src')"
    )


def test_a_value_is_shown_as_it_is_written_and_an_object_by_the_name_it_is_imported_by() -> None:
    assert [shown(value) for value in (None, "text", 1.5, True)] == ["None", "'text'", "1.5", "True"]
    assert shown(cdk.Duration.seconds(1)) == "aws_cdk.Duration"
    assert shown(EventBusArchive()) == "stacktape_constructs.EventBusArchive"
    assert shown([1]) == "list"
