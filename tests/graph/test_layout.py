from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from stacktape_constructs.graph.layout import Layout, PlacedBox, PlacedEdge, Point, layout_of
from stacktape_constructs.graph.model import Edge, Graph, Node
from tests.graph.graphs import everything, graphs


def _along(edge: PlacedEdge) -> Iterator[Point]:
    """Points on an arrow."""
    (x0, y0) = edge.start
    for (x1, y1), (x2, y2), (x3, y3) in edge.curves:
        for step in range(1, 20):
            t, s = step / 20, 1 - step / 20
            yield (
                s**3 * x0 + 3 * s * s * t * x1 + 3 * s * t * t * x2 + t**3 * x3,
                s**3 * y0 + 3 * s * s * t * y1 + 3 * s * t * t * y2 + t**3 * y3,
            )
        x0, y0 = x3, y3


def _holds(placed: PlacedBox, point: Point) -> bool:
    x, y = point
    box = placed.box
    return placed.x + 1 < x < placed.x + box.width - 1 and placed.y + 1 < y < placed.y + box.height - 1


def _overlap(one: PlacedBox, other: PlacedBox) -> bool:
    return (
        one.x < other.x + other.box.width
        and other.x < one.x + one.box.width
        and one.y < other.y + other.box.height
        and other.y < one.y + one.box.height
    )


def check(layout: Layout) -> None:
    for one, other in itertools.combinations(layout.boxes, 2):
        assert not _overlap(one, other), (one.box.node.id, other.box.node.id)
    for placed in layout.boxes:
        assert placed.x >= 0
        assert placed.y >= 0
        assert placed.x + placed.box.width <= layout.width
        assert placed.y + placed.box.height <= layout.height
    for edge in layout.edges:
        for point in _along(edge):
            through = [placed.box.node.id for placed in layout.boxes if _holds(placed, point)]
            assert through == [], edge.edge
            assert 0 <= point[0] <= layout.width
            assert 0 <= point[1] <= layout.height


@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("direction", ["right", "down"])
@given(graph=graphs())
def test_no_box_is_over_another_and_no_arrow_goes_through_one(direction, graph):
    check(layout_of(graph, direction))


@pytest.mark.parametrize("direction", ["right", "down"])
def test_arrows_start_and_end_at_their_boxes(direction):
    layout = layout_of(everything(), direction)
    placed = {box.box.node.id: box for box in layout.boxes}

    for edge in layout.edges:
        for point, id in ((edge.start, edge.edge.source), (edge.curves[-1][2], edge.edge.target)):
            box, (x, y) = placed[id], point
            sides = [x - box.x, box.x + box.box.width - x, y - box.y, box.y + box.box.height - y]
            assert min(map(abs, sides)) < 0.1
            assert min(sides) > -0.1


def test_a_line_of_boxes_is_straight():
    nodes = tuple(Node(id, "function", id * 5) for id in "abc")
    layout = layout_of(Graph(nodes, (Edge("a", "b"), Edge("b", "c"))))
    across = {y for edge in layout.edges for _, y in (edge.start, *itertools.chain(*edge.curves))}

    assert len(across) == 1
    assert layout.width > layout.height


def test_a_graph_of_nothing_has_a_margin_only():
    layout = layout_of(Graph((), ()))

    assert (layout.boxes, layout.edges) == ((), ())
    assert layout.width == layout.height == 24
