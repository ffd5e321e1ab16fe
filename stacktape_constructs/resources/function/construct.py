"""`Function`: a Lambda function with its role, its logs and the ways to invoke it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.constants import known_milliseconds, seconds, service_principal
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.resources.connections import Connections, ToldVariables, check_targets
from stacktape_constructs.resources.contracts import ConnectTarget
from stacktape_constructs.resources.function.base import FunctionBase, arn_of_name
from stacktape_constructs.resources.function.environment import FunctionEnvironment, merged_environment
from stacktape_constructs.resources.function.imported import ImportedFunction
from stacktape_constructs.resources.function.limits import FunctionLimits
from stacktape_constructs.resources.function.network_access import (
    deny_network_to_code,
    describe_security_group,
    network_interface_statement,
)
from stacktape_constructs.resources.function.output import log_group_for, make_no_log_group
from stacktape_constructs.resources.function.traffic import live_alias, own_url, send_results

DEFAULT_TIMEOUT_SECONDS = 20


@functools.cache
def _x86_64() -> lambda_.Architecture:
    return lambda_.Architecture.X86_64


@jsii.implements(iam.IGrantable)
class Function(FunctionBase):
    """A Lambda function.

    It acts as a role of its own, which can write to the function's own log group and nothing else
    until more is granted. EventBridge rules and routes of HTTP APIs can invoke it, and it can be
    connected to other resources and others to it.

    https://docs.aws.amazon.com/lambda/latest/dg/welcome.html

    Args:
        scope: the parent construct.
        id: id in the parent.
        packaging: the code, its handler and its runtime.
        function_name: physical name, up to 64 letters, digits, `-` or `_`. Default: CloudFormation
            names the function. With a name, functions can be connected to each other and to
            themselves, for their ARNs are known before they are made.
        description: what the function is for, up to 256 characters.
        environment: variables, at most 4 KB in all; they win over those of the package, and those of
            connections over them.
        connect_to: resources that the function is connected to; see `connect_to`.
        memory_size: 128 to 10240 MiB; CPU grows with it.
        timeout: 1 to 900 seconds that a call may take. Default: 20 seconds.
        architecture: of the processor. Default: x86-64.
        ephemeral_storage_size: 512 to 10240 MiB of /tmp. Default: 512 MiB.
        layers: at most five layer versions.
        vpc: network that the function is put into. Default: none; it reaches the internet.
        vpc_subnets: subnets in `vpc`. Default: private ones.
        security_groups: in `vpc`. Default: a new one, with all outbound traffic allowed.
        allow_public_subnet: permit public subnets, from where a function reaches no internet.
        role: what the code acts as; it must trust `lambda.amazonaws.com`. Default: a new role.
        initial_policy: statements that the role has before the function is made.
        reserved_concurrent_executions: how many calls may run at once, kept for this function; 0
            stops it. Default: what the account has.
        provisioned_concurrent_executions: how many instances are always ready. Rules, routes and
            the URL then invoke the alias `stp-live`, which points to the newest version.
        on_success: where results of asynchronous calls go.
        on_failure: where events of failed asynchronous calls go.
        url: an HTTPS address of the function's own. Without `auth_type`, callers need IAM access.
        log_retention: how long logs are kept. None: no logs are written. Default: three months.
        log_group_name: default: `/aws/lambda/<function_name>` if that name is given.
        log_removal_policy: what becomes of the logs when the function is removed. Default: deleted.

    Attributes:
        function: the CDK function.
        role: what the code acts as.
        log_group: where the function's output goes; None when no logs are written.
        alias: what rules, routes and the URL invoke; None without provisioned concurrency.
        function_url: the function's own HTTPS address, if there is one.

    Raises:
        InvalidArgumentError: an argument is outside of what Lambda accepts, or the function is
            connected to itself without a `function_name` or with a `url`.
        PackagingError: the code is bundled, and cannot be.

    Example:
        ```python
        from aws_cdk import aws_lambda
        from stacktape_constructs import EventBus, Function, LambdaPackage

        bus = EventBus(stack, "Checkouts")
        publisher = Function(
            stack,
            "Publisher",
            packaging=LambdaPackage.inline(
                "def handler(event, context): return event",
                runtime=aws_lambda.Runtime.PYTHON_3_13,
            ),
            memory_size=256,
            timeout=cdk.Duration.seconds(10),
            connect_to=[bus],  # may put events, and finds the bus in STP_CHECKOUTS_ARN
        )
        ```
    """

    function: lambda_.Function
    role: iam.IRole
    log_group: logs.ILogGroup | None
    alias: lambda_.Alias | None
    function_url: lambda_.FunctionUrl | None

    @checks_kinds(
        memory_size="1024 for a GiB",
        packaging="LambdaPackage.from_file('src/handler.py')",
        architecture="aws_lambda.Architecture.ARM_64",
        url="aws_lambda.FunctionUrlOptions()",
    )
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        packaging: LambdaPackage,
        function_name: str | None = None,
        description: str | None = None,
        environment: Mapping[str, str] | None = None,
        connect_to: Sequence[ConnectTarget] = (),
        memory_size: float = 1024,
        timeout: cdk.Duration | None = None,
        architecture: lambda_.Architecture | None = None,
        ephemeral_storage_size: cdk.Size | None = None,
        layers: Sequence[lambda_.ILayerVersion] = (),
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        allow_public_subnet: bool | None = None,
        role: iam.IRole | None = None,
        initial_policy: Sequence[iam.PolicyStatement] = (),
        reserved_concurrent_executions: float | None = None,
        provisioned_concurrent_executions: float | None = None,
        on_success: lambda_.IDestination | None = None,
        on_failure: lambda_.IDestination | None = None,
        url: lambda_.FunctionUrlOptions | None = None,
        log_retention: logs.RetentionDays | None = logs.RetentionDays.THREE_MONTHS,
        log_group_name: str | None = None,
        log_removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        super().__init__(scope, id)
        check_targets(self, connect_to)
        limits = FunctionLimits(self)
        architecture = architecture or _x86_64()
        try:
            packaging = packaging.for_architecture(architecture)
        except PackagingError as error:
            raise limits.invalid("packaging", error.problem) from None
        for name, warning in packaging.warnings.items():
            cdk.Annotations.of(self).add_warning_v2(f"stacktape-constructs:{name}", warning)
        limits.check_name(function_name)
        limits.check_handler(packaging.handler)
        limits.check_description(description)
        limits.check_memory_size(memory_size)
        timeout = timeout or seconds(DEFAULT_TIMEOUT_SECONDS)
        self._timeout_milliseconds = known_milliseconds(timeout)
        limits.check_timeout(self._timeout_milliseconds)
        limits.check_ephemeral_storage_size(ephemeral_storage_size)
        limits.check_log_group_name(log_group_name, logs=log_retention is not None)
        limits.check_layers(layers)
        limits.check_concurrency(reserved=reserved_concurrent_executions, provisioned=provisioned_concurrent_executions)
        limits.check_network(
            has_vpc=vpc is not None,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
            allow_public_subnet=allow_public_subnet or None,
        )
        self._limits = limits
        self._environment = FunctionEnvironment(self)
        self._environment.set(merged_environment(packaging.environment, environment or {}))
        literal_name = None if is_unresolved(function_name) else function_name
        self._told = ToldVariables(self, known_by_name=literal_name is not None)
        for target in connect_to:
            self._environment.set(self._told.of(target))
        # Built from the name, an ARN is known before the function exists.
        self._literal_arn = None if literal_name is None else arn_of_name(self.stack, literal_name)

        if log_retention is None:
            make_no_log_group(self)
        # A role of ours, because CDK's own would have AWS's managed policy: access to all logs.
        self.role = role or iam.Role(self, "Role", assumed_by=service_principal("lambda.amazonaws.com"))
        self.log_group = log_group_for(
            self,
            self.role,
            name=log_group_name or (literal_name and f"/aws/lambda/{literal_name}"),
            retention=log_retention,
            removal_policy=log_removal_policy,
        )
        if packaging.bundle is not None and self.stack.bundling_required:
            # Or it would be made when JavaScript asks for it, which tells what is wrong with it in its own way.
            for text in packaging.bundle.warnings():
                warning = f"{packaging.bundle.title}: what bundles it warns:\n{text}"
                cdk.Annotations.of(self).add_warning_v2("stacktape-constructs:bundling", warning)
        self.function = lambda_.Function(
            self,
            "Default",
            code=packaging.code,
            handler=packaging.handler,
            runtime=packaging.runtime,
            environment=self._environment.variables,
            function_name=function_name,
            description=description,
            memory_size=memory_size,
            timeout=timeout,
            architecture=architecture,
            ephemeral_storage_size=ephemeral_storage_size,
            layers=list(layers) or None,
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=None if security_groups is None else list(security_groups),
            allow_public_subnet=allow_public_subnet,
            role=self.role,
            initial_policy=[*initial_policy, *([network_interface_statement()] if vpc is not None else [])],
            log_group=self.log_group,
            reserved_concurrent_executions=reserved_concurrent_executions,
        )
        if vpc is not None:
            if security_groups is None:
                describe_security_group(self.function)
            deny_network_to_code(self, self.role, self._literal_arn or self.function_arn)
        self.alias = live_alias(self, self.function, provisioned_concurrent_executions)
        send_results(self.function, self.alias, on_success=on_success, on_failure=on_failure)
        self.function_url = own_url(self, self._invoked, url)
        self._connections = Connections(self, role=self.role)
        self._connections.give_access(*connect_to)

    @staticmethod
    @checks_kinds()
    def from_function_arn(
        scope: Construct, id: str, function_arn: str, *, same_environment: bool | None = None
    ) -> FunctionBase:
        """An existing function by its ARN: the way to a function in another account.

        Args:
            scope: the parent construct.
            id: id in the parent.
            function_arn: the ARN, without a version or alias.
            same_environment: say that the function is in the account and region of the stack, where
                CDK cannot see that. Only then can permissions for rules and routes be added to it.

        Raises:
            InvalidArgumentError: the text is no ARN of a function.
        """
        return ImportedFunction(scope, id, function_arn=function_arn, same_environment=same_environment)

    @staticmethod
    @checks_kinds()
    def from_function_name(scope: Construct, id: str, function_name: str) -> FunctionBase:
        """An existing function of this account and region by its name.

        Raises:
            InvalidArgumentError: the text is the ARN of a function, or no name that one can have.
        """
        return ImportedFunction.named(scope, id, function_name)

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The role, for the grants of other resources, such as `bucket.grant_read(function)`."""
        return self.role.grant_principal

    @property
    def parameters(self) -> Mapping[str, str]:
        """What `$ResourceParam` can read: `arn`, `logGroupArn` if it logs, `url` if it has one."""
        parameters = {"arn": self.function_arn}
        if self.log_group is not None:
            parameters["logGroupArn"] = self.log_group.log_group_arn
        if self.function_url is not None:
            parameters["url"] = self.function_url.url
        return parameters

    @property
    def connect_variables(self) -> Mapping[str, str]:
        """The parameters, with an ARN that is built from `function_name` if that was given."""
        parameters = self.parameters
        return parameters if self._literal_arn is None else {**parameters, "arn": self._literal_arn}

    def connect_to(self, *targets: ConnectTarget, inject_environment: bool = True) -> None:
        """Gives the function access to resources and tells it their parameters.

        Args:
            *targets: what to connect to.
            inject_environment: set a variable `STP_<RESOURCE>_<PARAMETER>` for each parameter; it
                replaces one of the same name in the environment.

        Raises:
            InvalidArgumentError: one of the variables is set already for another target of the same id; or the
                function is to be told what is only known once it exists: its own ARN without a `function_name`,
                its own URL, or the ARN of what is told of this function in turn.
        """
        if inject_environment and self in targets:
            self._limits.check_known_to_itself(
                has_name=self._literal_arn is not None, has_url=self.function_url is not None
            )
        self._connections.give_access(*targets)
        for target in targets if inject_environment else ():
            for name, value in self._told.of(target).items():
                self.add_environment(name, value)

    @checks_kinds()
    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allows a principal to invoke the function, or its alias if it has one, and no other version.

        To let two functions invoke each other use `connect_to`: CloudFormation cannot make functions
        whose roles wait for each other.
        """
        return super().grant_invoke(grantee) if self.alias is None else self.alias.grant_invoke(grantee)

    @checks_kinds(statement="aws_iam.PolicyStatement(actions=[...], resources=[...])")
    def add_to_role_policy(self, statement: iam.PolicyStatement) -> None:
        """Adds a statement to the policy of the function's role, for which the function waits."""
        self.role.add_to_principal_policy(statement)

    @checks_kinds()
    def add_environment(self, name: str, value: str) -> None:
        """Sets a variable.

        Raises:
            InvalidArgumentError: the name is malformed or reserved, or the variables are too large.
        """
        self._environment.set({name: value})
        self.function.add_environment(name, value)

    @property
    def _invoked(self) -> lambda_.IFunction:
        return self.alias or self.function
