from __future__ import annotations

from stacktape_constructs.graph.links import Links


def test_places_are_numbered_in_the_order_of_the_columns_and_know_their_neighbours() -> None:
    links = Links.of([["a", "b"], [(0, 1)], ["c"]], [("a", (0, 1), "c"), ("b", (0, 1))])

    assert links.slots == ("a", "b", (0, 1), "c")
    assert links.columns == [[0, 1], [2], [3]]
    assert links.before == [[], [], [0, 1], [2]]
    assert links.after == [[2], [2], [3], []]


def test_a_picture_of_more_than_can_be_seen_is_gone_through_less_often() -> None:
    passes = [Links.of([map(str, range(number))], []).passes for number in (0, 10_000, 15_000, 100_000)]

    assert passes == [12, 12, 8, 4]
