from __future__ import annotations

import itertools

from hypothesis import given

from stacktape_constructs.graph.layers import Layers, layers_of
from stacktape_constructs.graph.model import Edge, Graph, Node
from tests.graph.graphs import everything, graphs


def _graph(nodes: str, *edges: str, access: str = "") -> Graph:
    return Graph(
        tuple(Node(id, "x", id) for id in nodes),
        (*(Edge(*ends) for ends in edges), *(Edge(*ends, is_access=True) for ends in access.split())),
    )


def _columns(layers: Layers) -> dict[str, int]:
    return {slot: number for number, column in enumerate(layers.columns) for slot in column if isinstance(slot, str)}


def test_arrows_lead_from_column_to_column():
    assert _columns(layers_of(_graph("abc", "ab", "bc"))) == {"a": 0, "b": 1, "c": 2}


def test_what_nothing_leads_to_stands_beside_what_it_leads_to():
    assert _columns(layers_of(_graph("abcd", "ab", "bc", "dc")))["d"] == 1


def test_an_arrow_that_would_close_a_circle_leads_back_and_an_access_before_an_event():
    layers = layers_of(_graph("abc", "bc", "ca", access="ab"))

    assert _columns(layers) == {"b": 0, "c": 1, "a": 2}
    assert [way.edge for way in layers.ways if way.is_backward] == [Edge("a", "b", is_access=True)]


def test_an_arrow_across_columns_has_a_slot_in_each():
    layers = layers_of(_graph("abc", "ab", "bc", "ac"))
    (way,) = [way for way in layers.ways if way.edge == Edge("a", "c")]

    assert way.slots == ("a", (2, 1), "c")
    assert (2, 1) in layers.columns[1]


def test_boxes_are_ordered_so_that_arrows_do_not_cross():
    layers = layers_of(_graph("abcd", "ad", "bc"))

    assert layers.columns in ((("a", "b"), ("d", "c")), (("b", "a"), ("c", "d")))


def test_what_stands_alone_comes_last():
    assert layers_of(_graph("xab", "ab")).columns[0] == ("a", "x")


def test_a_graph_of_nothing_has_no_column():
    assert layers_of(Graph((), ())) == Layers((), ())


@given(graphs())
def test_every_arrow_leads_one_column_further_at_a_time(graph):
    layers = layers_of(graph)
    column_of = {slot: number for number, column in enumerate(layers.columns) for slot in column}

    assert sorted(_columns(layers)) == sorted(node.id for node in graph.nodes)
    assert len(layers.ways) == sum(edge.source != edge.target for edge in graph.edges)
    for way in layers.ways:
        assert {way.slots[0], way.slots[-1]} == {way.edge.source, way.edge.target}
        assert (way.slots[0] == way.edge.target) == way.is_backward
        assert all(column_of[after] == column_of[before] + 1 for before, after in itertools.pairwise(way.slots))


def test_only_access_leads_back_where_events_close_no_circle():
    assert all(way.edge.is_access for way in layers_of(everything()).ways if way.is_backward)
