from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given

from stacktape_constructs.graph.backward import backward_in
from stacktape_constructs.graph.model import Graph
from tests.graph.graphs import graphs


def _leads_to(start: str, end: str, arrows: Iterable[tuple[str, str]]) -> bool:
    met, waiting = {start}, [start]
    while waiting:
        box = waiting.pop()
        new = {target for source, target in arrows if source == box} - met
        met |= new
        waiting += new
    return end in met


@given(graphs())
def test_an_arrow_is_turned_around_if_those_before_it_lead_from_its_end_to_its_start(graph: Graph) -> None:
    edges = [edge for edge in graph.edges if edge.source != edge.target]
    arrows: list[tuple[str, str]] = []
    expected = set()
    for edge in sorted(edges, key=lambda edge: edge.is_access):
        if _leads_to(edge.target, edge.source, arrows):
            expected.add(edge)
            arrows.append((edge.target, edge.source))
        else:
            arrows.append((edge.source, edge.target))

    assert backward_in(edges) == expected
