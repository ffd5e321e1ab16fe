"""A part of a template with the values that CloudFormation would put in, as far as a test gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stacktape_constructs.testing.intrinsics import as_substitution, is_function, reference

_REFERENCE = re.compile(r"\$\{(!?)([^}]*)\}")


def unresolved(value: object, parameters: Mapping[str, str]) -> list[str]:
    """What a part of a template refers to and `parameters` does not give, and the functions that are not known.

    References are named as `Fn::Sub` names them: `AWS::Region`, `Orders.Arn`.
    """
    found: dict[str, None] = {}

    def visit(inner: object) -> None:
        text = as_substitution(inner) if is_function(inner) else None
        if text is not None:
            names = [name for escaped, name in _REFERENCE.findall(text) if not escaped]
            found.update(dict.fromkeys(name for name in names if name not in parameters))
        elif is_function(inner):
            assert isinstance(inner, Mapping)
            found[next(iter(inner))] = None
        elif isinstance(inner, Mapping | list):
            for each in inner.values() if isinstance(inner, Mapping) else inner:
                visit(each)

    visit(value)
    return list(found)


def resolved(value: object, parameters: Mapping[str, str]) -> Any:
    """The part with its references replaced; nothing may be `unresolved` in it."""
    if is_function(value):
        name = reference(value)
        if name is not None:
            return parameters[name]
        text = as_substitution(value)
        assert text is not None
        return _REFERENCE.sub(lambda found: f"${{{found[2]}}}" if found[1] else parameters[found[2]], text)
    if isinstance(value, Mapping):
        return {key: resolved(inner, parameters) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, parameters) for inner in value]
    return value
