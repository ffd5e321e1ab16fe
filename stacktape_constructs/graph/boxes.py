"""How large the box of a node is: its text, wrapped, in fonts that are not known before it is shown."""

from __future__ import annotations

import unicodedata

import attrs

from stacktape_constructs.graph.model import Node

#: Pixels. Text is measured generously, since each system has fonts of its own.
TITLE_SIZE = 14.0
LINE_SIZE = 12.0
KIND_SIZE = 11.0
TITLE_HEIGHT = 19.0
LINE_HEIGHT = 17.0
KIND_HEIGHT = 16.0
PADDING = 12.0

_NARROWEST = 96.0
#: How much wider the letters of a title are.
_BOLD = 1.12
#: Characters of a line of code, of which all are as wide.
_CODE_WIDTH = 0.61
_LONGEST_LINE = 40
_LONGEST_TITLE = 24

_THIN = frozenset("fijlrtI.,:;|!'()[] -")
_BROAD = frozenset("mwMW@%")
#: Where a line ends best, after the character; else before a capital in a word.
_BREAKS = frozenset(" ,./:|_-")


@attrs.frozen
class Box:
    """A node with its text in lines, and the room that these take."""

    node: Node
    title: tuple[str, ...]
    lines: tuple[str, ...]
    width: float
    height: float


def box_of(node: Node) -> Box:
    """The box of a node."""
    title = tuple(wrapped(node.title, _LONGEST_TITLE)) if node.title else ()
    lines = tuple(part for line in node.lines for part in wrapped(line, _LONGEST_LINE))
    widths = [
        text_width(node.kind, KIND_SIZE),
        *(_BOLD * text_width(part, TITLE_SIZE) for part in title),
        *(_cells(part) * _CODE_WIDTH * LINE_SIZE for part in lines),
    ]
    height = KIND_HEIGHT + len(title) * TITLE_HEIGHT + len(lines) * LINE_HEIGHT
    return Box(node, title, lines, max(_NARROWEST, *widths) + 2 * PADDING, height + 2 * PADDING)


def wrapped(text: str, longest: int) -> list[str]:
    """A text in lines of no more than so many cells; what continues a line is indented.

    >>> wrapped("detail.EventName: one", 16)
    ['detail.', '  EventName: one']
    """
    lines: list[str] = []
    rest, indent = text, ""
    while _cells(rest[: longest + 1]) > longest - len(indent):
        room = longest - len(indent)
        # A character takes a cell or two, so no more of them fit.
        fitting = next(end for end in range(min(room, len(rest)), 0, -1) if _cells(rest[:end]) <= room or end == 1)
        # Not so early that a line would be nearly empty.
        late = range(fitting, room // 3, -1)
        end = next((e for e in late if rest[e - 1] in _BREAKS), None)
        end = end or next((e for e in late if rest[e - 1].islower() and rest[e : e + 1].isupper()), fitting)
        lines.append(f"{indent}{rest[:end]}".rstrip())
        rest, indent = rest[end:].lstrip(), "  "
        if not rest:
            return lines
    return [*lines, indent + rest]


def text_width(text: str, size: float) -> float:
    """Pixels of a text in a font without serifs, rather too many than too few."""
    return size * sum(_relative_width(character) for character in text)


def _relative_width(character: str) -> float:
    if _cells(character) == 2:
        return 1.1
    if character in _THIN:
        return 0.42
    if character in _BROAD:
        return 0.98
    return 0.76 if character.isupper() else 0.64


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
