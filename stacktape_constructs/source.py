"""Where something stands in a file: what an error points at, and what it quotes."""

from __future__ import annotations

import attrs


@attrs.frozen(eq=False)
class Source:
    """A text and the name by which its reader knows it (a path as the user typed it)."""

    name: str
    text: str = attrs.field(repr=False)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line break; empty beyond the end."""
        lines = self.text.splitlines()
        return lines[number - 1] if 1 <= number <= len(lines) else ""


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
        """The source line with a caret under the column, ready to be printed below a message."""
        line = self.source.line(self.line)
        if not line.strip():
            return ""
        # Tabs must stay tabs in the caret's line, or the caret drifts off the column.
        padding = "".join("\t" if character == "\t" else " " for character in line[: self.column - 1])
        return f"    {line}\n    {padding}^"
