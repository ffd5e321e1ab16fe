"""Reads nodes as typed blocks: strict, directed by the type of each field, all problems at once.

A scalar is decoded by the type of the field it stands in. A text field takes what the file says, so
`3.10`, `NO` and `012345678901` stay as they were written; nothing is converted silently except a
number in quotes, which Stacktape accepts too.
"""

from __future__ import annotations

from typing import Any, TypeVar

from stacktape_constructs.config.directives.evaluator import InvalidNode, RuntimeNode
from stacktape_constructs.config.language import VARIANT_TYPES
from stacktape_constructs.config.schema import (
    Block,
    FieldShape,
    Origin,
    Property,
    TypeShape,
    Variants,
    fields_of,
    required_fields,
)
from stacktape_constructs.config.wording import EXPECTED, limits, of_mappings, switched_on
from stacktape_constructs.document.nodes import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    scalar_value,
)
from stacktape_constructs.document.quoting import quoted, shortened
from stacktape_constructs.errors import Problem, closest, did_you_mean, meant_property
from stacktape_constructs.source import Position

B = TypeVar("B", bound=Block)


class _Refused:
    """What a value is read as once its problem is reported."""


REFUSED: Any = _Refused()

#: How many characters of a value a message shows.
_LONGEST_SHOWN = 40


