"""What messages say that a value must be, in the words of its shape."""

from __future__ import annotations

from stacktape_constructs.config.schema import Block, TypeShape, fields_of
from stacktape_constructs.document.nodes import Node, ScalarNode, scalar_value

#: What each kind of scalar is called.
EXPECTED = {
    "str": "text",
    "literal": "text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
}


def of_mappings(item: TypeShape) -> str:
    """What the items of a list have, if they are mappings."""
    if item.kind == "variant":
        return " of mappings with 'type' and 'properties'"
    if item.kind != "block" or item.block is None:
        return ""
    required = [f"'{name}'" for name, shape in fields_of(item.block).items() if shape.required]
    return " of mappings" + (f" with {' and '.join(required)}" if required else "")


def switched_on(node: Node, block: type[Block]) -> str:
    """What to write in the place of `cors: true`."""
    if isinstance(node, ScalarNode) and isinstance(scalar_value(node), bool) and "enabled" in fields_of(block):
        return f"; write {{enabled: {node.text}}}"
    return ""


def limits(low: float | None, high: float | None) -> str:
    """Which numbers there may be.

    >>> limits(1, 900), limits(None, 5)
    ('between 1 and 900', 'at most 5')
    """
    if low is not None and high is not None:
        return f"between {low:g} and {high:g}"
    return f"at least {low:g}" if low is not None else f"at most {high:g}"
