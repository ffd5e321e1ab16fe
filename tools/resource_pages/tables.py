"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table without the columns that are empty in every row. The first column is always there."""
    cells = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    kept = [index for index in range(len(heads)) if index == 0 or any(row[index] for row in cells)]
    lines = [[heads[index] for index in kept], *([row[index] for index in kept] for row in cells)]
    first, *others = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([first, "|" + "---|" * len(kept), *others])


def code(*texts: str) -> str:
    """Texts as code, in a row."""
    return ", ".join(f"`{text}`" for text in texts)


def either(texts: Sequence[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))
