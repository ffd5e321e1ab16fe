"""What is wrong with a part of an event pattern, and where that part stands."""

from __future__ import annotations

import attrs

PatternPath = tuple[str | int, ...]


@attrs.frozen
class PatternFault:
    """One thing that is wrong with a pattern.

    Attributes:
        path: keys and list indices from the pattern's root to the faulty node; `()` is the pattern.
        message: what is wrong with that node, as the rest of a sentence about it.
    """

    path: PatternPath
    message: str

    def __str__(self) -> str:
        return f"{self.location} {self.message}" if self.path else self.message

    @property
    def location(self) -> str:
        """The path as it would be written in JavaScript, such as `detail.items[0]`."""
        return location(self.path)

    def below(self, path: PatternPath) -> PatternFault:
        """The same fault in a pattern that has, at `path`, the part which this one starts from."""
        return PatternFault((*path, *self.path), self.message)


def location(path: PatternPath) -> str:
    """A path as it would be written in JavaScript, such as `detail.items[0]`."""
    keys = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(keys).removeprefix(".")
