"""What a scalar means, by the core schema of YAML 1.2 with one exception.

YAML 1.1 reads `NO` as false, `on` as true, `22:22` as 1342 and `010` as 8; the core schema of 1.2
(https://yaml.org/spec/1.2.2/#103-core-schema) keeps the first three as text, and so does this module.

The exception: an unquoted number that starts with a superfluous zero stays text, where the core
schema reads a number. In configs for AWS it is an account id (`012345678901`), a zip code or the
start of a commit hash (`012e34567`), never a quantity, and the zero cannot be had back once lost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TypeAlias

from stacktape_constructs.document.quoting import quoted

ScalarValue: TypeAlias = str | int | float | bool | None

CORE_PREFIX = "tag:yaml.org,2002:"

_NULLS = ("", "~", "null", "Null", "NULL")
_BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NOT_A_NUMBER = (".nan", ".NaN", ".NAN")
_SUPERFLUOUS_ZERO = re.compile(r"[-+]?0[0-9]")
_MAY_START_A_NUMBER = frozenset("+-.0123456789")


def plain_value(text: str) -> ScalarValue:
    """The value of an unquoted scalar without a tag."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in _MAY_START_A_NUMBER or _SUPERFLUOUS_ZERO.match(text):
        return text
    for read in (_integer, _floating):
        number = read(text)
        if number is not None:
            return number
    return text


def tagged_value(text: str, tag: str) -> ScalarValue:
    """The value of a scalar with a tag of the core schema, such as `!!int`.

    Raises:
        ValueError: with a sentence that says what the tag allows, if `text` is nothing of it.
    """
    kind = tag.removeprefix(CORE_PREFIX)
    if kind == "str":
        return text
    if kind == "null" and text in _NULLS:
        return None
    value = _READERS[kind](text) if kind in _READERS else None
    if value is None:
        raise ValueError(f"{quoted(text)} is not a value of tag !!{kind}; allowed: {_ALLOWED[kind]}")
    return value


def _integer(text: str) -> int | None:
    based = _BASED.fullmatch(text) is not None
    if not based and _DECIMAL.fullmatch(text) is None:
        return None
    try:
        number = int(text, 0 if based else 10)
        # Python refuses to convert thousands of digits, from text or to it, because that takes quadratic time.
        str(number)
    except ValueError:
        return None
    return number


def _floating(text: str) -> float | None:
    if _FLOAT.fullmatch(text):
        number = float(text)
        # `12e34567` is a commit hash rather than infinity.
        return number if math.isfinite(number) else None
    if _INFINITE.fullmatch(text):
        return -math.inf if text[0] == "-" else math.inf
    return math.nan if text in _NOT_A_NUMBER else None


_READERS: dict[str, Callable[[str], int | float | bool | None]] = {
    "int": _integer,
    "float": _floating,
    "bool": _BOOLEANS.get,
}
_ALLOWED = {
    "int": "digits, 0o17 and 0xff",
    "float": "numbers such as 1.5 and 1e3, .inf and .nan",
    "bool": "true and false",
    "null": "null, ~ and nothing",
}
