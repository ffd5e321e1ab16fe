"""Directives as data: `$Name(arguments).path`, parsed but not evaluated.

The grammar is Stacktape's own, checked against its engine: a scalar is a directive only if the
whole of it has that form, so `pre-$Var().a`, `$100` and `costs $(5)` are ordinary text.
"""

from __future__ import annotations

import math
import re
from typing import Union

import attrs

from stacktape_constructs.document.quoting import shortened
from stacktape_constructs.source import Position

#: What may stand between the parentheses of a directive.
Argument = Union[str, int, float, bool, None, "Expression"]


#: Pairs; each may hold another directive. Nobody can read as many as this.
MAX_PARENTHESES = 100
#: Pairs inside each other. What is in the innermost one is gone through once for each of them.
MAX_NESTING = 10
MAX_ARGUMENTS = 100

#: How much of a directive messages show.
_SHOWN = 160
#: A number with a superfluous zero is an account id or another text of digits.
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class ExpressionSyntaxError(ValueError):
    """A text has the look of a directive and cannot be parsed as one."""


@attrs.frozen
class Expression:
    """A directive call.

    Attributes:
        name: the directive's name without `$`, case-sensitive.
        arguments: texts, numbers, booleans and nested directives.
        path: what follows the call, split at dots: `('a', '1')` for `$Var().a.1`.
        position: where it stands; not part of its identity.
        written: the name in the file, of a directive that has a name of today beside it; not part of its identity.
        text: how it is written, with one space after each comma. `str()` shortens it, for messages.
    """

    name: str
    arguments: tuple[Argument, ...]
    path: tuple[str, ...]
    position: Position = attrs.field(eq=False, repr=False)
    written: str = attrs.field(default="", eq=False, repr=False)
    text: str = attrs.field(init=False, eq=False, repr=False)

    @text.default
    def _text(self) -> str:
        arguments = ", ".join(
            argument.text if isinstance(argument, Expression) else repr(argument) for argument in self.arguments
        )
        return ".".join([f"${self.written or self.name}({arguments})", *self.path])

    def __str__(self) -> str:
        return shortened(self.text, _SHOWN)


def looks_like_directive(text: str) -> bool:
    """Whether the whole text has the form of a directive.

    >>> looks_like_directive("$Var().a"), looks_like_directive("$Region()-x")
    (True, False)
    """
    if not text.startswith("$") or "(" not in text[2:]:
        return False
    after = text[text.rfind(")") + 1 :] if ")" in text else text
    return after == "" or after.startswith(".")


def parse(text: str, position: Position) -> Expression:
    """Parses a text that looks like a directive.

    Raises:
        ExpressionSyntaxError: parentheses or quotes do not match.
    """
    if text.count("(") > MAX_PARENTHESES:
        raise ExpressionSyntaxError(f"a directive may have {MAX_PARENTHESES} pairs of parentheses at most")
    name, _, rest = text[1:].partition("(")
    end = rest.rfind(")")
    if end < 0:
        raise ExpressionSyntaxError(f"directive {shortened(text, _SHOWN)} has no closing parenthesis")
    inner, after = rest[:end], rest[end + 1 :]
    path = tuple(after[1:].split(".")) if after else ()
    if "" in path:
        name, after = shortened(name, _SHOWN), shortened(after, _SHOWN)
        raise ExpressionSyntaxError(f"the path after directive ${name}() has an empty part: '{after}'")
    arguments = tuple(_argument(part, position) for part in _split_arguments(inner, shortened(text, _SHOWN)))
    return Expression(name, arguments, path, position)


def _split_arguments(inner: str, whole: str) -> list[str]:
    """Splits at the commas that neither quotes nor parentheses protect."""
    parts: list[str] = []
    depth, quote, start = 0, "", 0
    for index, character in enumerate(inner):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
            if depth == MAX_NESTING:
                raise ExpressionSyntaxError(
                    f"directive {whole} has more than {MAX_NESTING} pairs of parentheses inside each other; "
                    "put parts of it in variables"
                )
        elif character == ")":
            depth -= 1
            if depth < 0:
                raise ExpressionSyntaxError(f"directive {whole} has one ')' too many")
        elif character == "," and depth == 0:
            parts.append(inner[start:index])
            start = index + 1
            if len(parts) == MAX_ARGUMENTS:
                raise ExpressionSyntaxError(f"directive {whole} has more than {MAX_ARGUMENTS} arguments; use fewer")
    if quote:
        raise ExpressionSyntaxError(f"directive {whole} has a quote ({quote}) that is not closed")
    if depth:
        raise ExpressionSyntaxError(f"directive {whole} has a '(' that is not closed")
    parts.append(inner[start:])
    return [] if len(parts) == 1 and not parts[0].strip() else parts


def _argument(part: str, position: Position) -> Argument:
    part = part.strip()
    if len(part) >= 2 and part[0] in "'\"" and part[-1] == part[0]:
        return part[1:-1]
    if part in ("true", "false"):
        return part == "true"
    if looks_like_directive(part):
        return parse(part, position)
    # Stacktape takes a bare word as text: $Format(abc) gives abc.
    return _number(part) if _NUMBER.fullmatch(part) else part


def _number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        # It has a fraction, or more digits than Python converts.
        number = float(text)
        return number if math.isfinite(number) else text
