"""Runtime directives → CDK tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import attrs
import aws_cdk as cdk
import jsii
from constructs import Construct

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.config.expression import Argument, Expression
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.naming import pascal_case
from stacktape_constructs.references.legacy import child_and_attribute
from stacktape_constructs.references.targets import ReferenceTarget
from stacktape_constructs.resources.contracts import ConnectTarget, Referenceable
from stacktape_constructs.source import Position


@attrs.frozen
class LogicalIdReference:
    """A reference to a CloudFormation resource by its logical id: `$CfResourceParam` and `$Param`.

    Attributes:
        logical_id: the logical id.
        attribute: what is read of it.
        position: where the reference stands.
        by_name: whether what is read is to be built from the name of the resource, where that is
            possible, rather than from the resource.
    """

    logical_id: str
    attribute: str
    position: Position = attrs.field(eq=False)
    by_name: bool


@attrs.define
class References:
    """What references can reach, and those that can only be resolved when the tree is complete.

    Attributes:
        targets: each resource of the config, as others see it.
        constructs: the constructs built so far, by resource name.
        met: the references to logical ids, in the order they were met.
        resolved: for each reference, the CloudFormation intrinsic; filled at the end.
    """

    targets: Mapping[str, ReferenceTarget]
    constructs: dict[str, Construct] = attrs.field(factory=dict)
    met: list[LogicalIdReference] = attrs.field(factory=list)
    resolved: dict[LogicalIdReference, Any] = attrs.field(factory=dict)


class Values:
    """Turns the values of a config into what CDK takes."""

    def __init__(self, references: References, *, by_name: bool = False) -> None:
        """Takes what references can reach.

        Args:
            references: what references can reach.
            by_name: build ARNs from names where these are known, so that nothing waits at deploy for
                what a value only names. For environments: a function may name itself there.
        """
        self._references = references
        self._by_name = by_name
        self._readers: Mapping[str, Callable[[Expression], str]] = {
            "ResourceParam": self._resource_parameter,
            "CfResourceParam": self._logical_id_parameter,
            "Param": self._legacy_parameter,
            "CfFormat": self._format,
            "Secret": self._secret,
            "SsmParam": self._ssm_parameter,
            "CfStackOutput": self._stack_output,
        }

    def text(self, value: str | Expression) -> str:
        """A text, or the token that a runtime directive stands for."""
        return self._expression(value) if isinstance(value, Expression) else value

    def json(self, node: Node) -> Any:
        """Free-form YAML as plain data."""
        if isinstance(node, RuntimeNode):
            return self._expression(node.expression)
        if isinstance(node, ScalarNode):
            return scalar_value(node)
        if isinstance(node, SequenceNode):
            return [self.json(item) for item in node.items]
        assert isinstance(node, MappingNode), node
        return {key.text: self.json(value) for key, value in node.entries}

    def _expression(self, expression: Expression) -> str:
        return self._readers[expression.name](expression)

    def _resource_parameter(self, expression: Expression) -> str:
        name, parameter = (str(argument) for argument in expression.arguments)
        if name in self._references.constructs:
            return self._parameter(name, parameter)
        # Resources are built before those that refer to them, so only a circle gets here.
        return cdk.Lazy.string(_LaterText(lambda: self._parameter(name, parameter)))

    def _parameter(self, name: str, parameter: str) -> str:
        construct = self._references.constructs[name]
        if self._by_name and self._references.targets[name].connectable:
            return cast(ConnectTarget, construct).connect_variables[parameter]
        return cast(Referenceable, construct).parameters[parameter]

    def _logical_id_parameter(self, expression: Expression) -> str:
        logical_id, attribute = (str(argument) for argument in expression.arguments)
        return self._by_logical_id(logical_id, attribute, expression.position)

    def _legacy_parameter(self, expression: Expression) -> str:
        target = self._references.targets[str(expression.arguments[0])]
        label, attribute = child_and_attribute(expression)
        logical_id = target.label(label)
        assert logical_id is not None, expression
        return self._by_logical_id(logical_id, attribute, expression.position)

    def _by_logical_id(self, logical_id: str, attribute: str, position: Position) -> str:
        reference = LogicalIdReference(logical_id, attribute, position, self._by_name)
        self._references.met.append(reference)
        # Whether this is a Ref or an Fn::GetAtt depends on the type of what has the logical id,
        # which may not be built yet.
        resolved = self._references.resolved
        return cdk.Token.as_string(cdk.Lazy.any(_Later(lambda: resolved[reference])))

    def _format(self, expression: Expression) -> str:
        template, *values = expression.arguments
        pieces = str(template).split("{}")
        return pieces[0] + "".join(self._as_text(v) + piece for v, piece in zip(values, pieces[1:], strict=True))

    def _as_text(self, value: Argument) -> str:
        if isinstance(value, Expression):
            return self._expression(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)

    def _secret(self, expression: Expression) -> str:
        # A dynamic reference: CloudFormation puts the value in, and no template ever holds it.
        name, _, key = str(expression.arguments[0]).partition(".")
        field = f":{key}" if key else ""
        return f"{{{{resolve:secretsmanager:{name}:SecretString{field}}}}}"

    def _ssm_parameter(self, expression: Expression) -> str:
        return f"{{{{resolve:ssm:{expression.arguments[0]}}}}}"

    def _stack_output(self, expression: Expression) -> str:
        return cdk.Fn.import_value(export_name(*(str(argument) for argument in expression.arguments)))


def export_name(stack: str, output: str) -> str:
    """The name under which Stacktape exports an output.

    >>> export_name("shop-dev", "busArn")
    'ShopDevBusArn'
    """
    return pascal_case(stack, output)


@jsii.implements(cdk.IStableStringProducer)
class _LaterText:
    """A text that is asked for when the template is written."""

    def __init__(self, produce: Callable[[], str]) -> None:
        self._produce = produce

    def produce(self) -> str:
        """The text."""
        return self._produce()


@jsii.implements(cdk.IStableAnyProducer)
class _Later:
    """A value that is asked for when the template is written."""

    def __init__(self, produce: Callable[[], Any]) -> None:
        self._produce = produce

    def produce(self) -> Any:
        """The value."""
        return self._produce()
