"""Which arrows are turned around, so that none leads back to where it came from.

Whether an arrow would close a circle is asked of each, so the boxes are kept in an order in which all arrows up to
then lead on: one that leads on as well closes none, and for one that leads back only what stands between its ends is
looked at. It is the method of Pearce and Kelly.

https://doi.org/10.1145/1187436.1210590
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stacktape_constructs.graph.model import Edge


def backward_in(edges: Iterable[Edge]) -> set[Edge]:
    """The arrows to turn around.

    What comes along goes to the right; an access turns around first.

    Args:
        edges: the arrows, of which none leads from a box to itself.
    """
    order = _Order()
    return {edge for edge in sorted(edges, key=lambda edge: edge.is_access) if not order.add(edge.source, edge.target)}


class _Order:
    """Boxes in an order in which all arrows lead on."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._following: dict[str, list[str]] = defaultdict(list)
        self._preceding: dict[str, list[str]] = defaultdict(list)

    def add(self, source: str, target: str) -> bool:
        """Adds an arrow; turned around, and False, if its target leads to its source."""
        high = self._place.setdefault(source, len(self._place))
        low = self._place.setdefault(target, len(self._place))
        if low < high:
            after = _reached(target, self._following, self._place, low, high)
            if source in after:
                self._connect(target, source)
                return False
            before = _reached(source, self._preceding, self._place, low, high)
            self._move(before, after)
        self._connect(source, target)
        return True

    def _connect(self, source: str, target: str) -> None:
        self._following[source].append(target)
        self._preceding[target].append(source)

    def _move(self, before: Iterable[str], after: Iterable[str]) -> None:
        """Puts some boxes before others, in the places that they have all together."""
        moved = [box for boxes in (before, after) for box in sorted(boxes, key=self._place.__getitem__)]
        places = sorted(self._place[box] for box in moved)
        self._place.update(zip(moved, places, strict=True))


def _reached(
    start: str, neighbours: Mapping[str, Sequence[str]], place: Mapping[str, int], low: int, high: int
) -> set[str]:
    """The boxes that arrows lead to from one, itself included, as far as they stand between two places."""
    met, waiting = {start}, [start]
    while waiting:
        for box in neighbours.get(waiting.pop(), ()):
            if box not in met and low <= place[box] <= high:
                met.add(box)
                waiting.append(box)
    return met
