"""In which order the places of each column stand, so that few arrows cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from stacktape_constructs.graph.links import Links

Columns = Sequence[Sequence[int]]


def ordered(links: Links) -> Columns:
    """The columns in the best of some orders, each made of the one before by going through the columns once."""
    best = columns = links.columns
    fewest = _crossings(best, links)
    unchanged = 0
    for sweep in range(links.passes):
        swept = _swept(columns, links, to_the_right=sweep % 2 == 0)
        unchanged = unchanged + 1 if swept == columns else 0
        if unchanged == 2:  # in both directions, so there is nothing more to come
            break
        columns = swept
        if not unchanged and (crossings := _crossings(columns, links)) < fewest:
            best, fewest = columns, crossings
    return best


def _swept(columns: Columns, links: Links, *, to_the_right: bool) -> Columns:
    """The places of each column in the order of the middles of those they have arrows with."""
    neighbours = links.before if to_the_right else links.after
    made = list(columns)
    place = [0] * len(links.slots)
    middle: list[float] = [0] * len(links.slots)
    numbers = range(1, len(made)) if to_the_right else range(len(made) - 2, -1, -1)
    for number in numbers:
        for index, slot in enumerate(made[number - 1 if to_the_right else number + 1]):
            place[slot] = index
        for index, slot in enumerate(made[number]):
            others = neighbours[slot]
            if len(others) == 1:  # as of all where an arrow passes
                middle[slot] = place[others[0]]
            else:
                middle[slot] = sum(place[other] for other in others) / len(others) if others else index
        made[number] = sorted(made[number], key=middle.__getitem__)
    return made


def _crossings(columns: Columns, links: Links) -> int:
    """How many pairs of arrows cross: those whose ends stand in another order than their starts."""
    place = [0] * len(links.slots)
    for column in columns:
        for index, slot in enumerate(column):
            place[slot] = index
    crossings = 0
    for column in columns:
        # The ends of the arrows from above. To find and to insert is quick in a list, as long as columns are.
        ends: list[int] = []
        for slot in column:
            others = links.after[slot]
            if len(others) == 1:
                end = place[others[0]]
                crossings += len(ends) - bisect_right(ends, end)
                insort(ends, end)
            elif others:
                new = sorted([place[other] for other in others])
                crossings += sum([len(ends) - bisect_right(ends, end) for end in new])
                for end in new:
                    insort(ends, end)
    return crossings
