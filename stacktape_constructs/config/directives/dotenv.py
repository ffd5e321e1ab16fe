"""`.env` files, as the npm package dotenv reads them, which Stacktape reads them with."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = re.compile(r"^[ \t]*(?:export\s+)?(?P<name>[\w.-]+)(?:\s*=|:\s)", re.MULTILINE | re.ASCII)
_SPACE = re.compile(r"\s*")
_LINE = re.compile(r"[^#\n]*")
_END_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?=\n|\Z)")
_QUOTES = {quote: re.compile(rf"\\?{quote}") for quote in "'\"`"}


def read_dotenv(text: str) -> dict[str, str]:
    r"""The values of a file by their names.

    A value in quotes may have several lines, and `#` in it; in double quotes `\n` is a line break.

    >>> read_dotenv('export A = a b # why\nB="a # b\\nc" # why')
    {'A': 'a b', 'B': 'a # b\nc'}
    """
    text = re.sub(r"\r\n?", "\n", text)
    values: dict[str, str] = {}
    place = 0
    while (named := _NAME.search(text, place)) is not None:
        value, place = _value(text, named.end())
        values[named["name"]] = value
    return values


def _value(text: str, start: int) -> tuple[str, int]:
    """A value, and where it ends."""
    space = _SPACE.match(text, start)
    assert space is not None
    opening = space.end()
    quote = text[opening : opening + 1]
    if quote in _QUOTES:
        for closing in _closing(text, opening + 1, quote):
            if _END_OF_LINE.match(text, closing + 1):
                return _unescaped(text[opening + 1 : closing], quote), closing + 1
    line = _LINE.match(text, start)
    assert line is not None
    value = line[0].strip()
    first = value[:1]
    # Quotes that are not the whole of what stands before a comment are part of the value.
    if len(value) > 1 and first in _QUOTES and value.endswith(first):
        value = value[1:-1]
    return _unescaped(value, first), line.end()


def _closing(text: str, start: int, quote: str) -> Iterator[int]:
    """Where a value in quotes may end: at the first quote without a backslash, else at one with it."""
    escaped = []
    for found in _QUOTES[quote].finditer(text, start):
        if found[0] == quote:
            yield found.start()
            break
        escaped.append(found.end() - 1)
    yield from reversed(escaped)


def _unescaped(value: str, quote: str) -> str:
    return value.replace("\\n", "\n").replace("\\r", "\r") if quote == '"' else value
