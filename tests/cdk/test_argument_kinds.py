"""Values of another kind than an argument must be, as users without a type checker write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from stacktape_constructs import (
    BatchCompute,
    BatchJob,
    ContainerPackage,
    EventBus,
    EventBusArchive,
    Function,
    HttpApi,
    LambdaPackage,
    StacktapeStack,
    schedule_rule,
)
from stacktape_constructs.cdk.argument_kinds import checks_kinds, shown
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.contracts import ConnectTarget
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
            "memory_size must be a number, such as 1024 for a GiB, got aws_cdk.Size",
        ),
        (
            BatchJob,
            {"packaging": LambdaPackage.inline("...")},
            "packaging must be a ContainerPackage, such as ContainerPackage.from_file('src/job.py'), "
            "got stacktape_constructs.LambdaPackage",
        ),
        (BatchJob, {"memory": 512}, "memory must be a Size, such as cdk.Size.mebibytes(512), got 512"),
        (BatchJob, {"timeout": 60}, "timeout must be a Duration, such as cdk.Duration.seconds(30), got 60"),
        (BatchJob, {"retry": 3}, "retry must be a BatchRetry, such as BatchRetry(attempts=3), got 3"),
        (
            EventBus,
            {"archive": True},
            "archive must be an EventBusArchive, such as EventBusArchive(retention=cdk.Duration.days(30)), got True",
        ),
        (
            EventBus,
            {"archive": EventBusArchive(retention=30)},  # type: ignore[arg-type]
            "archive.retention must be a Duration, such as cdk.Duration.seconds(30), got 30",
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


@pytest.mark.parametrize("construct", [BatchCompute, BatchJob, EventBus, Function, HttpApi, StacktapeStack])
def test_whatever_an_app_gives_to_a_construct_is_checked(construct: type[Construct]) -> None:
    own = [one for one in construct.__mro__ if one.__module__.startswith("stacktape_constructs")]
    names = {name for one in own for name in vars(one) if name == "__init__" or re.match("(add|from|grant)_", name)}

    methods = {name: method for name in sorted(names) if callable(method := getattr(construct, name))}
    assert [name for name, method in methods.items() if not hasattr(method, "__wrapped__")] == []


def test_what_is_told_of_a_method_is_where_its_construct_stands() -> None:
    bus = EventBus(cdk.Stack(new_app(), "Demo"), "Orders")

    with pytest.raises(InvalidArgumentError) as caught:
        bus.grant_put_events_to("someone")  # type: ignore[arg-type]

    assert str(caught.value) == "Demo/Orders: grantee must be an IGrantable, got 'someone'"


def test_an_import_and_a_rule_of_no_bus_are_told_by_their_ids() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    with pytest.raises(InvalidArgumentError, match=r"^Demo/Orders: event_bus_arn must be a text, got 5$"):
        EventBus.from_event_bus_arn(stack, "Orders", 5)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match=r"^Nightly: schedule must be a Schedule, such as .*, got '@daily'$"):
        schedule_rule("Nightly", target=_function(stack), schedule="@daily")  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match=r"^Orders: scope must be a Construct, got None$"):
        EventBus(None, "Orders")  # type: ignore[arg-type]


def _function(stack: cdk.Stack) -> Function:
    return Function(stack, "Function", packaging=LambdaPackage.inline("def handler(event, context): ..."))


class Kinds(Construct):
    """Each kind of annotation, on one method."""

    @checks_kinds(number="1.5")
    def take(
        self,
        text: str | None = None,
        *,
        number: float = 0,
        whole: int = 0,
        switch: bool = False,
        mode: Literal["a", "b"] = "a",
        texts: Sequence[str] = (),
        by_name: Mapping[str, int] | None = None,
        period: cdk.Duration | None = None,
        path: str | Path = "",
        days: logs.RetentionDays = logs.RetentionDays.ONE_DAY,
        role: iam.IRole | None = None,
        grantee: iam.IGrantable | None = None,
        archive: EventBusArchive | None = None,
        target: ConnectTarget | None = None,
        anything: Any = None,
    ) -> str:
        return "taken"


@pytest.fixture(scope="module")
def stack() -> cdk.Stack:
    return cdk.Stack(new_app(), "Demo")


@pytest.fixture(scope="module")
def kinds(stack: cdk.Stack) -> Kinds:
    return Kinds(stack, "Kinds")


class TestKinds:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ({"text": 5}, "text must be a text, got 5"),
            ({"number": "5"}, "number must be a number, such as 1.5, got '5'"),
            ({"number": True}, "number must be a number, such as 1.5, got True"),
            ({"whole": 1.5}, "whole must be a whole number, got 1.5"),
            ({"switch": "yes"}, "switch must be True or False, got 'yes'"),
            ({"mode": "c"}, "mode must be 'a' or 'b', got 'c'"),
            ({"texts": "echo"}, "texts must be a list, got 'echo'; write [...] around it"),
            ({"texts": None}, "texts must be a list, got None"),
            ({"texts": ["a", 5]}, "texts[1] must be a text, got 5"),
            ({"by_name": ["a"]}, "by_name must be a mapping, got list"),
            ({"by_name": {"a": "b"}}, "by_name['a'] must be a whole number, got 'b'"),
            ({"period": 5}, "period must be a Duration, such as cdk.Duration.seconds(30), got 5"),
            ({"path": 5}, "path must be a text or a path, got 5"),
            ({"days": 30}, "days must be a RetentionDays, such as RetentionDays.ONE_DAY, got 30"),
            (
                {"role": "arn:aws:iam::123456789012:role/r"},
                "role must be an IRole, got 'arn:aws:iam::123456789012:role/r'",
            ),
            ({"grantee": {}}, "grantee must be an IGrantable, got dict"),
            ({"archive": EventBusArchive(description=5)}, "archive.description must be a text, got 5"),  # type: ignore[arg-type]
        ],
    )
    def test_what_is_of_another_kind_is_refused(self, kinds: Kinds, arguments: Any, sentence: str) -> None:
        with pytest.raises(InvalidArgumentError) as caught:
            kinds.take(**arguments)

        assert str(caught.value) == f"Demo/Kinds: {sentence}"

    def test_a_construct_that_lacks_what_an_interface_has_is_refused(self, kinds: Kinds, stack: cdk.Stack) -> None:
        with pytest.raises(InvalidArgumentError, match=r"role must be an IRole, got stacktape_constructs\.EventBus$"):
            kinds.take(role=EventBus(stack, "Orders"))  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "arguments",
        [
            {"text": cdk.Aws.REGION},
            {"number": 5, "whole": 5},
            {"number": cdk.Token.as_number({"Ref": "Size"}), "whole": cdk.Token.as_number({"Ref": "Size"})},
            {"texts": ("a",)},
            {"by_name": {}},
            {"path": Path("stacktape.yml")},
            {"archive": EventBusArchive()},
            {"target": "no interface of the CDK", "anything": object()},
        ],
    )
    def test_what_is_of_the_kind_is_taken(self, kinds: Kinds, arguments: Any) -> None:
        assert kinds.take(**arguments) == "taken"

    def test_interfaces_of_the_cdk_are_those_of_its_own_objects_and_of_ours(
        self, kinds: Kinds, stack: cdk.Stack
    ) -> None:
        role = iam.Role(stack, "Role", assumed_by=iam.AccountRootPrincipal())
        imported = iam.Role.from_role_name(stack, "Imported", "imported")
        function = _function(stack)

        for one in (role, imported, function.role):
            assert kinds.take(role=one, grantee=one) == "taken"
        for grantee in (function, function.function, iam.ServicePrincipal("events.amazonaws.com")):
            assert kinds.take(grantee=grantee) == "taken"

    def test_an_object_of_javascript_of_no_class_is_taken(self, kinds: Kinds) -> None:
        """jsii has these for what a method returns as an interface, and finds out later what they have."""
        unknown = type("InterfaceDynamicProxy", (), {})()

        assert kinds.take(role=unknown) == "taken"

    def test_nothing_is_asked_of_javascript(
        self, kinds: Kinds, stack: cdk.Stack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        role = iam.Role(stack, "Asked", assumed_by=iam.AccountRootPrincipal())
        asked: list[object] = []
        monkeypatch.setattr(jsii.kernel.provider._process, "send", lambda *request: asked.append(request))

        kinds.take(role=role, grantee=role, archive=EventBusArchive())

        assert asked == []


def test_a_value_is_shown_as_it_is_written_and_an_object_by_the_name_it_is_imported_by() -> None:
    assert [shown(value) for value in (None, "text", 1.5, True)] == ["None", "'text'", "1.5", "True"]
    assert shown(cdk.Duration.seconds(1)) == "aws_cdk.Duration"
    assert shown(EventBusArchive()) == "stacktape_constructs.EventBusArchive"
    assert shown([1]) == "list"