class Decoder:
    """Reads the blocks of one resource, or of another part of the config.

    Attributes:
        subject: what the part is called in messages, such as `function 'api'`.
        problems: gets a problem for each thing that is wrong.
    """

    def __init__(self, subject: str, problems: list[Problem]) -> None:
        self.subject = subject
        self.problems = problems

    def block(self, block: type[B], node: Node | None, *, at: Position, path: str = "") -> B | None:
        """The node read as a block; None if something in it is wrong (and reported).

        A missing node is read as an empty mapping, for a block whose properties are all optional.
        """
        if isinstance(node, InvalidNode):
            return None
        if node is not None and not isinstance(node, MappingNode):
            self._mismatch(node, "a mapping of properties", path, fix=switched_on(node, block))
            return None
        shapes = fields_of(block)
        misspelt: set[str | None] = set()
        before = len(self.problems)
        values: dict[str, Any] = {}
        positions: dict[str, Position] = {}
        items: dict[str, tuple[Position, ...]] = {}
        entries = node.entries if node is not None else ()
        given: set[str] = set()
        for key, value in entries:
            shape = shapes.get(key.text)
            if shape is None:
                given = given or {other.text for other, _ in entries}
                misspelt.add(self._unknown(key, block, path, given))
                continue
            positions[shape.attribute] = value.position
            if isinstance(value, SequenceNode):
                items[shape.attribute] = tuple(item.position for item in value.items)
            inner = f"{path}.{key.text}" if path else key.text
            if not shape.property.supported:
                self._unsupported(key, value, inner)
                continue
            values[shape.attribute] = self._field(shape, value, inner)
        for name, shape in required_fields(block).items():
            # One mistake is one problem: a property that was offered for an unknown one is not missing as well.
            if shape.attribute not in positions and name not in misspelt:
                self._report(
                    at,
                    f"property '{name}' of {self._where(path)} is missing: {shape.property.doc.rstrip('.')}",
                )
        if len(self.problems) > before or REFUSED in values.values():
            return None
        read = block(origin=Origin(at, positions, items), **values)
        faults = list(read.faults())
        for position, message in faults:
            self._report(position, f"{self._where(path)}: {message}")
        return None if faults else read

    def _field(self, shape: FieldShape, node: Node, path: str) -> Any:
        if isinstance(node, ScalarNode) and scalar_value(node) is None and shape.type.kind != "node":
            self._report(node.position, f"'{path}' of {self.subject} is empty; give it a value or remove the key")
            return REFUSED
        return self._value(shape.type, shape.property, node, path)

    def _value(self, shape: TypeShape, described: Property, node: Node, path: str) -> Any:
        if isinstance(node, InvalidNode):
            return REFUSED
        if shape.kind == "node":
            return node
        if isinstance(node, RuntimeNode):
            if shape.deferrable:
                return node.expression
            self._report(
                node.position,
                f"'{path}' of {self.subject} must be known before the template is built, and "
                f"{node.expression} is only known at deploy; write the value itself or use $Var()",
            )
            return REFUSED
        if shape.kind == "list":
            return self._list(shape, described, node, path)
        if shape.kind == "variant":
            assert described.variants is not None
            return self._variant(described.variants, node, path)
        if shape.kind == "block":
            assert shape.block is not None
            read = self.block(shape.block, node, at=node.position, path=path)
            return REFUSED if read is None else read
        if not isinstance(node, ScalarNode):
            self._mismatch(node, EXPECTED[shape.kind], path)
            return REFUSED
        return self._scalar(shape, described, node, path)

    def _list(self, shape: TypeShape, described: Property, node: Node, path: str) -> Any:
        assert shape.item is not None
        if not isinstance(node, SequenceNode):
            fix = ""
            if isinstance(node, ScalarNode) and shape.item.kind in EXPECTED:
                fix = f"; write [{shown(node)}]" if len(node.text) <= _LONGEST_SHOWN else "; put it in brackets"
            self._mismatch(node, f"a list{of_mappings(shape.item)}", path, fix=fix)
            return REFUSED
        items = [self._value(shape.item, described, item, f"{path}[{index}]") for index, item in enumerate(node.items)]
        return REFUSED if REFUSED in items else tuple(items)

    def _variant(self, variants: Variants, node: Node, path: str) -> Any:
        if not isinstance(node, MappingNode):
            self._mismatch(node, "a mapping with 'type' and 'properties'", path)
            return REFUSED
        known = variants()
        kind = node.get("type")
        if isinstance(kind, InvalidNode):
            return REFUSED
        if not isinstance(kind, ScalarNode):
            position = kind.position if kind is not None else node.position
            self._report(position, f"{self._where(path)} needs a 'type', one of: {', '.join(known)}")
            return REFUSED
        for key, _ in node.entries:
            if key.text not in ("type", "properties"):
                hint = did_you_mean(key.text, ("type", "properties"))
                self._report(
                    key.position,
                    f"unknown property {quoted(key.text)} of {self._where(path)}; it has 'type' and 'properties'{hint}",
                )
        block = known.get(kind.text)
        if block is None:
            yet = kind.text in VARIANT_TYPES
            hint = "" if yet else did_you_mean(kind.text, {*known, *VARIANT_TYPES})
            self.problems.append(
                Problem(
                    kind.position,
                    f"type {quoted(kind.text)} of {self._where(path)} is {'not supported yet' if yet else 'unknown'}; "
                    f"supported: {', '.join(known)}{hint}",
                    unsupported=yet,
                )
            )
            return REFUSED
        properties = node.get("properties")
        if isinstance(properties, ScalarNode) and scalar_value(properties) is None:
            self._report(properties.position, f"'{path}.properties' of {self.subject} is empty; remove the key")
            return REFUSED
        read = self.block(
            block,
            properties,
            at=node.position if properties is None else properties.position,
            path=f"{path}.properties" if properties is not None else path,
        )
        return REFUSED if read is None else read

    def _scalar(self, shape: TypeShape, described: Property, node: ScalarNode, path: str) -> Any:
        if shape.kind == "str":
            return node.text
        if shape.kind == "literal":
            if node.text in shape.literals:
                return node.text
            allowed = ", ".join(f"'{literal}'" for literal in shape.literals)
            hint = did_you_mean(node.text, shape.literals)
            self._report(node.position, f"'{path}' of {self.subject} must be one of {allowed}, got {shown(node)}{hint}")
            return REFUSED
        if shape.kind == "bool":
            value = scalar_value(node)
            if isinstance(value, bool):
                return value
            self._mismatch(node, "true or false", path)
            return REFUSED
        return self._number(shape, described, node, path)

    def _number(self, shape: TypeShape, described: Property, node: ScalarNode, path: str) -> Any:
        try:
            number = float(node.text)
            whole = int(node.text) if node.text.strip().lstrip("+-").isdigit() else number
        except ValueError:
            self._mismatch(node, EXPECTED[shape.kind], path)
            return REFUSED
        if number != number or number in (float("inf"), float("-inf")):
            self._mismatch(node, EXPECTED[shape.kind], path)
            return REFUSED
        if shape.kind == "int":
            if whole != int(whole):
                self._mismatch(node, "a whole number", path)
                return REFUSED
            whole = int(whole)
        low, high, got = described.minimum, described.maximum, shortened(node.text, 40)
        if (low is not None and whole < low) or (high is not None and whole > high):
            self._report(node.position, f"'{path}' of {self.subject} must be {limits(low, high)}, got {got}")
            return REFUSED
        if described.choices and whole not in described.choices:
            allowed = ", ".join(str(choice) for choice in described.choices)
            self._report(node.position, f"'{path}' of {self.subject} must be one of {allowed}, got {got}")
            return REFUSED
        return whole

    def _mismatch(self, node: Node, expected: str, path: str, *, fix: str = "") -> None:
        where = f"'{path}' of {self.subject}" if path else self.subject
        self._report(node.position, f"{where} must be {expected}, got {shown(node)}{fix}")

    def _unknown(self, key: ScalarNode, block: type[Block], path: str, given: set[str]) -> str | None:
        """Reports a property that the block has not, and gives the one that is probably meant."""
        known = list(fields_of(block))
        meant = closest(key.text, known)
        if meant is not None:
            hint = meant_property(meant, given)
        else:
            hint = f"; it has: {', '.join(known)}" if known else "; it has no properties"
        self._report(key.position, f"unknown property {quoted(key.text)} of {self._where(path)}{hint}")
        return meant

    def _unsupported(self, key: ScalarNode, value: Node, path: str) -> None:
        if isinstance(value, MappingNode):
            enabled = value.get("enabled")
            if isinstance(enabled, ScalarNode) and scalar_value(enabled) is False:
                return
        if isinstance(value, SequenceNode) and not value.items:
            return
        message = f"'{path}' of {self.subject} is not supported yet; remove it to go on without it"
        self.problems.append(Problem(key.position, message, unsupported=True))

    def _where(self, path: str) -> str:
        return f"'{path}' in {self.subject}" if path else self.subject

    def _report(self, position: Position, message: str) -> None:
        self.problems.append(Problem(position, message))


def shown(node: Node) -> str:
    """What a node is, for a message that says what was found."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, RuntimeNode):
        return str(node.expression)
    if isinstance(node, ScalarNode):
        if scalar_value(node) is None:
            return "nothing"
        text = node.text if len(node.text) <= _LONGEST_SHOWN else f"{node.text[: _LONGEST_SHOWN - 3]}..."
        return f"'{text}'"
    return "an invalid value"
