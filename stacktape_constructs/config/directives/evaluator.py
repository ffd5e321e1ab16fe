"""Replaces every local directive in a node tree by what it stands for."""

from __future__ import annotations

import attrs

from stacktape_constructs.config.directives.errors import DirectiveError
from stacktape_constructs.config.directives.local import LOCAL_DIRECTIVES, LocalCall
from stacktape_constructs.config.directives.runtime import RUNTIME_DIRECTIVES, check_runtime_call
from stacktape_constructs.config.expression import (
    Argument,
    Expression,
    ExpressionSyntaxError,
    looks_like_directive,
    parse,
)
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.errors import Problem, did_you_mean
from stacktape_constructs.source import Position

#: Directives can multiply what they repeat; a real config has some thousand nodes.
MAX_NODES = 100_000

#: How many directives may lead to each other, through variables or as arguments.
MAX_DEPTH = 40


@attrs.frozen
class RuntimeNode(Node):
    """A value that the template or AWS will give."""

    expression: Expression


@attrs.frozen
class InvalidNode(Node):
    """Stands where a directive failed. Its problem is reported already; readers accept it silently."""


class Evaluator:
    """Evaluates directives within one config.

    Attributes:
        root: the whole config, for `$Var` and `$This`.
        facts: what the directives may ask.
        problems: gets a problem for each directive that failed.
    """

    root: MappingNode
    facts: Facts
    problems: list[Problem]

    def __init__(self, root: MappingNode, facts: Facts, problems: list[Problem]) -> None:
        self.root = root
        self.facts = facts
        self.problems = problems
        self._results: dict[str, tuple[Node, int]] = {}
        self._active: list[str] = []
        self._count = 0
        self._exhausted = False

    def evaluate(self, node: Node) -> Node:
        """The node with all its local directives replaced."""
        self._count += 1
        if self._count > MAX_NODES:
            if not self._exhausted:
                self._exhausted = True
                message = f"the directives make more than {MAX_NODES:,} values; repeat less"
                self.problems.append(Problem(node.position, message))
            return InvalidNode(node.position)
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if isinstance(node, SequenceNode):
            return SequenceNode(node.position, tuple(self.evaluate(item) for item in node.items))
        if isinstance(node, MappingNode):
            # Keys are never directives.
            return MappingNode(node.position, tuple((key, self.evaluate(value)) for key, value in node.entries))
        return node

    def _scalar(self, node: ScalarNode) -> Node:
        if not looks_like_directive(node.text):
            return node
        try:
            result = self.call(parse(node.text, node.position))
        except (ExpressionSyntaxError, DirectiveError) as error:
            self.problems.append(Problem(node.position, str(error)))
            return InvalidNode(node.position)
        # A single value is where it is used; a structure keeps the places of its parts.
        if isinstance(result, (ScalarNode, RuntimeNode)):
            return attrs.evolve(result, position=node.position)
        return result

    def call(self, expression: Expression) -> Node:
        """The result of one directive.

        Raises:
            DirectiveError: the directive is unknown, was called wrongly, or gave nothing.
        """
        name = expression.name
        if name in RUNTIME_DIRECTIVES:
            return RuntimeNode(expression.position, self._runtime(expression))
        local = LOCAL_DIRECTIVES.get(name)
        if local is None:
            known = sorted({*LOCAL_DIRECTIVES, *RUNTIME_DIRECTIVES})
            hint = did_you_mean(name, known) or f"; known directives: {', '.join('$' + n for n in known)}"
            raise DirectiveError(f"unknown directive ${name}(){hint}")
        key = str(expression)
        if len(self._active) == MAX_DEPTH:
            raise DirectiveError(
                f"directive {key} is the last of {MAX_DEPTH} that lead to each other; shorten the chain"
            )
        if key in self._active:
            cycle = " → ".join([*self._active[self._active.index(key) :], key])
            raise DirectiveError(f"directive {key} leads back to itself: {cycle}")
        if key not in self._results:
            self._active.append(key)
            before = self._count
            try:
                arguments = tuple(self._local_argument(a, expression) for a in expression.arguments)
                result, path = local(LocalCall(self, expression, arguments))
                evaluated = self.evaluate(self._follow(result, path, expression))
                self._results[key] = (evaluated, self._count - before)
            finally:
                self._active.pop()
            result_node = evaluated
        else:
            # One node in many places here, but as many values for whoever reads the tree.
            result_node, size = self._results[key]
            self._count += size
        if isinstance(result_node, ScalarNode) and scalar_value(result_node) is None:
            raise DirectiveError(f"directive {key} gives nothing: the value is null")
        return result_node

    def _follow(self, node: Node, path: tuple[str, ...], expression: Expression) -> Node:
        """Goes down a path, through directives where there are some on the way."""
        walked = f"${expression.name}()"
        for part in path:
            if isinstance(node, ScalarNode) and looks_like_directive(node.text):
                node = self.call(parse(node.text, node.position))
            child: Node | None = None
            known: list[str] = []
            if isinstance(node, MappingNode):
                child, known = node.get(part), node.keys()
            elif isinstance(node, SequenceNode):
                known = [str(index) for index in range(len(node.items))]
                child = node.items[int(part)] if part in known else None
            elif isinstance(node, RuntimeNode):
                raise DirectiveError(
                    f"directive {expression} reads '{part}' of {node.expression}, which is only known at deploy"
                )
            if child is None:
                hint = did_you_mean(part, known) or (f"; there is: {', '.join(known)}" if known else "")
                raise DirectiveError(f"directive {expression}: {walked} has no '{part}'{hint}")
            node, walked = child, f"{walked}.{part}"
        return node

    def _local_argument(self, argument: Argument, expression: Expression) -> Argument:
        value = self._argument(argument, expression.position)
        if isinstance(value, Expression):
            advice = "; use $CfFormat, which is evaluated at deploy" if expression.name == "Format" else ""
            raise DirectiveError(
                f"directive ${expression.name}() is evaluated before the template is built and cannot take "
                f"{value}, which is only known at deploy{advice}"
            )
        return value

    def _argument(self, argument: Argument, position: Position) -> Argument:
        """An argument with its directives evaluated: a plain value, or a runtime expression."""
        if not isinstance(argument, Expression):
            return argument
        result = self.call(argument)
        if isinstance(result, RuntimeNode):
            return result.expression
        if isinstance(result, ScalarNode):
            return scalar_value(result)
        if isinstance(result, InvalidNode):
            raise DirectiveError(f"directive {argument} failed")
        raise DirectiveError(f"directive {argument} gives a whole structure; an argument is one value")

    def _runtime(self, expression: Expression) -> Expression:
        arguments = tuple(self._argument(a, expression.position) for a in expression.arguments)
        name = RUNTIME_DIRECTIVES[expression.name].name
        evaluated = attrs.evolve(expression, name=name, arguments=arguments)
        fault = check_runtime_call(evaluated)
        if fault:
            raise DirectiveError(f"directive {expression}: {fault}")
        return evaluated
