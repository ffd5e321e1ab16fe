"""Where the boxes and arrows of a graph are, in pixels."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from stacktape_constructs.graph.boxes import Box, box_of
from stacktape_constructs.graph.layers import Layers, Way, layers_of
from stacktape_constructs.graph.links import Slot
from stacktape_constructs.graph.model import Edge, Graph

Point = tuple[float, float]
Direction = Literal["right", "down"]

MARGIN = 24.0
_BETWEEN_COLUMNS: Mapping[Direction, float] = {"right": 64.0, "down": 44.0}
_BETWEEN_BOXES = 22.0
#: Of an arrow that passes a column.
_LANE = 10.0
_LOOP = 26.0


@attrs.frozen
class PlacedBox:
    """A box and its upper left corner."""

    box: Box
    x: float
    y: float


@attrs.frozen
class PlacedEdge:
    """An arrow: where it starts, and its Bézier curves, each with two points of control and its end."""

    edge: Edge
    start: Point
    curves: tuple[tuple[Point, ...], ...]

    @property
    def middle(self) -> Point:
        """Where its label stands."""
        points = [self.start, *(curve[2] for curve in self.curves)]
        number = len(self.curves) // 2
        (x1, y1), (x2, y2) = points[number], points[number + 1]
        return (x1 + x2) / 2, (y1 + y2) / 2


@attrs.frozen
class Layout:
    """A picture's parts and its size."""

    boxes: tuple[PlacedBox, ...]
    edges: tuple[PlacedEdge, ...]
    width: float
    height: float


def layout_of(graph: Graph, direction: Direction = "right") -> Layout:
    """Places a graph, the same way each time."""
    boxes = {node.id: box_of(node) for node in graph.nodes}
    loops = {edge.source for edge in graph.edges if edge.source == edge.target}
    layers = layers_of(graph)
    # Along the arrows and across them, whichever way these go.
    along = {id: box.width if direction == "right" else box.height for id, box in boxes.items()}
    across: dict[Slot, float] = {slot: _LANE for column in layers.columns for slot in column}
    across.update({id: box.height if direction == "right" else box.width for id, box in boxes.items()})
    across.update({id: across[id] + 2 * _LOOP for id in loops})
    spans = _spans(layers, along, _BETWEEN_COLUMNS[direction])
    middles = _middles(layers, across)
    column_of = {slot: number for number, column in enumerate(layers.columns) for slot in column}
    ends: dict[Slot, tuple[float, float]] = {}
    for slot, number in column_of.items():
        start, end = spans[number]
        free = end - start - along[slot] if isinstance(slot, str) else 0.0
        ends[slot] = (start + free / 2, end - free / 2)
    placed: dict[str, PlacedBox] = {}
    for id, box in boxes.items():
        corner = (ends[id][0], middles[id] - (box.height if direction == "right" else box.width) / 2)
        placed[id] = PlacedBox(box, *_turned(corner, direction))
    columns = {slot: spans[number] for slot, number in column_of.items()}
    edges = [_placed_edge(way, ends, columns, middles, direction) for way in layers.ways]
    edges += [_loop(edge, placed[edge.source]) for edge in graph.edges if edge.source == edge.target]
    far_end = max((end for _, end in spans), default=0.0) + MARGIN
    far_side = max((middles[slot] + size / 2 for slot, size in across.items()), default=0.0) + MARGIN
    return Layout(tuple(placed.values()), tuple(edges), *_turned((far_end, far_side), direction))


def _turned(point: Point, direction: Direction) -> Point:
    """A point along and across the arrows as one to the right and down."""
    return point if direction == "right" else (point[1], point[0])


def _spans(layers: Layers, along: Mapping[str, float], between: float) -> list[tuple[float, float]]:
    """Where each column starts and ends."""
    spans: list[tuple[float, float]] = []
    start = MARGIN
    for column in layers.columns:
        length = max((along[slot] for slot in column if isinstance(slot, str)), default=0.0)
        spans.append((start, start + length))
        start += length + between
    return spans


