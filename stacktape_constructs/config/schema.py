"""How the shape of a config is written down: one attrs class per YAML mapping.

A field says once what the YAML reader and the reference pages need: its YAML name, its
documentation, its type, its default and its limits.

    @attrs.frozen(kw_only=True)
    class Logging(Block):
        '''Where the logs go and for how long.'''

        retention_days: int = prop("Days the logs are kept.", default=90)
        disabled: bool = prop("Write no logs.", default=False)

The types that a field may have: `str`, `int`, `float`, `bool`, `Literal[...]`, `tuple[T, ...]`, a
`Block`, `Node` (any YAML, kept with its positions), each with `| None`; and `Deferred[T]` where a
runtime directive may stand for the value. A field with `variants` holds one of several blocks,
written `{type: ..., properties: {...}}`.
"""

from __future__ import annotations

import operator
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias, TypeVar, Union

import attrs

from stacktape_constructs.config.expression import Expression
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.source import Position

T = TypeVar("T")

#: A value, or the runtime directive that will give it while the template is built.
Deferred: TypeAlias = T | Expression

#: The blocks that a field with variants may hold, by the value of their `type` key.
Variants = Callable[[], Mapping[str, "type[Block]"]]


@attrs.frozen
class Origin:
    """Where a block and what is in it stand in the file.

    Attributes:
        block: where it starts itself.
        properties: where the value of each property starts, by attribute; of those that are set.
        items: where each item starts, for each property that is a list.
    """

    block: Position
    properties: Mapping[str, Position]
    items: Mapping[str, tuple[Position, ...]]


@attrs.frozen(kw_only=True)
class Block:
    """A YAML mapping with known properties, read and checked.

    Two blocks are equal if they say the same, wherever they stand.
    """

    #: The value of the `type` key beside `properties`, for a block that is a variant.
    TYPE: ClassVar[str | None] = None

    origin: Origin = attrs.field(eq=False, repr=False)

    def faults(self) -> Iterable[tuple[Position, str]]:
        """What is wrong with the block as a whole, though each property by itself is right."""
        return ()

    def position_of(self, field: str) -> Position:
        """Where a property stands, by the name of its attribute; the block itself if it is not set."""
        return self.origin.properties.get(field, self.origin.block)


@attrs.frozen
class Property:
    """What is known of one property besides its type.

    Attributes:
        name: its name in YAML.
        doc: what it means, for people.
        minimum, maximum: the limits of a number, both included.
        choices: the numbers allowed, if not every one between the limits is.
        variants: the blocks it may hold, if it holds one of several.
        refers_to: the resource types whose names it may hold; empty for a property that is no reference.
        supported: False for a property of the language that this library cannot build yet.
        json_schema: the form of a property of the type `Node`, for editors. Its `definitions` are those of the
            whole schema.
    """

    name: str
    doc: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[int, ...] = ()
    variants: Variants | None = None
    refers_to: tuple[str, ...] = ()
    supported: bool = True
    json_schema: Mapping[str, Any] | None = None


#: In `Property.refers_to`: any resource that a workload can connect to.
CONNECTABLE = "(any resource that can be connected to)"

_PROPERTY = "stacktape_constructs.property"


def prop(
    doc: str,
    *,
    default: Any = attrs.NOTHING,
    name: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[int, ...] = (),
    variants: Variants | None = None,
    refers_to: str | tuple[str, ...] = (),
    json_schema: Mapping[str, Any] | None = None,
) -> Any:
    """A property of a block. Without a default it is required.

    Args:
        doc: what it means, with its unit.
        default: the value where the file has none.
        name: its YAML name, if that is not the attribute's name in camel case.
        minimum: the least number allowed.
        maximum: the greatest number allowed.
        choices: the numbers allowed, if not every one between the limits is.
        variants: gives the blocks it may hold, by their type.
        refers_to: the type or types of resource whose name it holds.
        json_schema: its form for editors, if its type is `Node`.
    """
    names = (refers_to,) if isinstance(refers_to, str) else refers_to
    described = Property(name, doc, minimum, maximum, choices, variants, names, json_schema=json_schema)
    return attrs.field(default=default, metadata={_PROPERTY: described})


def not_supported_yet(doc: str, *, name: str = "") -> Any:
    """A property that Stacktape has and this library cannot build yet: using it is a positioned error."""
    return attrs.field(default=None, metadata={_PROPERTY: Property(name, doc, supported=False)})


