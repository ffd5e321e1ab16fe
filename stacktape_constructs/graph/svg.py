"""A graph as an SVG picture that needs nothing beside it: no font, no script, no other file.

It has a ground of its own and two sets of colours, so that it can be read on a light page and on a dark one,
whichever the system prefers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from stacktape_constructs.graph.boxes import (
    KIND_HEIGHT,
    KIND_SIZE,
    LINE_HEIGHT,
    LINE_SIZE,
    PADDING,
    TITLE_HEIGHT,
    TITLE_SIZE,
)
from stacktape_constructs.graph.layout import MARGIN, Direction, PlacedBox, PlacedEdge, layout_of
from stacktape_constructs.graph.model import Graph
from stacktape_constructs.resources.registry import resource_type_names

#: Of the kinds of resources in turn: on a light ground, and on a dark one.
_ACCENTS = (
    ("#8250df", "#a371f7"), ("#bf3989", "#db61a2"), ("#bc4c00", "#f0883e"), ("#0969da", "#58a6ff"),
    ("#1a7f37", "#3fb950"), ("#9a6700", "#d29922"), ("#cf222e", "#ff7b72"), ("#1b7c83", "#39c5cf"),
)  # fmt: skip

_STYLE = """\
text { font-family: -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: #1f2328 }
.ground { fill: #ffffff }
.box { fill: #f6f8fa; stroke: #d1d9e0 }
.condition { fill: #ffffff; stroke: #818b98; stroke-dasharray: 4 3 }
.title { font-weight: 600 }
.line { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
.kind, .label { fill: #59636e }
.label { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; text-anchor: middle }
.edge { fill: none; stroke: #59636e; stroke-width: 1.5 }
.access { stroke-dasharray: 5 4 }
.head { fill: #59636e }"""

_DARK = """\
text { fill: #f0f6fc }
.ground { fill: #0d1117 }
.box { fill: #151b23; stroke: #3d444d }
.condition { fill: #0d1117; stroke: #9198a1 }
.kind, .label { fill: #9198a1 }
.label { stroke: #0d1117 }
.edge { stroke: #9198a1 }
.head { fill: #9198a1 }"""

#: https://www.w3.org/TR/xml/#charsets
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LEGEND_HEIGHT = 28.0
_LEGEND = (("", "starts"), (" access", "has access to"))
_LEGEND_STEP = 110.0


def as_svg(graph: Graph, *, title: str, direction: Direction = "right") -> str:
    """The text of the picture, the same for the same graph.

    Args:
        graph: what is drawn.
        title: what it is of, for who cannot see it.
        direction: where the arrows lead.
    """
    layout = layout_of(graph, direction)
    width = max(layout.width, 2 * MARGIN + len(_LEGEND) * _LEGEND_STEP)
    height = layout.height + _LEGEND_HEIGHT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}" height="{_number(height)}" '
            f'viewBox="0 0 {_number(width)} {_number(height)}" role="img" aria-label="{xml_text(title)}">',
            f"<title>{xml_text(title)}</title>",
            f"<style>\n{_style()}\n</style>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
            '<rect class="ground" width="100%" height="100%" rx="6"/>',
            *map(_edge, layout.edges),
            *(part for box in layout.boxes for part in _box(box)),
            *(_label(edge) for edge in layout.edges if edge.edge.label),
            *_legend(layout.height + MARGIN / 2 - PADDING),
            "</svg>",
            "",
        ]
    )


def _style() -> str:
    accents = [f".kind-{index} {{ fill: {light} }}" for index, (light, _) in enumerate(_ACCENTS)]
    dark = [f".kind-{index} {{ fill: {dark} }}" for index, (_, dark) in enumerate(_ACCENTS)]
    on_dark = "\n".join([_DARK, *dark])
    return "\n".join([_STYLE, *accents, "@media (prefers-color-scheme: dark) {", on_dark, "}"])


def _edge(placed: PlacedEdge) -> str:
    curves = "".join(f"C{' '.join(f'{_number(x)} {_number(y)}' for x, y in curve)}" for curve in placed.curves)
    kind = " access" if placed.edge.is_access else ""
    x, y = placed.start
    return f'<path class="edge{kind}" d="M{_number(x)} {_number(y)}{curves}" marker-end="url(#head)"/>'


def _box(placed: PlacedBox) -> Iterator[str]:
    box, x, y = placed.box, placed.x, placed.y
    size = f'x="{_number(x)}" y="{_number(y)}" width="{_number(box.width)}" height="{_number(box.height)}"'
    if box.node.is_resource:
        yield f'<rect class="box" {size} rx="6"/>'
        stripe = resource_type_names().index(box.node.kind) % len(_ACCENTS)
        yield (
            f'<rect class="kind-{stripe}" x="{_number(x)}" y="{_number(y + 6)}" width="4" '
            f'height="{_number(box.height - 12)}" rx="2"/>'
        )
    else:
        yield f'<rect class="condition" {size} rx="12"/>'
    left, baseline = x + PADDING, y + PADDING
    yield _line("kind", left, baseline + KIND_HEIGHT - 4, KIND_SIZE, box.node.kind)
    baseline += KIND_HEIGHT
    for text in box.title:
        yield _line("title", left, baseline + TITLE_HEIGHT - 5, TITLE_SIZE, text)
        baseline += TITLE_HEIGHT
    for text in box.lines:
        yield _line("line", left, baseline + LINE_HEIGHT - 4, LINE_SIZE, text)
        baseline += LINE_HEIGHT


def _label(placed: PlacedEdge) -> str:
    x, y = placed.middle
    return _line("label", x, y + 4, KIND_SIZE, placed.edge.label)


def _legend(y: float) -> Iterator[str]:
    for index, (kind, text) in enumerate(_LEGEND):
        x = MARGIN + index * _LEGEND_STEP
        ends = f"M{_number(x)} {_number(y)}H{_number(x + 30)}"
        yield f'<path class="edge{kind}" d="{ends}" marker-end="url(#head)"/>'
        yield _line("kind", x + 36, y + 4, KIND_SIZE, text)


def _line(kind: str, x: float, y: float, size: float, text: str) -> str:
    place = f'x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}"'
    return f'<text class="{kind}" {place}>{xml_text(text)}</text>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def xml_text(text: str) -> str:
    """A text as XML has it. Characters that XML cannot have are shown as missing."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))
