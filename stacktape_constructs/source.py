"""Where something stands in a file: what an error points at, and what it quotes."""

from __future__ import annotations

import functools

import attrs

#: How much of a line is quoted.
_WIDTH = 160


@attrs.frozen(eq=False)
class Source:
    """A text and the name by which its reader knows it (a path as the user typed it)."""

    name: str
    text: str = attrs.field(repr=False)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line break; empty beyond the end."""
        return self._lines[number - 1] if 1 <= number <= len(self._lines) else ""

    @functools.cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()


@attrs.frozen
class Position:
    """A place in a source. Lines and columns count from 1, as editors do."""

    source: Source = attrs.field(repr=False)
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    @property
    def sort_key(self) -> tuple[str, int, int]:
        """Orders problems by file, then by place."""
        return (self.source.name, self.line, self.column)

    def excerpt(self) -> str:
        """The source line with a caret under the column, ready to be printed below a message.

        Of a line that is too long to be read, the part around the column.
        """
        line, caret = self.source.line(self.line), self.column - 1
        if not line.strip():
            return ""
        if len(line) > _WIDTH:
            start = max(0, min(caret - _WIDTH // 2, len(line) - _WIDTH))
            left, right = "…" if start else "", "…" if start + _WIDTH < len(line) else ""
            line, caret = f"{left}{line[start : start + _WIDTH]}{right}", caret - start + len(left)
        # Tabs must stay tabs in the caret's line, or the caret drifts off the column.
        padding = "".join("\t" if character == "\t" else " " for character in line[:caret])
        return f"    {line}\n    {padding}^"
