"""What the adapter half of a type is given: the stack, its names, and the other resources."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import attrs
import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.cdk.acknowledgements import Acknowledgement
from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import Block
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.errors import ConfigError, InvalidArgumentError, Problem
from stacktape_constructs.naming import StackNames
from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.resources.contracts import ConnectTarget
from stacktape_constructs.resources.values import References, Values
from stacktape_constructs.resources.yaml_names import in_yaml
from stacktape_constructs.source import Position

if TYPE_CHECKING:
    from stacktape_constructs.packaging.lambda_package import LambdaPackage


#: What the id of the permission begins with by which a rule may call a function. The CDK makes it below the rule.
RULE_PERMISSION = "AllowEventRule"


@attrs.frozen
class EnvironmentValue:
    """A value that a workload is told by a variable, and so waits for at deployment.

    Attributes:
        workload: name of the workload's resource.
        text: the value, or the token that stands for it.
        position: where the config asks for it.
        subject: what asks for it, for a message.
        remedy: what can be done if the workload cannot have it, for the end of a message.
    """

    workload: str
    text: str
    position: Position
    subject: str
    remedy: str


class BuildContext:
    """One building of a tree.

    Attributes:
        stack: the stack that everything is built in.
        names: the stack's physical names.
        code: where the users' code comes from.
        problems: what could not be built, and why.
        packages: the code of functions, by the names of their resources.
        references: what references can reach.
        fixed_logical_ids: logical ids that do not follow the rule, by the path below the stack of the
            CloudFormation resource that has one.
        environment: the values in environments that are not known before deployment.
        event_positions: where the event stands that a construct is for, by the name of the workload's resource
            and the construct's id.
        acknowledgements: findings of validators that the config has decided.
    """

    def __init__(self, stack: cdk.Stack, names: StackNames, code: CodeSource, references: References) -> None:
        self.stack = stack
        self.names = names
        self.code = code
        self.references = references
        self.problems: list[Problem] = []
        self.packages: dict[str, LambdaPackage] = {}
        self.fixed_logical_ids: dict[str, str] = {}
        self.environment: list[EnvironmentValue] = []
        self.event_positions: dict[tuple[str, str], Position] = {}
        self.acknowledgements: list[Acknowledgement] = []
        self._values = Values(references)
        self._names = Values(references, by_name=True)

    @functools.cached_property
    def bundling_required(self) -> bool:
        """Whether the code of the stack is asked for, as `cdk synth` of another stack does not."""
        return self.stack.bundling_required

    def resource(self, name: str) -> Construct:
        """The construct of a resource by its name, which the reference check has found to exist."""
        return self.references.constructs[name]

    def connect_target(self, name: str) -> ConnectTarget:
        """The construct of a resource that can be connected to."""
        return cast(ConnectTarget, self.resource(name))

    def fix_logical_id(self, path: str, logical_id: str) -> None:
        """Gives a CloudFormation resource, if it is made, a logical id that does not follow from its path.

        Args:
            path: path of the resource below the stack, which says `RULE_PERMISSION` of the permission of a rule.
            logical_id: the logical id.
        """
        self.fixed_logical_ids[path] = logical_id

    def acknowledge(self, construct: Construct, *findings: str, because: str) -> None:
        """Acknowledges findings that the config has decided, when all else is built.

        Args:
            construct: what the findings are about.
            findings: the rules, such as `L1`.
            because: what the config says.
        """
        self.acknowledgements.append(Acknowledgement(construct, findings, because))

    def text(self, value: str | Expression) -> str:
        """A text of the config, with what a directive stands for as a CDK token."""
        return self._values.text(value)

    def text_by_name(self, value: str | Expression) -> str:
        """The same, for an environment or a policy: an ARN there is known before the resource that has it."""
        return self._names.text(value)

    def json(self, node: Node) -> Any:
        """Free-form YAML as plain data, with what directives stand for as CDK tokens."""
        return self._values.json(node)

    @contextlib.contextmanager
    def reporting(self, block: Block, subject: str, *, at: Position | None = None) -> Iterator[None]:
        """Turns what a construct refuses into a problem at a place in the file, and goes on.

        Args:
            block: what is being built; a problem with an argument of the name of one of its
                properties stands at that property.
            subject: what the block is called in messages, such as `function 'api'`.
            at: where other problems stand. Default: where the block starts.
        """
        position = at or block.origin.block
        try:
            yield
        except InvalidArgumentError as error:
            place = block.origin.properties.get(error.argument.partition(".")[0], position)
            self.problems.append(Problem(place, f"{subject}: {in_yaml(error.argument)} {in_yaml(error.problem)}"))
        except ConfigError as error:
            self.problems.extend(
                attrs.evolve(problem, message=f"{subject}: {problem.message}") for problem in error.problems
            )
        except RuntimeError as error:
            # jsii brings CDK's own refusals as RuntimeError with the JavaScript error as its cause.
            if type(error.__cause__).__name__ != "JavaScriptError":
                raise
            reason = str(error).splitlines()[0]
            self.problems.append(Problem(position, f"{subject}: the CDK refuses this: {reason}"))
