"""A graph: what is drawn, and nothing of how."""

from __future__ import annotations

import attrs


@attrs.frozen
class Node:
    """One box.

    Attributes:
        id: tells it from others.
        kind: what it is, such as `event-bus` or `rule`.
        title: its name; empty for one that has none.
        lines: what else is said of it.
        is_resource: whether it is a resource of the config.
    """

    id: str
    kind: str
    title: str
    lines: tuple[str, ...] = ()
    is_resource: bool = False


@attrs.frozen
class Edge:
    """One arrow.

    Attributes:
        source: id of the node where it starts.
        target: id of the node where it ends.
        is_access: whether it says that something may be used, rather than that something comes along.
        label: what it is, where that is not plain from its ends.
    """

    source: str
    target: str
    is_access: bool = False
    label: str = ""


@attrs.frozen
class Graph:
    """Boxes and arrows, in the order in which they are met."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
