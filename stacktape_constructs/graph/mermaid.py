"""A graph as Mermaid, which many git hosts and wikis draw: https://mermaid.js.org/syntax/flowchart.html."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stacktape_constructs.graph.layout import Direction
from stacktape_constructs.graph.model import Edge, Graph, Node

#: They are written by their numbers: names and patterns come from users, and Mermaid, Markdown and HTML would read
#: these as their own. All others mean nothing in quotes. In the place of a link Mermaid only says that it has none:
#: https://github.com/mermaid-js/mermaid/issues/6385
_NOT_PLAIN = re.compile(
    r"[^\w .,:/|'()\[\]{}=?-]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis
    r"|:(?=//)|(?<=[wW]{3})\.|\](?=\()"  # links
)

_DIRECTIONS: Mapping[Direction, str] = {"right": "LR", "down": "TD"}


def as_mermaid(graph: Graph, direction: Direction = "right") -> str:
    """The text of a flowchart, the same for the same graph."""
    ids = {node.id: f"n{index}" for index, node in enumerate(graph.nodes)}
    return "\n".join(
        [
            f"flowchart {_DIRECTIONS[direction]}",
            *(f"    {ids[node.id]}{_box(node)}" for node in graph.nodes),
            *(f"    {ids[edge.source]} {_arrow(edge)} {ids[edge.target]}" for edge in graph.edges),
            "",
        ]
    )


def _box(node: Node) -> str:
    text = "<br/>".join(_escaped(line) for line in (node.title, *node.lines, node.kind) if line)
    return f'["{text}"]' if node.is_resource else f'(["{text}"])'


def _arrow(edge: Edge) -> str:
    arrow = "-.->" if edge.is_access else "-->"
    return f'{arrow}|"{_escaped(edge.label)}"|' if edge.label else arrow


def _escaped(text: str) -> str:
    return _NOT_PLAIN.sub(lambda found: f"#{ord(found[0])};", text)
