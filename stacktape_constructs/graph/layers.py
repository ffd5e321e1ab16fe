"""Which boxes stand in which column, and in which order: the method of Sugiyama, Tagawa and Toda.

Arrows are made to lead from left to right, as few as possible the other way; each box is as far to the left as
the arrows let it be; and the boxes of a column are ordered by those that they have arrows with. An arrow
across columns has a slot in each, so that no box stands where it goes.

https://doi.org/10.1109/TSMC.1981.4308636
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs

from stacktape_constructs.graph.backward import backward_in
from stacktape_constructs.graph.links import Links, Slot
from stacktape_constructs.graph.model import Edge, Graph
from stacktape_constructs.graph.ordering import ordered


@attrs.frozen
class Way:
    """An arrow through the columns.

    Attributes:
        edge: the arrow.
        slots: the places it passes, from left to right; two where it leads to the next column.
        is_backward: whether the arrow leads from right to left.
    """

    edge: Edge
    slots: tuple[Slot, ...]
    is_backward: bool


@attrs.frozen
class Layers:
    """Columns from left to right, each with its places from top to bottom; and the arrows through them."""

    columns: tuple[tuple[Slot, ...], ...]
    ways: tuple[Way, ...]

    def links(self) -> Links:
        """The places by numbers, with those that each has arrows with."""
        return Links.of(self.columns, [way.slots for way in self.ways])


def layers_of(graph: Graph) -> Layers:
    """The columns of a graph. Arrows from a box to itself are left out."""
    edges = [edge for edge in graph.edges if edge.source != edge.target]
    backward = backward_in(edges)
    ends = [
        (edge.target, edge.source) if edge in backward else (edge.source, edge.target) for edge in edges
    ]  # from left to right
    column_of = _columns([node.id for node in graph.nodes], ends)
    ways = tuple(
        Way(edge, _slots(number, start, end, column_of), edge in backward)
        for number, (edge, (start, end)) in enumerate(zip(edges, ends, strict=True))
    )
    return _in_order(graph, column_of, ways)


def _columns(nodes: Sequence[str], ends: Sequence[tuple[str, str]]) -> dict[str, int]:
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for start, end in ends:
        before[end].append(start)
        after[start].append(end)
    column_of: dict[str, int] = {}
    waiting = {node: len(before[node]) for node in nodes}
    ready = [node for node in nodes if not waiting[node]]
    for node in ready:
        column_of[node] = max((column_of[start] + 1 for start in before[node]), default=0)
        for end in after[node]:
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    # What nothing leads to stands beside what it leads to.
    for node in reversed(ready):
        if not before[node] and after[node]:
            column_of[node] = min(column_of[end] for end in after[node]) - 1
    return column_of


def _slots(number: int, start: str, end: str, column_of: Mapping[str, int]) -> tuple[Slot, ...]:
    passed = ((number, column) for column in range(column_of[start] + 1, column_of[end]))
    return (start, *passed, end)


def _in_order(graph: Graph, column_of: Mapping[str, int], ways: tuple[Way, ...]) -> Layers:
    columns: list[list[Slot]] = [[] for _ in range(max(column_of.values(), default=-1) + 1)]
    connected = {slot for way in ways for slot in way.slots}
    # What stands alone comes last.
    for node in sorted(graph.nodes, key=lambda node: node.id not in connected):
        columns[column_of[node.id]].append(node.id)
    for way in ways:
        for slot in way.slots[1:-1]:
            assert isinstance(slot, tuple)
            columns[slot[1]].append(slot)
    links = Layers(tuple(map(tuple, columns)), ways).links()
    best = ordered(links)
    return Layers(tuple(tuple(links.slots[number] for number in column) for column in best), ways)
