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

from stacktape_constructs.graph.model import Edge, Graph

#: A place in a column: a box by its node's id, or the way of an arrow by its number and the column's.
Slot = str | tuple[int, int]

_SWEEPS = 12


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

    def neighbours(self, *, left: bool) -> Mapping[Slot, Sequence[Slot]]:
        """The slots that each slot has arrows with, in the column to its left or to its right."""
        found: dict[Slot, list[Slot]] = defaultdict(list)
        for way in self.ways:
            for before, after in zip(way.slots, way.slots[1:], strict=False):
                if left:
                    found[after].append(before)
                else:
                    found[before].append(after)
        return found


def layers_of(graph: Graph) -> Layers:
    """The columns of a graph. Arrows from a box to itself are left out."""
    edges = [edge for edge in graph.edges if edge.source != edge.target]
    backward = _backward(edges)
    ends = [
        (edge.target, edge.source) if edge in backward else (edge.source, edge.target) for edge in edges
    ]  # from left to right
    column_of = _columns([node.id for node in graph.nodes], ends)
    ways = tuple(
        Way(edge, _slots(number, start, end, column_of), edge in backward)
        for number, (edge, (start, end)) in enumerate(zip(edges, ends, strict=True))
    )
    return _ordered(graph, column_of, ways)


def _backward(edges: Sequence[Edge]) -> set[Edge]:
    """The arrows to turn around, so that none leads back to where it came from.

    What comes along goes to the right; an access turns around first.
    """
    following: dict[str, list[str]] = defaultdict(list)
    backward: set[Edge] = set()
    for edge in sorted(edges, key=lambda edge: edge.is_access):
        if _leads_to(edge.target, edge.source, following):
            backward.add(edge)
            following[edge.target].append(edge.source)
        else:
            following[edge.source].append(edge.target)
    return backward


def _leads_to(start: str, end: str, following: Mapping[str, Sequence[str]]) -> bool:
    met, waiting = {start}, [start]
    while waiting:
        for target in following.get(waiting.pop(), ()):
            if target == end:
                return True
            if target not in met:
                met.add(target)
                waiting.append(target)
    return False


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


def _ordered(graph: Graph, column_of: Mapping[str, int], ways: tuple[Way, ...]) -> Layers:
    columns: list[list[Slot]] = [[] for _ in range(max(column_of.values(), default=-1) + 1)]
    connected = {slot for way in ways for slot in way.slots}
    # What stands alone comes last.
    for node in sorted(graph.nodes, key=lambda node: node.id not in connected):
        columns[column_of[node.id]].append(node.id)
    for way in ways:
        for slot in way.slots[1:-1]:
            assert isinstance(slot, tuple)
            columns[slot[1]].append(slot)
    best = Layers(tuple(map(tuple, columns)), ways)
    layers, fewest = best, _crossings(best)
    for sweep in range(_SWEEPS):
        layers = _swept(layers, to_the_right=sweep % 2 == 0)
        if (crossings := _crossings(layers)) < fewest:
            best, fewest = layers, crossings
    return best


def _swept(layers: Layers, *, to_the_right: bool) -> Layers:
    """The places of each column in the order of the middles of those they have arrows with."""
    neighbours = layers.neighbours(left=to_the_right)
    columns = list(layers.columns)
    numbers = range(1, len(columns)) if to_the_right else range(len(columns) - 2, -1, -1)
    for number in numbers:
        beside = columns[number - 1 if to_the_right else number + 1]
        place = {slot: index for index, slot in enumerate(beside)}
        middle: dict[Slot, float] = {}
        for index, slot in enumerate(columns[number]):
            places = [place[other] for other in neighbours.get(slot, ())]
            middle[slot] = sum(places) / len(places) if places else float(index)
        columns[number] = tuple(sorted(columns[number], key=lambda slot: middle[slot]))
    return Layers(tuple(columns), layers.ways)


def _crossings(layers: Layers) -> int:
    place = {slot: index for column in layers.columns for index, slot in enumerate(column)}
    column_of = {slot: number for number, column in enumerate(layers.columns) for slot in column}
    gaps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for way in layers.ways:
        for before, after in zip(way.slots, way.slots[1:], strict=False):
            gaps[column_of[before]].append((place[before], place[after]))
    return sum(_inversions([after for _, after in sorted(pairs)]) for pairs in gaps.values())


def _inversions(numbers: list[int]) -> int:
    """How many pairs stand in the wrong order."""
    if len(numbers) < 2:
        return 0
    middle = len(numbers) // 2
    left, right = numbers[:middle], numbers[middle:]
    count = _inversions(left) + _inversions(right)
    left.sort()
    index = 0
    for number in sorted(right):
        while index < len(left) and left[index] <= number:
            index += 1
        count += len(left) - index
    return count
