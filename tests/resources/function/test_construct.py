from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import attrs
import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from stacktape_constructs.errors import InvalidArgumentError, PackagingError
from stacktape_constructs.packaging import source_file
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.function.construct import Function
from tests.resources.synthesized import Synthesized
from tests.support import REPOSITORY, new_app, template_of

CODE = "def handler(event, context): ..."
LAYER_ARN = "arn:aws:lambda:eu-west-1:1:layer:l:1"


@pytest.fixture(scope="module")
def demo() -> Synthesized:
    stack = cdk.Stack(new_app(), "Demo")
    Function(stack, "Plain", packaging=LambdaPackage.placeholder())
    full = Function(
        stack,
        "Full",
        packaging=LambdaPackage(
            code=lambda_.Code.from_inline(CODE),
            handler="index.handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            environment={"FROM_PACKAGE": "package", "SET_BY_BOTH": "package"},
        ),
        function_name="demo-full",
        description="everything",
        environment={"SET_BY_BOTH": "user"},
        memory_size=256,
        timeout=cdk.Duration.seconds(5),
        architecture=lambda_.Architecture.ARM_64,
        ephemeral_storage_size=cdk.Size.gibibytes(1),
        layers=[lambda_.LayerVersion.from_layer_version_arn(stack, "Layer", LAYER_ARN)],
        reserved_concurrent_executions=4,
        log_retention=logs.RetentionDays.ONE_WEEK,
        log_removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    full.add_environment("ADDED", "later")
    Function(
        stack,
        "Silent",
        packaging=LambdaPackage.inline(CODE),
        function_name="demo-silent",
        log_retention=None,
    )
    Function(stack, "Doubtful", packaging=attrs.evolve(LambdaPackage.placeholder(), warnings={"doubt": "is doubtful"}))
    Function(stack, "Elsewhere", packaging=LambdaPackage.inline(CODE), log_group_name="/custom/logs")
    return Synthesized.of(stack)


@pytest.fixture
def stack() -> cdk.Stack:
    return cdk.Stack(new_app(), "Fresh")


def _function(demo: Synthesized, name: str) -> Function:
    return cast(Function, demo.find(name))


def test_what_a_package_warns_of_is_a_warning_of_its_function_alone(demo: Synthesized) -> None:
    (warning,) = assertions.Annotations.from_stack(demo.stack).find_warning("*", assertions.Match.any_value())

    assert (warning.id, warning.entry.data) == ("/Demo/Doubtful", "is doubtful [ack: stacktape-constructs:doubt]")


def test_a_function_has_stacktapes_defaults(demo: Synthesized) -> None:
    properties = dict(demo.properties("Plain"))
    code = properties.pop("Code")

    assert code["S3Key"].endswith(".zip")
    assert properties == {
        "Architectures": ["x86_64"],
        "Handler": "index.handler",
        "LoggingConfig": {"LogGroup": demo.ref("Plain/LogGroup")},
        "MemorySize": 1024,
        "Role": demo.arn("Plain/Role"),
        "Runtime": "nodejs24.x",
        "Timeout": 20,
    }


def test_what_is_asked_for_is_in_the_template(demo: Synthesized) -> None:
    assert demo.properties("Full") == {
        "Architectures": ["arm64"],
        "Code": {"ZipFile": CODE},
        "Description": "everything",
        "Environment": {"Variables": {"ADDED": "later", "FROM_PACKAGE": "package", "SET_BY_BOTH": "user"}},
        "EphemeralStorage": {"Size": 1024},
        "FunctionName": "demo-full",
        "Handler": "index.handler",
        "Layers": [LAYER_ARN],
        "LoggingConfig": {"LogGroup": demo.ref("Full/LogGroup")},
        "MemorySize": 256,
        "ReservedConcurrentExecutions": 4,
        "Role": demo.arn("Full/Role"),
        "Runtime": "python3.13",
        "Timeout": 5,
    }


def test_logs_are_kept_for_three_months_and_removed_with_the_function(demo: Synthesized) -> None:
    log_group = demo.resource("Plain/LogGroup")

    assert log_group["Properties"] == {"RetentionInDays": 90}
    assert log_group["DeletionPolicy"] == "Delete"


def test_logs_can_be_kept_for_another_time_and_when_the_function_is_removed(demo: Synthesized) -> None:
    log_group = demo.resource("Full/LogGroup")

    assert log_group["Properties"]["RetentionInDays"] == 7
    assert log_group["DeletionPolicy"] == "Retain"


def test_the_log_group_is_named_after_the_function_or_as_asked_for(demo: Synthesized) -> None:
    assert demo.properties("Full/LogGroup")["LogGroupName"] == "/aws/lambda/demo-full"
    assert demo.properties("Elsewhere/LogGroup")["LogGroupName"] == "/custom/logs"


def test_a_function_can_write_to_its_own_log_group_alone(demo: Synthesized) -> None:
    assert demo.statements_of("Plain/Role") == [
        {
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Effect": "Allow",
            "Resource": demo.arn("Plain/LogGroup"),
        }
    ]


def test_without_logs_there_is_neither_a_log_group_nor_access_to_one(demo: Synthesized) -> None:
    silent = _function(demo, "Silent")

    assert silent.log_group is None
    assert [child.node.id for child in silent.node.children] == ["Role", "Default"]
    assert demo.statements_of("Silent/Role") == []
    assert "LoggingConfig" not in demo.properties("Silent")
    # CDK's own log group of a function, had it made one.
    assert silent.function.node.try_find_child("LogGroup") is None
    assert "logGroupArn" not in silent.parameters


def test_the_role_trusts_lambda_alone_and_has_no_managed_policy(demo: Synthesized) -> None:
    assert demo.properties("Plain/Role") == {
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "sts:AssumeRole",
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                }
            ],
        }
    }


