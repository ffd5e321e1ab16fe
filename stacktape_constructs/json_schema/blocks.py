"""The classes that read the YAML, as definitions of a JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import CONNECTABLE, Block, FieldShape, TypeShape, fields_of
from stacktape_constructs.json_schema.values import Schema, number, one_of, or_directive, reference, refused, text


class Definitions:
    """Makes a definition of each block that is asked for, and of those in it.

    Attributes:
        made: the definitions by name.
    """

    def __init__(self) -> None:
        self.made: dict[str, Schema] = {}
        self._blocks: dict[str, type[Block]] = {}

    def block(self, block: type[Block]) -> Schema:
        """What stands for a block, which is defined if it is not yet."""
        name = block.__name__
        if name not in self.made:
            self._blocks[name] = block
            self.made[name] = {}  # a block may hold itself
            self.made[name] = self._definition(block)
        assert self._blocks[name] is block, f"two blocks are called {name}"
        return reference(name)

    def typed(self, variants: Mapping[str, type[Block]]) -> Schema:
        """A mapping with `type` and `properties`, one of several."""
        return {
            "type": "object",
            "required": ["type"],
            "properties": {"type": type_of(variants), "properties": or_directive({"type": "object"})},
            "additionalProperties": False,
            "allOf": [self.of_type(name, block) for name, block in variants.items()],
        }

    def of_type(self, name: str, block: type[Block]) -> Schema:
        """What `properties` are where `type` is of one name."""
        then: Schema = {"properties": {"properties": or_directive(self.block(block))}}
        if any(shape.required for shape in fields_of(block).values()):
            then["required"] = ["properties"]
        return {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": then}

    def _definition(self, block: type[Block]) -> Schema:
        fields = fields_of(block)
        definition: Schema = {
            "description": plain_text(_first_paragraph(block)),
            "type": "object",
            "properties": {name: self.property(block, shape) for name, shape in fields.items()},
            "additionalProperties": False,
        }
        required = [name for name, shape in fields.items() if shape.required]
        return {**definition, "required": required} if required else definition

    def property(self, block: type[Block], shape: FieldShape) -> Schema:
        """One property of a block."""
        described = shape.property
        schema: Schema = {"description": _description(shape)}
        if not described.supported:
            return {**schema, **_UNSUPPORTED}
        default = getattr(attrs.fields(block), shape.attribute).default
        if default not in (None, (), attrs.NOTHING):
            assert not isinstance(default, Expression), "a default is a plain value"
            schema["default"] = list(default) if isinstance(default, tuple) else default
        return {**schema, **self._value(shape.type, shape)}

    def _value(self, type_shape: TypeShape, shape: FieldShape, *, in_list: bool = False) -> Schema:
        described = shape.property
        if type_shape.kind == "node":
            return self._of_form(described.json_schema)
        if type_shape.kind == "str":
            return text(runtime=type_shape.deferrable, nothing=in_list)
        assert not type_shape.deferrable, f"{described.name}: only texts can be known later"
        if type_shape.kind == "literal":
            return one_of(type_shape.literals)
        if type_shape.kind in ("int", "float"):
            kind = "integer" if type_shape.kind == "int" else "number"
            return number(kind, low=described.minimum, high=described.maximum, choices=described.choices)
        return or_directive(self._structure(type_shape, shape))

    def _of_form(self, form: Mapping[str, Any] | None) -> Schema:
        if form is None:
            return {}
        self.made.update(form.get("definitions", {}))
        return or_directive({name: part for name, part in form.items() if name != "definitions"})

    def _structure(self, type_shape: TypeShape, shape: FieldShape) -> Schema:
        if type_shape.kind == "list":
            assert type_shape.item is not None
            return {"type": "array", "items": self._value(type_shape.item, shape, in_list=True)}
        if type_shape.kind == "variant":
            assert shape.property.variants is not None
            return self.typed(shape.property.variants())
        if type_shape.kind == "block":
            assert type_shape.block is not None
            return self.block(type_shape.block)
        assert type_shape.kind == "bool", type_shape
        return {"type": "boolean"}


#: What is switched off may be there: the reader goes on without it.
_SWITCHED_OFF: list[Schema] = [
    {"type": "object", "properties": {"enabled": {"const": False}}, "required": ["enabled"]},
    {"type": "array", "maxItems": 0},
]
_UNSUPPORTED: Schema = {
    "if": {"anyOf": [*_SWITCHED_OFF, reference("localDirective")]},
    "else": refused("not supported yet; remove it to go on without it"),
    "doNotSuggest": True,
}


def type_of(names: Mapping[str, type[Block]]) -> Schema:
    """The `type` of what is one of several."""
    listed = ", ".join(names)
    message = f"not supported here; supported: {listed}"
    return {
        "description": f"One of: {listed}.",
        **or_directive({"enum": list(names), "errorMessage": message}),
    }


def plain_text(documentation: str) -> str:
    """Documentation without the marks that editors show as they are."""
    return documentation.replace("`", "")


def _first_paragraph(block: type[Block]) -> str:
    return " ".join((block.__doc__ or "").split("\n\n")[0].split())


def _description(shape: FieldShape) -> str:
    described = shape.property
    parts = [plain_text(described.doc)]
    if not described.supported:
        parts.insert(0, "Not supported yet.")
    elif described.refers_to and CONNECTABLE not in described.refers_to:
        parts.append(f"A resource of type {' or '.join(described.refers_to)}.")
    return " ".join(parts)
