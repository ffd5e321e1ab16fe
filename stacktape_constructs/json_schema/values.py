"""What stands for single values in the schema: texts, numbers, and the directives that may take their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stacktape_constructs.config.directives.runtime import RUNTIME_DIRECTIVES
from stacktape_constructs.document.scalars import plain_value

Schema = dict[str, Any]

#: After its name. What is no directive as a whole is text: `$Region()-files`.
_CALL = r"\([\s\S]*\)(\.[^)]*)?$"
_RUNTIME = "|".join(sorted(RUNTIME_DIRECTIVES))

#: A number in quotes is a number where one is expected.
_NUMBER_IN_QUOTES = r"^\s*[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][-+]?\d[\d_]*)?\s*$"

DIRECTIVES: Mapping[str, Schema] = {
    "localDirective": {
        "type": "string",
        "pattern": rf"^\$(?!({_RUNTIME})\()[\s\S]+{_CALL}",
    },
    "runtimeDirective": {
        "type": "string",
        "pattern": rf"^\$({_RUNTIME}){_CALL}",
    },
}

#: What is written without quotes is text too, where text is expected.
_SCALARS = ["string", "number", "boolean"]


def or_directive(schema: Schema) -> Schema:
    """The schema, of a value that a directive may stand for which is evaluated when the config is read.

    One of two, and no `if`: the YAML language server offers the values of an `enum` only so.
    """
    return {"anyOf": [schema, reference("localDirective")]}


def reference(definition: str) -> Schema:
    """What stands for a definition."""
    return {"$ref": f"#/definitions/{definition}"}


def text(*, runtime: bool, nothing: bool = False) -> Schema:
    """Any text; a directive is one by itself.

    Args:
        runtime: whether directives that are only known at deploy are allowed.
        nothing: whether an empty value is the empty text, as it is in a list.
    """
    schema: Schema = {"type": [*_SCALARS, "null"] if nothing else _SCALARS}
    if not runtime:
        schema["if"] = reference("runtimeDirective")
        schema["then"] = refused("must be known before the template is built; this is only known at deploy")
    return schema


def refused(message: str) -> Schema:
    """A schema that no value meets, with what an editor says about it."""
    # Editors show the message if the type is wrong, which it is for any value.
    return {"type": "null", "not": {"type": "null"}, "errorMessage": message}


def one_of(literals: Iterable[str]) -> Schema:
    """One of some texts, with or without quotes."""
    texts = list(literals)
    unquoted = [value for value in map(plain_value, texts) if not isinstance(value, str)]
    return or_directive({"enum": [*texts, *unquoted]})


def number(kind: str, *, low: float | None, high: float | None, choices: Iterable[int]) -> Schema:
    """A number within its limits; those of one in quotes are the reader's to check."""
    limits = {"minimum": low, "maximum": high}
    plain: Schema = {"type": kind, **{name: limit for name, limit in limits.items() if limit is not None}}
    if allowed := list(choices):
        plain["enum"] = allowed
    quoted = {"type": "string", "pattern": _NUMBER_IN_QUOTES}
    return {"anyOf": [plain, quoted, reference("localDirective")]}
