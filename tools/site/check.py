"""What is wrong with the pages that were made: links that lead nowhere, and requests to other hosts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Attributes by which a page loads something, and not merely links to it.
_LOADING = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("image", "href"),
    ("img", "src"),
    ("img", "srcset"),
    ("input", "src"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("use", "href"),
    ("video", "poster"),
    ("video", "src"),
}
#: Kinds of <link> that load nothing.
_NAMING = {"canonical", "next", "prev", "license", "alternate"}
_LOADED_BY_CSS = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)")
#: A reference in a docstring to something that no page describes is left as it was written.
_UNRESOLVED = re.compile(r"\]\[[\w.]*\]")
#: Zensical's script would fetch these from elsewhere for a page that has diagrams or formulas.
_FETCHING_CLASSES = {"mermaid", "arithmatex"}


class Page(HTMLParser):
    """What a page has that others may link to, and what it links to itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.fetching: set[str] = set()
        self.text: list[str] = []
        self._inside: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the ids, links and loads of an element."""
        attributes = {name: value or "" for name, value in attrs}
        self._inside.append(tag)
        self.ids.update(attributes[name] for name in ("id", "name") if name in attributes)
        self.fetching |= _FETCHING_CLASSES & set(attributes.get("class", "").split())
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "link" and attributes.get("rel") not in _NAMING:
            self.loads.append(attributes.get("href", ""))
        self.loads += [value for name, value in attributes.items() if (tag, name) in _LOADING]
        self.loads += _LOADED_BY_CSS.findall(attributes.get("style", ""))

    def handle_endtag(self, tag: str) -> None:
        """Notes where an element ends."""
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Notes what a reader sees, and what style sheets load."""
        if "style" in self._inside:
            self.loads += _LOADED_BY_CSS.findall(data)
        elif not {"script", "code", "pre"} & set(self._inside):
            self.text.append(data)


def faults(site: Path) -> list[str]:
    """A sentence for each fault of a site.

    Args:
        site: the folder that the site was made in.
    """
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    found = [] if pages else ["the site has no pages"]
    for path, page in pages.items():
        found += [f"{path.relative_to(site)}: {fault}" for fault in _faults_of(path, page, pages, site)]
    for path in sorted(site.rglob("*.css")):
        loaded = _LOADED_BY_CSS.findall(path.read_text("utf-8"))
        found += [f"{path.relative_to(site)}: loads '{url}' from another host" for url in loaded]
    return found


def _faults_of(path: Path, page: Page, pages: dict[Path, Page], site: Path) -> Iterator[str]:
    for url in page.loads:
        parts = urlsplit(url)
        if parts.netloc:
            yield f"loads '{url}' from another host"
        elif not parts.scheme and not _file(path, parts.path, site).exists():
            yield f"loads '{url}', which is not there"
    for kind in sorted(page.fetching):
        yield f"has an element of class '{kind}', for which the site would load a script from another host"
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = _file(path, parts.path, site)
        if not target.exists():
            yield f"links to '{link}', which is not there"
        # The theme's own links to the top of a page have an empty anchor.
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
            yield f"links to '{link}', but there is no such anchor"
    for reference in _UNRESOLVED.findall("".join(page.text)):
        yield f"refers to '{reference[2:-1]}', which no page describes"


def _file(page: Path, link: str, site: Path) -> Path:
    """The file that a link leads to."""
    if not link:
        return page
    # The page of what is not found may be shown at any address, so its links begin at the root.
    start, inside = (site, link.lstrip("/")) if link.startswith("/") else (page.parent, link)
    file = Path(os.path.normpath(start / unquote(inside)))
    return file / "index.html" if file.is_dir() else file
