"""What a YAML parser knows when it gives up, and the kind of function that explains it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs
import yaml

from stacktape_constructs.source import Position, Source

#: Ends of the sentences that explain faults.
ALIGN = "align this line with the lines it belongs to"
QUOTE_TEXT = "put the value in quotes if it is text"


@attrs.frozen
class Fault:
    """Where a parser gave up, and why.

    Attributes:
        source: the text.
        at: where it gave up.
        since: where the thing that it was reading starts; the same as `at` if it does not say.
        reading: that thing, in the words of the parser.
        complaint: what it found or missed, in the words of the parser.
    """

    source: Source
    at: yaml.Mark
    since: yaml.Mark
    reading: str
    complaint: str

    @property
    def here(self) -> Position:
        """Where the parser gave up."""
        return Position(self.source, self.at.line + 1, self.at.column + 1)

    @property
    def start(self) -> Position:
        """Where the thing that it was reading starts."""
        return Position(self.source, self.since.line + 1, self.since.column + 1)

    @property
    def character(self) -> str:
        """What stands where the parser gave up; empty at the end of the text."""
        return self.source.text[self.at.index : self.at.index + 1]

    @property
    def opener(self) -> str:
        """What starts the thing that it was reading, such as a quote."""
        return self.source.text[self.since.index : self.since.index + 1]

    @property
    def before(self) -> str:
        """The line up to where the parser gave up."""
        return self.source.line(self.at.line + 1)[: self.at.column]

    @property
    def at_end(self) -> bool:
        """Whether nothing but space follows."""
        return not self.source.text[self.at.index :].strip()


#: Where a person would mend a fault and what to tell; None if the fault is another one.
Explanation: TypeAlias = tuple[Position, str] | None
Explain: TypeAlias = Callable[[Fault], Explanation]
