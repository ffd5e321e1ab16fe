from __future__ import annotations

from itertools import combinations

from hypothesis import given

from stacktape_constructs.graph.layers import layers_of
from stacktape_constructs.graph.links import Links
from stacktape_constructs.graph.model import Graph
from stacktape_constructs.graph.ordering import Columns, ordered
from tests.graph.graphs import graphs


def _crossings(columns: Columns, links: Links) -> int:
    place = {slot: index for column in columns for index, slot in enumerate(column)}
    return sum(
        (place[one] - place[other]) * (place[end] - place[other_end]) < 0
        for column in columns
        for (one, end), (other, other_end) in combinations([(s, e) for s in column for e in links.after[s]], 2)
    )


@given(graphs())
def test_no_place_is_lost_and_no_more_arrows_cross_than_before(graph: Graph) -> None:
    columns = [sorted(column, key=str) for column in layers_of(graph).columns]
    links = Links.of(columns, [way.slots for way in layers_of(graph).ways])

    found = ordered(links)

    assert [sorted(column) for column in found] == [sorted(column) for column in links.columns]
    assert _crossings(found, links) <= _crossings(links.columns, links)


def test_arrows_that_can_be_untangled_are() -> None:
    links = Links.of(["abc", "xyz"], [("a", "z"), ("b", "y"), ("c", "x"), ("c", "y")])

    assert _crossings(links.columns, links) == 4
    assert _crossings(ordered(links), links) == 0
