"""What can be connected to, and what is said of anything else."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacktape_constructs import BatchJob, ContainerPackage, EventBus, Function, LambdaPackage
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.connections import variable_name
from tests.support import new_app, template_of


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


@pytest.mark.parametrize("make", [_function, _job])
def test_two_targets_of_one_id_cannot_be_told_apart(make: Any) -> None:
    stack = cdk.Stack(new_app(), "Demo")
    first, second = (EventBus(Construct(stack, name), "Orders") for name in ("Shop", "Partner"))

    with pytest.raises(InvalidArgumentError) as caught:
        make(stack, connect_to=[first, first, second])

    assert str(caught.value) == (
        "Demo/User: connect_to must not hold Demo/Partner/Orders, for which it would set STP_ORDERS_ARN, as for "
        "Demo/Shop/Orders; give one another id, or connect it with inject_environment=False"
    )


def test_without_variables_they_need_not_be_told_apart() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    function = _function(stack)
    for name in ("Shop", "Partner"):
        function.connect_to(EventBus(Construct(stack, name), "Orders"), inject_environment=False)

    (policy,) = _connect_to_policies(stack)
    assert len(policy["PolicyDocument"]["Statement"][0]["Resource"]) == 2


def _connect_to_policies(stack: cdk.Stack) -> list[dict[str, Any]]:
    resources = template_of(stack)["Resources"]
    return [one["Properties"] for id, one in resources.items() if id.startswith("UserConnectToPolicy")]


class TestCircles:
    """Each would have to exist before the other, which CloudFormation finds out at deployment."""

    def _named(self, stack: cdk.Stack, id: str, name: str | None) -> Function:
        return Function(stack, id, packaging=LambdaPackage.inline("..."), function_name=name)

    def test_functions_that_are_connected_to_each_other_are_refused(self) -> None:
        stack = cdk.Stack(new_app(), "Demo")
        first, second, third = (self._named(stack, id, None) for id in ("A", "B", "C"))
        first.connect_to(second)
        second.connect_to(third)

        with pytest.raises(InvalidArgumentError) as caught:
            third.connect_to(first)

        assert str(caught.value) == (
            "Demo/C: connect_to must not hold Demo/A, which is connected to this one in turn: each would have to exist "
            "before the other; give one of them a physical name (function_name, job_definition_name), or connect it "
            "with inject_environment=False"
        )

    @pytest.mark.parametrize(("first", "second"), [("a", None), (None, "b"), ("a", "b")])
    def test_one_name_is_enough(self, first: str | None, second: str | None) -> None:
        stack = cdk.Stack(new_app(), "Demo")
        a, b = self._named(stack, "A", first), self._named(stack, "B", second)
        a.connect_to(b)
        b.connect_to(a)

        assertions.Template.from_stack(stack)  # which refuses circles

    def test_what_is_not_told_waits_for_nothing(self) -> None:
        stack = cdk.Stack(new_app(), "Demo")
        a, b = self._named(stack, "A", None), self._named(stack, "B", None)
        a.connect_to(b)
        b.connect_to(a, inject_environment=False)

        assertions.Template.from_stack(stack)


@pytest.mark.parametrize("make", [_function, _job])
def test_a_role_that_must_not_be_changed_is_not(make: Any) -> None:
    stack = cdk.Stack(new_app(), "Demo")
    role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::123456789012:role/given", mutable=False)
    make(stack, role=role, connect_to=[EventBus(stack, "Orders")])

    policies = [one for one in template_of(stack)["Resources"].values() if one["Type"] == "AWS::IAM::Policy"]
    assert [policy for policy in policies if "given" in policy["Properties"]["Roles"]] == []


def test_another_role_of_another_stack_is() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::123456789012:role/given")
    _function(stack, role=role, connect_to=[EventBus(stack, "Orders")])

    (policy,) = _connect_to_policies(stack)
    assert policy["Roles"] == ["given"]