def _middles(layers: Layers, across: Mapping[Slot, float]) -> dict[Slot, float]:
    """How far across the arrows the middle of each slot is: as near as can be to those it has arrows with."""
    links = layers.links()
    offsets = [_offsets([across[links.slots[slot]] for slot in column]) for column in links.columns]
    middles = [0.0] * len(links.slots)
    for column, room in zip(links.columns, offsets, strict=True):
        _keep_apart(middles, column, room)
    for number in range(2 * links.passes):
        to_the_right = number % 2 == 0
        neighbours = links.before if to_the_right else links.after
        rooms = list(zip(links.columns, offsets, strict=True))
        for column, room in rooms if to_the_right else reversed(rooms):
            for slot in column:
                others = neighbours[slot]
                if len(others) == 1:
                    middles[slot] = middles[others[0]]
                elif others:
                    middles[slot] = sum([middles[other] for other in others]) / len(others)
            _keep_apart(middles, column, room)
    found = dict(zip(links.slots, middles, strict=True))
    top = min((found[slot] - size / 2 for slot, size in across.items()), default=0.0)
    return {slot: middle - top + MARGIN for slot, middle in found.items()}


def _offsets(sizes: Sequence[float]) -> list[float]:
    """How far the middle of each slot of a column is from that of the first, at least."""
    offsets = [0.0]
    for above, below in itertools.pairwise(sizes):
        offsets.append(offsets[-1] + (above + below) / 2 + _BETWEEN_BOXES)
    return offsets


def _keep_apart(middles: list[float], column: Sequence[int], offsets: Sequence[float]) -> None:
    """Moves the slots of a column to the middles nearest to theirs (least squares) that keep order and room between.

    Without the room that each takes it is a regression to rising numbers: neighbours in the wrong order share
    their mean.
    """
    sums: list[float] = []
    counts: list[int] = []
    means: list[float] = []
    for slot, offset in zip(column, offsets, strict=False):
        mean = total = middles[slot] - offset
        count = 1
        while means and means[-1] > mean:
            means.pop()
            total += sums.pop()
            count += counts.pop()
            mean = total / count
        sums.append(total)
        counts.append(count)
        means.append(mean)
    levels = itertools.chain.from_iterable(map(itertools.repeat, means, counts))
    for slot, offset, level in zip(column, offsets, levels, strict=False):
        middles[slot] = level + offset


def _placed_edge(
    way: Way,
    ends: Mapping[Slot, tuple[float, float]],
    columns: Mapping[Slot, tuple[float, float]],
    middles: Mapping[Slot, float],
    direction: Direction,
) -> PlacedEdge:
    """From the far side of one box to the near side of the next: straight in a column, curved between two."""
    first, *passed, last = way.slots
    alongs = [(first, ends[first][1]), (first, columns[first][1])]
    alongs += [(slot, end) for slot in passed for end in columns[slot]]
    alongs += [(last, columns[last][0]), (last, ends[last][0])]
    points = [(along, middles[slot]) for slot, along in dict.fromkeys(alongs)]
    if way.is_backward:
        points.reverse()
    curves = tuple(
        tuple(_turned(point, direction) for point in (((u1 + u2) / 2, v1), ((u1 + u2) / 2, v2), (u2, v2)))
        for (u1, v1), (u2, v2) in itertools.pairwise(points)
    )
    return PlacedEdge(way.edge, _turned(points[0], direction), curves)


def _loop(edge: Edge, placed: PlacedBox) -> PlacedEdge:
    right, top = placed.x + placed.box.width, placed.y
    start, end = (right - 2 * _LOOP, top), (right - _LOOP / 2, top)
    return PlacedEdge(edge, start, (((start[0], top - _LOOP), (end[0], top - _LOOP), end),))