def test_parameters_are_attributes(demo: Synthesized) -> None:
    assert demo.stack.resolve(_function(demo, "Full").parameters) == {
        "arn": demo.arn("Full"),
        "logGroupArn": demo.arn("Full/LogGroup"),
    }


def test_the_wrapped_function_tells_its_name_and_arn(demo: Synthesized) -> None:
    plain = _function(demo, "Plain")

    assert demo.stack.resolve(plain.function_arn) == demo.arn("Plain")
    assert demo.stack.resolve(plain.function_name) == demo.ref("Plain")


def test_a_function_has_the_logical_id_of_a_bare_cdk_function(demo: Synthesized, stack: cdk.Stack) -> None:
    bare = lambda_.Function(
        stack,
        "Plain",
        code=lambda_.Code.from_inline(CODE),
        handler="index.handler",
        runtime=lambda_.Runtime.PYTHON_3_13,
    )

    assert demo.ref("Plain") == stack.resolve(bare.function_name)


def test_a_name_that_is_only_known_at_deploy_names_the_function_and_no_more(stack: cdk.Stack) -> None:
    name = cdk.CfnParameter(stack, "Name").value_as_string
    Function(stack, "Orders", packaging=LambdaPackage.inline(CODE), function_name=name)

    fresh = Synthesized.of(stack)

    assert fresh.properties("Orders")["FunctionName"] == {"Ref": "Name"}
    assert "LogGroupName" not in fresh.properties("Orders/LogGroup")
    assert stack.resolve(_function(fresh, "Orders").connect_variables["arn"]) == fresh.arn("Orders")


