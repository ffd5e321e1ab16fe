"""The places in the columns of a picture by numbers, and which have arrows with which.

A large picture has some ten thousand, nearly all of them where an arrow passes a column, and each is looked at some
dozen times; a number is the quickest name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import attrs

#: How often the columns are gone through, at most and at least. More often than that nothing gets better that can be
#: seen; and of a picture with more places than can be seen, only as often as all of it takes a second.
_MOST, _LEAST = 12, 4
_VISITS = 120_000

#: A place in a column: a box by its node's id, or the way of an arrow by its number and the column's.
Slot = str | tuple[int, int]


@attrs.frozen
class Links:
    """The places of columns.

    Attributes:
        slots: the places, by number.
        columns: the numbers of each column, from top to bottom.
        before: for each number those that it has arrows with in the column to its left.
        after: those in the column to its right.
    """

    slots: Sequence[Slot]
    columns: Sequence[Sequence[int]]
    before: Sequence[Sequence[int]]
    after: Sequence[Sequence[int]]

    @property
    def passes(self) -> int:
        """How often whoever makes the picture better goes through the columns."""
        return max(_LEAST, min(_MOST, _VISITS // max(1, len(self.slots))))

    @staticmethod
    def of(columns: Iterable[Iterable[Slot]], ways: Iterable[Sequence[Slot]]) -> Links:
        """The places of columns, numbered in their order.

        Args:
            columns: the places of each.
            ways: the places that each arrow passes, from left to right.
        """
        number_of: dict[Slot, int] = {}
        numbered = [[number_of.setdefault(slot, len(number_of)) for slot in column] for column in columns]
        before: list[list[int]] = [[] for _ in number_of]
        after: list[list[int]] = [[] for _ in number_of]
        for way in ways:
            for left, right in pairwise(number_of[slot] for slot in way):
                before[right].append(left)
                after[left].append(right)
        return Links(tuple(number_of), numbered, before, after)
