"""What a YAML text is read as: three kinds of nodes, each with the place where it starts.

Nodes are frozen and compare by content, so that a rewritten config can be compared with a read one.
A transformation makes new nodes and gives them the position of what they replace: an error then
still points at what the user wrote.
"""

from __future__ import annotations

from typing import Any

import attrs

from stacktape_constructs.document.scalars import ScalarValue, plain_value, tagged_value
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.source import Position


@attrs.frozen
class Node:
    """Anything in a YAML text.

    Attributes:
        position: where it starts. A node that is reached through an alias (`*name`) stands where its
            anchor (`&name`) does.
    """

    position: Position = attrs.field(eq=False, repr=False)


@attrs.frozen
class ScalarNode(Node):
    """A text, number, boolean or nothing.

    What it means is left to its reader: a field of type text takes `text`, which keeps `3.10` and
    `NO`; where the type is not known, `scalar_value` decides.

    Attributes:
        text: what is written, without quotes and escapes.
        plain: True if it is neither quoted nor a block (`|`, `>`).
        tag: the tag in full (`tag:yaml.org,2002:str` for `!!str`), if one is written.
    """

    text: str
    plain: bool
    tag: str | None = None


@attrs.frozen
class SequenceNode(Node):
    """A list."""

    items: tuple[Node, ...]


@attrs.frozen
class MappingNode(Node):
    """Keys and their values, in the order of the file, with merges (`<<`) unfolded.

    A key is its text: `on`, `3.10` and `null` are the keys "on", "3.10" and "null".
    """

    entries: tuple[tuple[ScalarNode, Node], ...]
    _by_key: dict[str, tuple[ScalarNode, Node]] = attrs.field(init=False, eq=False, repr=False)

    @_by_key.default
    def _index(self) -> dict[str, tuple[ScalarNode, Node]]:
        return {key.text: (key, value) for key, value in self.entries}

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None if there is no such key."""
        entry = self._by_key.get(key)
        return None if entry is None else entry[1]

    def keys(self) -> list[str]:
        """The texts of the keys, in the order of the file."""
        return [key.text for key, _ in self.entries]

    def key_position(self, key: str) -> Position:
        """Where `key` itself stands, rather than its value.

        Raises:
            KeyError: if there is no such key.
        """
        return self._by_key[key][0].position

    def __contains__(self, key: object) -> bool:
        return key in self._by_key


def scalar_value(node: ScalarNode) -> ScalarValue:
    """The value of a scalar, where nothing else says of what type it is.

    By the core schema of YAML 1.2, so `NO`, `on` and `22:22` are text; an unquoted number with a
    superfluous leading zero is text too (see `scalars`).

    Raises:
        ConfigError: if the scalar has a tag that its text does not fit, such as `!!int abc`. Never
            for a node that `reader` made, which has checked that.
    """
    if node.tag is not None:
        try:
            return tagged_value(node.text, node.tag)
        except ValueError as error:
            raise ConfigError([Problem(node.position, str(error))]) from None
    return plain_value(node.text) if node.plain else node.text


def to_plain(node: Node) -> Any:
    """The node as Python's own lists, dicts and scalars, as a JSON reader would give them.

    Raises:
        ConfigError: if a scalar does not fit its tag, as in `scalar_value`.
        TypeError: if the node is none of the three kinds, which stand for what a YAML file can say.
    """
    if isinstance(node, ScalarNode):
        return scalar_value(node)
    if isinstance(node, SequenceNode):
        return [to_plain(item) for item in node.items]
    if isinstance(node, MappingNode):
        return {key.text: to_plain(value) for key, value in node.entries}
    raise TypeError(f"a {type(node).__name__} has no plain value")
