"""What can be connected to, and what is said of anything else."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from stacktape_constructs import BatchJob, ContainerPackage, EventBus, Function, LambdaPackage
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.connections import variable_name
from tests.support import new_app


def _function(stack: cdk.Stack, **arguments: Any) -> Function:
    return Function(stack, "User", packaging=LambdaPackage.inline("def handler(event, context): ..."), **arguments)


def _job(stack: cdk.Stack, **arguments: Any) -> BatchJob:
    image = ContainerPackage.from_image("busybox")
    return BatchJob(stack, "User", packaging=image, cpu=1, memory=cdk.Size.mebibytes(200), **arguments)


def _connected_at_once(make: Any, stack: cdk.Stack, target: Any) -> None:
    make(stack, connect_to=[target])


def _connected_later(make: Any, stack: cdk.Stack, target: Any) -> None:
    make(stack).connect_to(target)


@pytest.mark.parametrize("make", [_function, _job])
@pytest.mark.parametrize("connect", [_connected_at_once, _connected_later])
def test_a_construct_of_the_cdk_has_grants_of_its_own(make: Any, connect: Any) -> None:
    stack = cdk.Stack(new_app(), "Demo")
    bucket = s3.Bucket(stack, "Uploads")

    with pytest.raises(InvalidArgumentError) as caught:
        connect(make, stack, bucket)

    assert str(caught.value) == (
        "Demo/User: connect_to must hold event buses, functions and jobs of this library, or constructs with "
        "connect_variables and connect_statements, got aws_cdk.aws_s3.Bucket; use its own grants to give access to it"
    )


@pytest.mark.parametrize("make", [_function, _job])
def test_one_target_without_a_list_around_it_is_refused(make: Any) -> None:
    stack = cdk.Stack(new_app(), "Demo")

    with pytest.raises(InvalidArgumentError) as caught:
        make(stack, connect_to=EventBus(stack, "Orders"))

    assert str(caught.value) == (
        "Demo/User: connect_to must be a list, got stacktape_constructs.EventBus; write [...] around it"
    )


def test_a_variable_is_named_after_the_resource_and_its_parameter() -> None:
    assert variable_name("orders", "archiveArn") == "STP_ORDERS_ARCHIVE_ARN"