def test_a_given_role_is_used(stack: cdk.Stack) -> None:
    role = iam.Role(stack, "Shared", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    function = Function(stack, "Orders", packaging=LambdaPackage.inline(CODE), role=role)

    fresh = Synthesized.of(stack)

    assert function.role is role
    assert fresh.properties("Orders")["Role"] == fresh.arn("Shared")
    assert [resource for resource in fresh.template["Resources"] if resource.startswith("OrdersRole")] == []
    assert fresh.statements_of("Shared")[0]["Resource"] == fresh.arn("Orders/LogGroup")


class _Layer:
    """What a layer has, as far as anybody looks at it."""

    layer_version_arn = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"function_name": "my function"}, "function_name"),
        ({"description": "a" * 257}, "description"),
        ({"memory_size": 64}, "memory_size"),
        ({"timeout": cdk.Duration.hours(1)}, "timeout"),
        ({"ephemeral_storage_size": cdk.Size.mebibytes(1)}, "ephemeral_storage_size"),
        ({"layers": [_Layer()] * 6}, "layers"),
        ({"provisioned_concurrent_executions": 0}, "provisioned_concurrent_executions"),
        ({"reserved_concurrent_executions": -1}, "reserved_concurrent_executions"),
        ({"security_groups": []}, "security_groups"),
        ({"allow_public_subnet": True}, "allow_public_subnet"),
        ({"vpc_subnets": ec2.SubnetSelection()}, "vpc_subnets"),
        ({"environment": {"AWS_REGION": "eu-west-1"}}, "environment"),
    ],
)
def test_what_lambda_does_not_accept_is_refused_before_anything_is_made(
    stack: cdk.Stack, arguments: Mapping[str, Any], argument: str
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Function(stack, "Orders", packaging=LambdaPackage.inline(CODE), **arguments)

    assert (caught.value.path, caught.value.argument) == ("Fresh/Orders", argument)
    assert stack.node.find_child("Orders").node.children == []


def test_a_variable_that_is_added_later_is_checked_too(stack: cdk.Stack) -> None:
    function = Function(stack, "Orders", packaging=LambdaPackage.inline(CODE))

    with pytest.raises(InvalidArgumentError, match="must not set AWS_REGION"):
        function.add_environment("AWS_REGION", "eu-west-1")

    assert "Environment" not in template_of(stack)["Resources"][stack.resolve(function.function_name)["Ref"]]


class TestArchitecture:
    """What is made for a processor is made for that of its function."""

    @pytest.fixture
    def bundled(self, tmp_path: Path) -> Path:
        file = tmp_path / "orders.ts"
        file.write_text("export const handler = async () => 1;")
        (tmp_path / "node_modules").symlink_to(REPOSITORY / "node_modules")
        return file

    def test_it_need_not_be_said_twice(self, stack: cdk.Stack, bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[str] = []
        package_file = source_file.package_file

        def noted(*path: Any, **arguments: Any) -> LambdaPackage:
            package = package_file(*path, **arguments)
            made.append(package.architecture.name if package.architecture else "any")
            return package

        monkeypatch.setattr(source_file, "package_file", noted)
        package = LambdaPackage.from_file(bundled)
        assert made == ["x86_64"]
        Function(stack, "Orders", packaging=package)
        assert made == ["x86_64"]
        Function(stack, "OrdersOnArm", packaging=package, architecture=lambda_.Architecture.ARM_64)
        assert made == ["x86_64", "arm64"]

    def test_what_was_made_for_another_is_refused(self, stack: cdk.Stack, bundled: Path) -> None:
        package = LambdaPackage.from_file(bundled, architecture=lambda_.Architecture.X86_64)

        with pytest.raises(InvalidArgumentError) as caught:
            Function(stack, "Orders", packaging=package, architecture=lambda_.Architecture.ARM_64)

        assert str(caught.value) == (
            "Fresh/Orders: packaging is made for x86_64, and the function has arm64; give both the same architecture, "
            "or the function alone"
        )

    def test_code_that_is_not_made_runs_on_any(self) -> None:
        assert LambdaPackage.inline(CODE).architecture is None


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"log_group_name": "my logs"}, "must be 1 to 512 letters, digits or '_', '-', '/', '.', '#', got 'my logs'"),
        ({"log_group_name": ""}, "must be 1 to 512 letters, digits or '_', '-', '/', '.', '#', got ''"),
        (
            {"log_group_name": "/shop/orders", "log_retention": None},
            "must not be given without log_retention, for no logs are written",
        ),
    ],
)
def test_a_log_group_has_a_name_that_there_can_be(stack: cdk.Stack, arguments: Any, problem: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Function(stack, "Orders", packaging=LambdaPackage.inline(CODE), **arguments)

    assert (caught.value.argument, caught.value.problem) == ("log_group_name", problem)


def test_code_that_cannot_be_bundled_is_told_in_our_words(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "orders.ts").write_text('import "./missing";\nexport const handler = async () => 1;')
    (tmp_path / "node_modules").symlink_to(REPOSITORY / "node_modules")

    with pytest.raises(PackagingError, match=r"orders\.ts: cannot be packaged: esbuild failed"):
        Function(stack, "Orders", packaging=LambdaPackage.from_file(tmp_path / "orders.ts"))
