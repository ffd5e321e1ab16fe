"""Markdown of a git host, and the same for the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,})(?P<info>[^\n`]*)\n.*?^(?P=indent)(?P=marks)$", re.M | re.S)
_LINK = re.compile(r"(?P<before>\[[^\]]*\]\()(?P<target>[^)\s]+)(?P<after>\))")
#: On a git host a directive is a line of text below its heading. On the site it makes a heading of its own.
_HEADING_OF_DIRECTIVE = re.compile(r"^#{2} [^\n]+ \{#(?P<anchor>[^}\n]+)\}\n\n(?=::: )", re.MULTILINE)
_TITLES = {"before": 'title="before"', "after": 'title="after"'}
_HEADING = re.compile(r"^#{1,6} +(?P<title>.+?)[ \t]*$", re.MULTILINE)


class Markdown:
    """One page.

    Args:
        text: its Markdown, as a git host shows it.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def links(self) -> Iterator[str]:
        """What the page links to, and its pictures."""
        for is_code, text in _parts(self._text):
            if not is_code:
                yield from (found["target"] for found in _LINK.finditer(text))

    def anchors(self) -> list[str]:
        """The anchors that a git host gives to the headings, in their order."""
        anchors: list[str] = []
        for title in self._titles():
            shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
            anchor = re.sub(r"[^\w -]", "", shown.lower()).replace(" ", "-")
            number = 0
            while (numbered := f"{anchor}-{number}" if number else anchor) in anchors:
                number += 1
            anchors.append(numbered)
        return anchors

    def for_site(self, link: Callable[[str], str]) -> str:
        """The page with the anchors of a git host, other links, and fences that Python-Markdown knows.

        Args:
            link: gives the link in the place of one.
        """
        anchors = iter(self.anchors())
        with_anchors = "".join(
            _known_fence(text) if is_code else _HEADING.sub(lambda found: f"{found[0]} {{#{next(anchors)}}}", text)
            for is_code, text in _parts(self._text, spans=False)
        )
        with_links = "".join(
            text
            if is_code
            else _LINK.sub(lambda found: f"{found['before']}{link(found['target'])}{found['after']}", text)
            for is_code, text in _parts(with_anchors)
        )
        return _HEADING_OF_DIRECTIVE.sub(lambda found: f'<a id="{found["anchor"]}"></a>\n\n', with_links)

    def _titles(self) -> Iterator[str]:
        for is_code, text in _parts(self._text, spans=False):
            if not is_code:
                yield from (found["title"] for found in _HEADING.finditer(text))


def _parts(text: str, *, spans: bool = True) -> Iterator[tuple[bool, str]]:
    """The text in parts, each with whether it is code: blocks, and spans of a line if wanted."""
    end = 0
    for found in _FENCE.finditer(text):
        yield from _lines(text[end : found.start()], spans)
        yield True, found[0]
        end = found.end()
    yield from _lines(text[end:], spans)


def _lines(text: str, spans: bool) -> Iterator[tuple[bool, str]]:
    if not spans:
        yield False, text
        return
    # A link may have a span of code as its text, so only what is no link can be one.
    end = 0
    for found in re.finditer(r"\[[^\]\n]*`[^\]]*\]\([^)\s]+\)|`[^`\n]*`", text):
        if found[0].startswith("`"):
            yield False, text[end : found.start()]
            yield True, found[0]
            end = found.end()
    yield False, text[end:]


def _known_fence(block: str) -> str:
    """Of the words behind a fence the first is the language, and a title is shown; others are for the tests.

    Of two spellings that stand below each other, `before` and `after` are titles, too.
    """
    first, newline, rest = block.partition("\n")
    indent = first[: first.index("`")]
    language, _, further = first.lstrip().partition(" ")
    title = re.search(r'title="[^"]*"', further)
    shown = title[0] if title else _TITLES.get(further, "")
    return f"{indent}{language}{f' {shown}' if shown else ''}{newline}{rest}"