@attrs.frozen
class FieldShape:
    """One field of a block, as the reader needs it."""

    attribute: str
    property: Property
    type: TypeShape
    required: bool


@attrs.frozen
class TypeShape:
    """The type of a field, taken apart.

    Attributes:
        kind: one of `str`, `int`, `float`, `bool`, `literal`, `list`, `block`, `node`.
        deferrable: whether a runtime directive may stand for the value.
        item: for a list, the shape of its items.
        literals: for a literal, the texts allowed.
        block: for a block, its class.
    """

    kind: str
    deferrable: bool = False
    item: TypeShape | None = None
    literals: tuple[str, ...] = ()
    block: type[Block] | None = None


@attrs.frozen
class _BlockShape:
    """What is asked of a class of blocks thousands of times."""

    fields: Mapping[str, FieldShape]
    required: Mapping[str, FieldShape]
    referring: Sequence[FieldShape]
    values: Callable[[Block], tuple[object, ...]]


_shapes: dict[type[Block], _BlockShape] = {}


def fields_of(block: type[Block]) -> Mapping[str, FieldShape]:
    """The properties of a block by their YAML names, in the order of the class."""
    return _shape_of(block).fields


def required_fields(block: type[Block]) -> Mapping[str, FieldShape]:
    """The properties that a block must have, by their YAML names."""
    return _shape_of(block).required


def referring_fields(block: type[Block]) -> Sequence[FieldShape]:
    """The properties of a block that hold names of resources."""
    return _shape_of(block).referring


def values_of(block: Block) -> tuple[object, ...]:
    """The values of a block's properties, in the order of its class."""
    return _shape_of(type(block)).values(block)


def _shape_of(block: type[Block]) -> _BlockShape:
    shape = _shapes.get(block)
    if shape is None:
        fields = _read_fields(block)
        shape = _shapes[block] = _BlockShape(
            fields,
            {name: field for name, field in fields.items() if field.required},
            [field for field in fields.values() if field.property.refers_to],
            _getter([field.attribute for field in fields.values()]),
        )
    return shape


def _getter(attributes: Sequence[str]) -> Callable[[Block], tuple[object, ...]]:
    if len(attributes) > 1:
        return operator.attrgetter(*attributes)
    # It gives one value as itself, and takes no names at all.
    return lambda block: tuple(getattr(block, attribute) for attribute in attributes)


def _read_fields(block: type[Block]) -> Mapping[str, FieldShape]:
    hints = typing.get_type_hints(block)
    shapes: dict[str, FieldShape] = {}
    for attribute in attrs.fields(block):
        described: Property | None = attribute.metadata.get(_PROPERTY)
        if described is None:
            continue
        named = attrs.evolve(described, name=described.name or _camel_case(attribute.name))
        type_shape = TypeShape("variant") if named.variants else _type_shape(hints[attribute.name])
        if named.variants and _is_list(hints[attribute.name]):
            type_shape = TypeShape("list", item=TypeShape("variant"))
        shapes[named.name] = FieldShape(attribute.name, named, type_shape, required=attribute.default is attrs.NOTHING)
    return shapes


def _camel_case(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def _members(hint: Any) -> list[Any]:
    if typing.get_origin(hint) in (Union, types.UnionType):
        return [member for part in typing.get_args(hint) for member in _members(part)]
    return [hint]


def _is_list(hint: Any) -> bool:
    return any(typing.get_origin(member) is tuple for member in _members(hint))


def _type_shape(hint: Any) -> TypeShape:
    members = [member for member in _members(hint) if member is not type(None)]
    deferrable = Expression in members
    members = [member for member in members if member is not Expression]
    if len(members) != 1:
        raise TypeError(f"a property must have one type beside None and a directive, got {hint}")
    (member,) = members
    if typing.get_origin(member) is tuple:
        return TypeShape("list", deferrable, item=_type_shape(typing.get_args(member)[0]))
    if typing.get_origin(member) is typing.Literal:
        return TypeShape("literal", deferrable, literals=typing.get_args(member))
    if member in (str, int, float, bool):
        return TypeShape(member.__name__, deferrable)
    if member is Node:
        return TypeShape("node", deferrable=True)
    if isinstance(member, type) and issubclass(member, Block):
        return TypeShape("block", deferrable, block=member)
    raise TypeError(f"a property cannot have the type {hint}")
