"""A graph as a page for a browser: the picture as large as it is, with its title."""

from __future__ import annotations

from stacktape_constructs.graph.layout import Direction
from stacktape_constructs.graph.model import Graph
from stacktape_constructs.graph.svg import as_svg, xml_text

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ margin: 2rem; font-family: -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }}
h1 {{ font-size: 1.25rem; font-weight: 600 }}
figure {{ margin: 0; overflow-x: auto }}
</style>
</head>
<body>
<h1>{title}</h1>
<figure>
{picture}</figure>
</body>
</html>
"""


def as_html(graph: Graph, *, title: str, direction: Direction = "right") -> str:
    """The text of the page; the arguments are those of `as_svg`."""
    return _PAGE.format(title=xml_text(title), picture=as_svg(graph, title=title, direction=direction))
