"""Going through what a config holds, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import Block, values_of
from stacktape_constructs.document.nodes import MappingNode, ScalarNode, SequenceNode

#: What most values are; they hold nothing.
_LEAVES = frozenset({str, int, float, bool, type(None), ScalarNode})


def expressions_in(value: object) -> Iterator[Expression]:
    """Every runtime directive in a value, those in the arguments of others included.

    Args:
        value: a block, a node, an expression, or a tuple of such; anything else holds none.
    """
    # A config has thousands of values, for each of which recursion would take another generator.
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if type(value) in _LEAVES:
            continue
        if isinstance(value, tuple):
            waiting.extend(reversed(value))
        elif isinstance(value, Block):
            waiting.extend(reversed(values_of(value)))
        elif isinstance(value, Expression):
            yield value
            waiting.extend(reversed(value.arguments))
        elif isinstance(value, RuntimeNode):
            waiting.append(value.expression)
        elif isinstance(value, MappingNode):
            waiting.extend(child for _, child in reversed(value.entries))
        elif isinstance(value, SequenceNode):
            waiting.extend(reversed(value.items))


def blocks_in(value: object) -> Iterator[Block]:
    """Every block in a value, itself included."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(reversed(value))
        elif isinstance(value, Block):
            yield value
            waiting.extend(child for child in reversed(values_of(value)) if type(child) not in _LEAVES)
