"""Going through what a config holds, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import Block, fields_of
from stacktape_constructs.document.nodes import MappingNode, SequenceNode


def expressions_in(value: object) -> Iterator[Expression]:
    """Every runtime directive in a value, those in the arguments of others included.

    Args:
        value: a block, a node, an expression, or a tuple of such; anything else holds none.
    """
    if isinstance(value, Expression):
        yield value
        yield from expressions_in(value.arguments)
    elif isinstance(value, RuntimeNode):
        yield from expressions_in(value.expression)
    elif isinstance(value, Block):
        for shape in fields_of(type(value)).values():
            yield from expressions_in(getattr(value, shape.attribute))
    elif isinstance(value, MappingNode):
        for _, child in value.entries:
            yield from expressions_in(child)
    elif isinstance(value, SequenceNode):
        yield from expressions_in(value.items)
    elif isinstance(value, tuple):
        for item in value:
            yield from expressions_in(item)


def blocks_in(value: object) -> Iterator[Block]:
    """Every block in a value, itself included."""
    if isinstance(value, Block):
        yield value
        for shape in fields_of(type(value)).values():
            yield from blocks_in(getattr(value, shape.attribute))
    elif isinstance(value, tuple):
        for item in value:
            yield from blocks_in(item)
