"""The tables of the properties of a type or an event, from the attrs classes that the reader of configs uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import CONNECTABLE, Block, FieldShape, TypeShape, fields_of
from stacktape_constructs.resources.registry import event_type, resource_type, resource_type_names
from tools.resource_pages.tables import code, either, table

_KINDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "`true` or `false`",
    "node": "any YAML",
}

#: Documented on a page of their own, for every workload has them.
_ELSEWHERE = {"events": "[events](events.md)"}


def properties_section(type_name: str) -> str:
    """What a page says of the properties of a resource type."""
    return _tables(resource_type(type_name).config, "###")


def event_properties_section(event: str) -> str:
    """What a page says of the properties of an event."""
    # A heading may come once per page only, so the tables of an event stand one level below its own.
    return _tables(event_type(event).config, "####")


def _tables(config: type[Block], level: str) -> str:
    parts = [_table(config)]
    for title, block in inner_blocks(config):
        parts.append(f"{level} {title}\n\n{_first_sentences(block)}\n\n{_table(block)}")
    return "\n\n".join(parts)


def inner_blocks(block: type[Block]) -> Iterator[tuple[str, type[Block]]]:
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
    rows = [
        (f"`{name}`", _type(name, shape), _default(block, shape), shape.property.doc)
        for name, shape in sorted(supported.items(), key=lambda entry: not entry[1].required)
    ]
    text = table(["property", "type", "default", "meaning"], rows)
    missing = [name for name, shape in fields.items() if not shape.property.supported]
    return f"{text}\n\nNot supported yet, so that using it is an error: {code(*missing)}." if missing else text


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
        yet = "" if set(described.refers_to) & set(resource_type_names()) else ", which is not supported yet"
        return f"name of a resource of type {either([f'`{kind}`' for kind in described.refers_to])}{yet}"
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
