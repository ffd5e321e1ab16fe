"""Functions that an app uses and did not make."""

from __future__ import annotations

import re

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.function.base import FunctionBase, arn_of_name
from stacktape_constructs.resources.physical_names import function_name_problem

_FUNCTION_ARN = re.compile(r"arn:[\w-]+:lambda:[a-z\d-]+:\d{12}:function:[\w-]{1,64}")


class ImportedFunction(FunctionBase):
    """A Lambda function that this app uses and did not make. `Function.from_...` makes these.

    A rule or a route needs a permission on the function. It is added to a function of this account
    and region; on another one its owner has to give it.
    """

    function: lambda_.IFunction

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        function_arn: str,
        same_environment: bool | None,
    ) -> None:
        super().__init__(scope, id)
        if not _FUNCTION_ARN.fullmatch(function_arn) and not is_unresolved(function_arn):
            raise InvalidArgumentError(
                path=self.node.path,
                argument="function_arn",
                problem="must be 'arn:<partition>:lambda:<region>:<account>:function:<name>', without a "
                f"version or alias, got '{function_arn}'",
            )
        self.function = lambda_.Function.from_function_attributes(
            self, "Default", function_arn=function_arn, same_environment=same_environment
        )

    @classmethod
    def named(cls, scope: Construct, id: str, function_name: str) -> ImportedFunction:
        """A function of this account and region.

        Raises:
            InvalidArgumentError: the text is the ARN of a function, or no name that one can have.
        """
        if function_name.startswith("arn:"):
            raise InvalidArgumentError(
                path=f"{scope.node.path}/{id}",
                argument="function_name",
                problem=f"must be a name, got the ARN '{function_name}'; use Function.from_function_arn",
            )
        if problem := function_name_problem(function_name):
            raise InvalidArgumentError(path=f"{scope.node.path}/{id}", argument="function_name", problem=problem)
        arn = arn_of_name(cdk.Stack.of(scope), function_name)
        return cls(scope, id, function_arn=arn, same_environment=True)

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allows a principal to invoke the function, and none of its versions and aliases.

        A role, user or function of this app gets a statement in its own policy; if the function is in
        another account, its owner has to allow the call too.
        """
        # CDK's own method insists on a permission as well, wherever it cannot see whose function it is.
        grant = iam.Grant.add_to_principal(
            grantee=grantee, actions=["lambda:InvokeFunction"], resource_arns=[self.function_arn]
        )
        return grant if grant.success else self.function.grant_invoke(grantee)
