"""The `Condition` of a policy statement, checked before IAM or CloudFormation sees it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.document.similar import similar
from stacktape_constructs.source import Position

_COMPARISONS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_NULL = "Null"

_OPERATORS = (
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
    "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "IpAddress", "NotIpAddress", "Bool",
    "BinaryEquals", _NULL, *(f"{kind}{comparison}" for kind in ("Numeric", "Date") for comparison in _COMPARISONS),
)  # fmt: skip

_EXAMPLE = "{StringEquals: {'aws:SourceAccount': '123456789012'}}"

#: An operator as a policy has it: of a key with many values, and of one that need not be there.
_WRITTEN = re.compile(r"(?:ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?", re.DOTALL)


def condition_faults(condition: Node) -> Iterator[tuple[Position, str]]:
    """What is wrong with a condition, `{operator: {key: value or list of values}}`, and where."""
    if not isinstance(condition, MappingNode):
        yield condition.position, f"'Condition' must be a mapping such as {_EXAMPLE}"
        return
    for operator, keys in condition.entries:
        name, optional = _parts(operator.text)
        if name not in _OPERATORS or (name == _NULL and optional):
            hint = similar(name, _OPERATORS) or ", such as StringEquals or ArnLike"
            yield operator.position, f"{quoted(operator.text)} is no operator of a condition{hint}"
        elif not isinstance(keys, MappingNode):
            yield keys.position, f"{quoted(operator.text)} must be a mapping of keys and values, as in {_EXAMPLE}"
        else:
            for _, values in keys.entries:
                yield from _value_faults(name, values)


def _parts(written: str) -> tuple[str, bool]:
    match = _WRITTEN.fullmatch(written)
    assert match is not None, "it matches any text"
    return match[1], match[2] is not None


def _value_faults(operator: str, values: Node) -> Iterator[tuple[Position, str]]:
    for value in values.items if isinstance(values, SequenceNode) else (values,):
        if isinstance(value, RuntimeNode):
            continue
        plain = scalar_value(value) if isinstance(value, ScalarNode) else None
        if plain is None:
            yield value.position, "a value of a condition must be text, a number, true or false, or a list of these"
        elif operator == _NULL and plain not in (True, False, "true", "false"):
            yield value.position, f"a value of '{_NULL}' must be true or false, got {quoted(str(plain))}"
