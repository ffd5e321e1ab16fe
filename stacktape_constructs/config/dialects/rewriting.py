"""Changing mappings without losing where things stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, scalar_value
from stacktape_constructs.source import Position

Rewrite = Callable[[MappingNode], MappingNode]


def text(position: Position, value: str) -> ScalarNode:
    """A text that the author did not write, at the place of what he wrote instead."""
    return ScalarNode(position, text=value, plain=False)


def flag(position: Position, value: bool) -> ScalarNode:
    """A truth value that the author did not write."""
    return ScalarNode(position, text="true" if value else "false", plain=True)


def renamed(mapping: MappingNode, names: Mapping[str, str]) -> MappingNode:
    """The mapping with some keys renamed. A key whose new name is taken stays, to be reported."""
    taken = set(mapping.keys())
    return MappingNode(
        mapping.position,
        tuple(
            (text(key.position, names[key.text]), value)
            if key.text in names and names[key.text] not in taken
            else (key, value)
            for key, value in mapping.entries
        ),
    )


def without(mapping: MappingNode, *keys: str) -> MappingNode:
    """The mapping without some keys."""
    return MappingNode(mapping.position, tuple((key, value) for key, value in mapping.entries if key.text not in keys))


def with_entry(mapping: MappingNode, key: str, value: Node) -> MappingNode:
    """The mapping with one more entry at its end, at the place of its value."""
    return MappingNode(mapping.position, (*mapping.entries, (text(value.position, key), value)))


def inside(mapping: MappingNode, key: str, rewrite: Rewrite) -> MappingNode:
    """The mapping with the mapping under one key rewritten; unchanged where there is none."""
    return MappingNode(
        mapping.position,
        tuple(
            (name, rewrite(value)) if name.text == key and isinstance(value, MappingNode) else (name, value)
            for name, value in mapping.entries
        ),
    )


def is_true(node: Node | None) -> bool:
    """Whether a node is the truth value true."""
    return isinstance(node, ScalarNode) and scalar_value(node) is True


def is_text(node: Node | None, *values: str) -> bool:
    """Whether a node is one of some texts."""
    return isinstance(node, ScalarNode) and node.text in values
