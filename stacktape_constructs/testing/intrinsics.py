"""CloudFormation's functions as people write them: `${Orders.Arn}` instead of two nested objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def is_function(value: object) -> bool:
    """Whether a value is one of CloudFormation's functions: an object of one key, `Ref` or `Fn::...`."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    (name,) = value
    return name == "Ref" or str(name).startswith("Fn::")


def reference(value: object) -> str | None:
    """`Orders` of a `Ref`, `Orders.Arn` of a `Fn::GetAtt`; None of anything else."""
    if not is_function(value):
        return None
    assert isinstance(value, Mapping)
    if isinstance(name := value.get("Ref"), str):
        return name
    attribute = value.get("Fn::GetAtt")
    if isinstance(attribute, str):
        return attribute
    if isinstance(attribute, list) and len(attribute) == 2 and all(isinstance(part, str) for part in attribute):
        return ".".join(attribute)
    return None


def as_substitution(value: object) -> str | None:
    """The text of the `Fn::Sub` that says the same as a text or function; None if there is none.

    >>> as_substitution({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":s3:::shop"]]})
    'arn:${AWS::Partition}:s3:::shop'

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
    """
    if isinstance(value, str):
        return value.replace("${", "${!")
    name = reference(value)
    if name is not None:
        return f"${{{name}}}"
    if not is_function(value):
        return None
    assert isinstance(value, Mapping)
    ((function, argument),) = value.items()
    if function == "Fn::Sub":
        return argument if isinstance(argument, str) else None
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2 and argument[0] == "":
        parts = [as_substitution(part) for part in argument[1]] if isinstance(argument[1], list) else [None]
        return None if None in parts else "".join(part for part in parts if part is not None)
    return None


def readable(value: object) -> str:
    """A value for a message, and for comparing: a text as it is, functions as in `Fn::Sub`, else JSON."""
    if isinstance(value, str):
        return value
    text = as_substitution(value)
    return json.dumps(value, sort_keys=True, default=str) if text is None else text


def entries(value: object) -> list[Any]:
    """The entries of what may be one or a list of them."""
    return value if isinstance(value, list) else [] if value is None else [value]


def alternatives(value: object, *, perhaps: bool = False) -> Iterator[tuple[Any, bool]]:
    """The entries of what may be one or a list of them, whichever way its conditions turn out.

    Each comes with whether it may be missing, for it is in a branch of a `Fn::If`.
    """
    if isinstance(value, list):
        for inner in value:
            yield from alternatives(inner, perhaps=perhaps)
    elif isinstance(value, Mapping) and value.keys() == {"Fn::If"} and isinstance(value["Fn::If"], list):
        for branch in value["Fn::If"][1:]:
            yield from alternatives(branch, perhaps=True)
    elif value is not None and value != {"Ref": "AWS::NoValue"}:
        yield value, perhaps


def references_in(value: object) -> Iterator[str]:
    """The logical ids, and names of parameters, that a value refers to."""
    name = reference(value)
    if name is not None:
        yield name.partition(".")[0]
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from references_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references_in(inner)
