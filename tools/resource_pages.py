"""Writes the tables of properties into the pages of `docs/resources`.

    python tools/resource_pages.py            writes them
    python tools/resource_pages.py --check    exits with 1 if a page is not as it would be written

A page says where a table belongs, by a comment that names a resource type or an event:

    <!-- properties of resource event-bus -->
    <!-- end of properties -->

What stands between the two comments is made from the attrs classes that the reader of configs uses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import CONNECTABLE, Block, FieldShape, TypeShape, fields_of
from stacktape_constructs.resources.registry import event_type, resource_type

PAGES = Path(__file__).parent.parent / "docs" / "resources"

_SECTION = re.compile(
    r"(?P<start><!-- properties of (?P<kind>resource|event) (?P<name>[a-z-]+) -->\n)"
    r".*?(?P<end><!-- end of properties -->)",
    re.DOTALL,
)

_KINDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "`true` or `false`",
    "node": "any YAML",
}

#: Documented on a page of their own, for every workload has them.
_ELSEWHERE = {"events": "[events](events.md)"}


def rendered(page: str) -> str:
    """The text of a page with its tables as the code has them now."""
    return _SECTION.sub(lambda found: f"{found['start']}{_section(found)}{found['end']}", page)


def _section(found: re.Match[str]) -> str:
    described = resource_type(found["name"]) if found["kind"] == "resource" else event_type(found["name"])
    # A heading may come once per page only, so the tables of an event stand one level below its own.
    level = "###" if found["kind"] == "resource" else "####"
    parts = [_table(described.config)]
    for title, block in _inner_blocks(described.config):
        parts.append(f"{level} {title}\n\n{_first_sentences(block)}\n\n{_table(block)}")
    return "\n" + "\n\n".join(parts) + "\n\n"


def _inner_blocks(block: type[Block]) -> Iterator[tuple[str, type[Block]]]:
    """Each block below another one, with its heading, in the order in which a reader meets them."""
    met: set[type[Block]] = set()

    def below(outer: type[Block]) -> Iterator[tuple[str, type[Block]]]:
        for name, shape in fields_of(outer).items():
            if name in _ELSEWHERE or not shape.property.supported:
                continue
            for title, inner in _blocks_in(name, shape):
                if inner not in met:
                    met.add(inner)
                    yield title, inner
                    yield from below(inner)

    return below(block)


def _blocks_in(name: str, shape: FieldShape) -> Iterator[tuple[str, type[Block]]]:
    if shape.property.variants is not None:
        for kind, block in shape.property.variants().items():
            yield _variant_title(name, kind), block
    else:
        type_shape = shape.type.item or shape.type
        if type_shape.block is not None:
            yield f"`{name}`", type_shape.block


def _variant_title(name: str, kind: str) -> str:
    return f"`{name}` of type `{kind}`"


def _table(block: type[Block]) -> str:
    fields = fields_of(block)
    supported = {name: shape for name, shape in fields.items() if shape.property.supported}
    if not supported:
        return "It has no properties."
    lines = ["| property | type | default | meaning |", "|---|---|---|---|"]
    for name, shape in sorted(supported.items(), key=lambda entry: not entry[1].required):
        cells = (f"`{name}`", _type(name, shape), _default(block, shape), shape.property.doc)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    missing = [f"`{name}`" for name, shape in fields.items() if not shape.property.supported]
    if missing:
        lines += ["", f"Not supported yet, so that using it is an error: {', '.join(missing)}."]
    return "\n".join(lines)


def _type(name: str, shape: FieldShape) -> str:
    described = shape.property
    if name in _ELSEWHERE:
        return f"list of {_ELSEWHERE[name]}"
    if described.variants is not None:
        links = (_link(f"`{kind}`", _variant_title(name, kind)) for kind in described.variants())
        return " or ".join(links)
    if described.refers_to:
        if CONNECTABLE in described.refers_to:
            return "list of names of resources"
        return f"name of a resource of type {' or '.join(f'`{kind}`' for kind in described.refers_to)}"
    text = _shape_text(name, shape.type)
    if described.choices:
        text = f"one of {', '.join(str(choice) for choice in described.choices)}"
    limits = _limits(described.minimum, described.maximum)
    return f"{text}, {limits}" if limits else text


def _shape_text(name: str, shape: TypeShape) -> str:
    if shape.item is not None:
        return f"list of {_shape_text(name, shape.item)}"
    if shape.kind == "literal":
        return ", ".join(f"`{literal}`" for literal in shape.literals)
    if shape.kind == "block":
        return _link("mapping", f"`{name}`")
    text = _KINDS[shape.kind]
    return f"{text} or runtime directive" if shape.deferrable and shape.kind != "node" else text


def _link(text: str, heading: str) -> str:
    anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
    return f"[{text}](#{anchor})"


def _limits(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"at least {low:g}"
    return f"at most {high:g}" if high is not None else ""


def _default(block: type[Block], shape: FieldShape) -> str:
    if shape.required:
        return "**required**"
    default = getattr(attrs.fields(block), shape.attribute).default
    if default in (None, ()):
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return ", ".join(f"`{item}`" for item in default)
    assert not isinstance(default, Expression), "a default is a plain value"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def _first_sentences(block: type[Block]) -> str:
    return " ".join((block.__doc__ or "").split("\n\n")[0].split())


def main(arguments: list[str]) -> int:
    """Writes the pages, or tells which are out of date."""
    stale = []
    for path in sorted(PAGES.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        if rendered(page) != page:
            stale.append(path)
            if arguments != ["--check"]:
                path.write_text(rendered(page), encoding="utf-8")
    for path in stale:
        print(path.relative_to(PAGES.parent.parent))
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
