"""Replaces every local directive in a node tree by what it stands for."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from stacktape_constructs.config.directives.errors import DirectiveError
from stacktape_constructs.config.directives.local import LOCAL_DIRECTIVES, LocalCall, LocalDirective
from stacktape_constructs.config.directives.runtime import RUNTIME_DIRECTIVES, check_runtime_call
from stacktape_constructs.config.expression import (
    Argument,
    Expression,
    ExpressionSyntaxError,
    looks_like_directive,
    parse,
)
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.document.composer import MAX_DEPTH as MAX_NESTING
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.document.quoting import quoted, shortened
from stacktape_constructs.document.similar import similar
from stacktape_constructs.errors import ConfigError, Problem, did_you_mean
from stacktape_constructs.source import Position

T = TypeVar("T")

#: Directives can multiply what they repeat; a real config has some thousand nodes.
MAX_NODES = 100_000
#: So many characters of a text count as one node more: it is copied as often as it is repeated.
_CHARACTERS_PER_NODE = 100

#: How many directives may lead to each other, through variables or as arguments.
MAX_DEPTH = 40


#: How many keys or indices a message lists.
_MOST_LISTED = 20

#: How much of the way to a missing key a message shows.
_LONGEST_WALK = 160

_TOO_DEEP = f"the directives nest mappings and lists more than {MAX_NESTING} deep; flatten them"
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


@attrs.frozen
class RuntimeNode(Node):
    """A value that the template or AWS will give."""

    expression: Expression


@attrs.frozen
class InvalidNode(Node):
    """Stands where a directive failed. Its problem is reported already; readers accept it silently."""


@attrs.frozen
class _Result:
    """What a directive gave.

    Attributes:
        node: the value.
        size: how much of `MAX_NODES` it takes.
        height: how many mappings and lists are inside each other in it.
    """

    node: Node
    size: int
    height: int


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
        self._results: dict[str, _Result] = {}
        self._answers: dict[tuple[str, str], Any] = {}
        self._active: list[Expression] = []
        self._count = 0
        self._depth = 0
        self._deepest = 0

    def evaluate(self, node: Node) -> Node:
        """The node with all its local directives replaced.

        Raises:
            ConfigError: with all problems found so far, when the directives make too much.
        """
        if isinstance(node, ScalarNode):
            self._spend(1 + len(node.text) // _CHARACTERS_PER_NODE, node.position)
            return self._scalar(node)
        self._spend(1, node.position)
        if not isinstance(node, (SequenceNode, MappingNode)):
            return node
        if self._depth == MAX_NESTING:
            self.problems.append(Problem(node.position, _TOO_DEEP))
            return InvalidNode(node.position)
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        evaluated = self._items(node) if isinstance(node, SequenceNode) else self._entries(node)
        self._depth -= 1
        return evaluated

    # Most of a config holds no directive, and stays what it is.

    def _items(self, node: SequenceNode) -> Node:
        items = tuple([self.evaluate(item) for item in node.items])
        return node if all(map(operator.is_, items, node.items)) else SequenceNode(node.position, items)

    def _entries(self, node: MappingNode) -> Node:
        # Keys are never directives.
        values = [self.evaluate(value) for _, value in node.entries]
        if all(new is value for new, (_, value) in zip(values, node.entries, strict=True)):
            return node
        entries = tuple((key, value) for (key, _), value in zip(node.entries, values, strict=True))
        return MappingNode(node.position, entries)

    def once(self, question: str, about: str, ask: Callable[[], T]) -> T:
        """The answer to a question about the world outside the file, which is asked only once.

        A config may put the same question in thousands of places, and reading a file takes its time.

        Raises:
            DirectiveError: what `ask` raised.
        """
        if (question, about) not in self._answers:
            try:
                self._answers[question, about] = ask()
            except DirectiveError as error:
                self._answers[question, about] = error
        answer: T | DirectiveError = self._answers[question, about]
        if isinstance(answer, DirectiveError):
            raise answer
        return answer

    def _spend(self, count: int, position: Position) -> None:
        self._count += count
        if self._count > MAX_NODES:
            message = (
                f"the directives make more than {MAX_NODES:,} values, or texts of "
                f"{MAX_NODES * _CHARACTERS_PER_NODE:,} characters; repeat less"
            )
            raise ConfigError([*self.problems, Problem(position, message)])

    def _scalar(self, node: ScalarNode) -> Node:
        if not looks_like_directive(node.text) and not _is_unclosed(node.text):
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
            raise DirectiveError(f"unknown directive ${shortened(name, 40)}(){hint}")
        self._spend(len(expression.arguments), expression.position)
        result = self._results.get(expression.text)
        if result is None:
            result = self._results[expression.text] = self._result(expression, local)
        else:
            # One node in many places here, but as many values for whoever reads the tree.
            self._spend(result.size, expression.position)
            if self._depth + result.height > MAX_NESTING:
                raise DirectiveError(_TOO_DEEP)
            self._deepest = max(self._deepest, self._depth + result.height)
        if isinstance(result.node, ScalarNode) and scalar_value(result.node) is None:
            raise DirectiveError(f"directive {expression} gives nothing: the value is null")
        return result.node

    def _result(self, expression: Expression, local: LocalDirective) -> _Result:
        if len(self._active) == MAX_DEPTH:
            raise DirectiveError(
                f"directive {expression} is the last of {MAX_DEPTH} that lead to each other; shorten the chain"
            )
        active = [directive.text for directive in self._active]
        if expression.text in active:
            cycle = " → ".join(map(str, [*self._active[active.index(expression.text) :], expression]))
            raise DirectiveError(f"directive {expression} leads back to itself: {cycle}")
        self._active.append(expression)
        count, deepest, self._deepest = self._count, self._deepest, self._depth
        try:
            arguments = tuple(self._local_argument(a, expression) for a in expression.arguments)
            value, path = local(LocalCall(self, expression, arguments))
            node = self.evaluate(self._follow(value, path, expression))
            return _Result(node, self._count - count, self._deepest - self._depth)
        finally:
            self._active.pop()
            self._deepest = max(self._deepest, deepest)

    def _follow(self, node: Node, path: tuple[str, ...], expression: Expression) -> Node:
        """Goes down a path, through directives where there are some on the way."""
        walked = f"${expression.name}()"
        for part in path:
            if isinstance(node, ScalarNode) and looks_like_directive(node.text):
                node = self.call(parse(node.text, node.position))
            child: Node | None = None
            if isinstance(node, MappingNode):
                child = node.get(part)
            elif isinstance(node, SequenceNode):
                is_index = _INDEX.fullmatch(part) and int(part) < len(node.items)
                child = node.items[int(part)] if is_index else None
            elif isinstance(node, RuntimeNode):
                raise DirectiveError(
                    f"directive {expression} reads {quoted(part)} of {node.expression}, which is only known at deploy"
                )
            if child is None:
                walked = shortened(walked, _LONGEST_WALK)
                raise DirectiveError(f"directive {expression}: {walked} has no {quoted(part)}{_offer(part, node)}")
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
        evaluated = attrs.evolve(expression, name=name, arguments=arguments, written=expression.name)
        fault = check_runtime_call(evaluated)
        if fault:
            raise DirectiveError(f"directive {expression}: {fault}")
        return evaluated


def _is_unclosed(text: str) -> bool:
    """Whether a text begins like a known directive and never ends: deployed as text it would be nobody's meaning."""
    if not text.startswith("$") or ")" in text:
        return False
    name, parenthesis, _ = text[1:].partition("(")
    return parenthesis != "" and (name in LOCAL_DIRECTIVES or name in RUNTIME_DIRECTIVES)


def _offer(part: str, node: Node) -> str:
    """The end of a sentence about a part that a node has not: what it has."""
    if isinstance(node, MappingNode):
        known = node.keys()
    elif isinstance(node, SequenceNode):
        known = [str(index) for index in range(min(len(node.items), _MOST_LISTED + 1))]
    else:
        return ""
    listed = [shortened(name, 40) for name in known[:_MOST_LISTED]] + ["…"] * (len(known) > _MOST_LISTED)
    return similar(part, known) or (f"; there is: {', '.join(listed)}" if listed else "")
