"""How an error sentence quotes a piece of a config."""

from __future__ import annotations

#: Enough to recognise it: the excerpt below the sentence shows the whole line.
MAX_LENGTH = 40


def quoted(text: str) -> str:
    """The text in single quotes, on one line, shortened if it is long."""
    shown = shortened(text, MAX_LENGTH)
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown) + "'"


def shortened(text: str, length: int) -> str:
    """The text, or as much of its start as fits in a number of characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
