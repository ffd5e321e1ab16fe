"""How an error sentence quotes a piece of a config."""

from __future__ import annotations

#: Enough to recognise it: the excerpt below the sentence shows the whole line.
MAX_LENGTH = 40


def quoted(text: str) -> str:
    """The text in single quotes, on one line, shortened if it is long."""
    shown = text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 1]}…"
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown) + "'"
