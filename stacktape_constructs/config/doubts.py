"""What a config says rightly and can hardly mean: directives inside of texts, which Stacktape takes as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktape_constructs.config.directives.local import LOCAL_DIRECTIVES
from stacktape_constructs.config.directives.runtime import RUNTIME_DIRECTIVES
from stacktape_constructs.config.expression import (
    Argument,
    Expression,
    ExpressionSyntaxError,
    looks_like_directive,
    parse,
)
from stacktape_constructs.config.load import NOT_READ
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.errors import Problem

_NAMES = "|".join(sorted({*LOCAL_DIRECTIVES, *RUNTIME_DIRECTIVES}))
_START = re.compile(rf"\$(?:{_NAMES})\(")
#: Behind a directive that reads from a structure, the keys; of a dash one cannot tell whether it is part of a key.
_PATH = re.compile(r"(?:\.\w+)*")
_WITH_PATH = ("$Var(", "$This(", "$File(")
#: Texts that a line cannot show, or that YAML would take apart where they stand without quotes.
_LONGEST_ADVICE = 120
_NOT_PLAIN = re.compile(r": | #|[\r\n\t]")


def doubts_about(document: Node | None) -> list[Problem]:
    """The directives that stand inside of texts, each text once.

    `bus-$Stage()` is a text: a directive is the whole of a value, or nothing. Stacktape deploys it as it is.

    Args:
        document: the root of the document, None if it is empty.
    """
    if not isinstance(document, MappingNode):
        return []
    read = [value for key, value in document.entries if key.text not in NOT_READ]
    return [
        Problem(node.position, message)
        for node in _scalars(read)
        if "$" in node.text and (message := _about(node)) is not None
    ]


def _scalars(nodes: list[Node]) -> Iterator[ScalarNode]:
    """The scalars in nodes, in order; what several aliases reach, once."""
    met: set[int] = set()
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            continue
        met.add(id(node))
        if isinstance(node, ScalarNode):
            yield node
        elif isinstance(node, SequenceNode):
            waiting.extend(reversed(node.items))
        elif isinstance(node, MappingNode):
            waiting.extend(value for _, value in reversed(node.entries))


def _about(node: ScalarNode) -> str | None:
    if not looks_like_directive(node.text):
        return _message(node.text)
    try:
        arguments = parse(node.text, node.position).arguments
    except ExpressionSyntaxError:
        return None  # which the evaluator reports
    return next((said for text in _texts(arguments) if (said := _message(text)) is not None), None)


def _texts(arguments: tuple[Argument, ...]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, str):
            yield argument
        elif isinstance(argument, Expression):
            yield from _texts(argument.arguments)


def _message(text: str) -> str | None:
    calls = list(_calls(text))
    if not calls:
        return None
    names = [text[start : text.index("(", start)] for start, _ in calls]
    said = ", ".join(f"{name}()" for name in dict.fromkeys(names))
    verb = "is" if len(set(names)) == 1 else "are"
    return (
        f"{said} in the text {quoted(text)} {verb} not evaluated, for a directive must be the whole of a value; "
        f"write {_advice(text, calls)}"
    )


def _calls(text: str) -> Iterator[tuple[int, int]]:
    """Where each directive starts and ends."""
    start = 0
    while (found := _START.search(text, start)) is not None:
        end = _end(text, found.end())
        if end is None:
            return
        if found[0] in _WITH_PATH and (path := _PATH.match(text, end)) is not None:
            end = path.end()
        yield found.start(), end
        start = end


def _end(text: str, start: int) -> int | None:
    """The end of a directive, from behind its opening parenthesis; None if it is not closed."""
    depth, quote = 1, ""
    for index in range(start, len(text)):
        character = text[index]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                return index + 1
    return None


def _advice(text: str, calls: list[tuple[int, int]]) -> str:
    """What to write in the place of a text: the very words, where these are one short line."""
    directives = [text[start:end] for start, end in calls]
    later = any(call[1 : call.index("(")] in RUNTIME_DIRECTIVES for call in directives)
    name = "$CfFormat" if later else "$Format"
    edges = [0, *(edge for call in calls for edge in call), len(text)]
    pieces = [text[edges[index] : edges[index + 1]] for index in range(0, len(edges), 2)]
    template = "{}".join(pieces)
    quote = next((mark for mark in "'\"" if mark not in template), None)
    written = f"{name}({quote}{template}{quote}, {', '.join(directives)})"
    plain = quote is not None and not _NOT_PLAIN.search(written) and len(written) <= _LONGEST_ADVICE
    if not plain or template.count("{}") != len(calls):
        return f"{name}('… {{}} …', …), with {{}} in the place of each directive"
    return written
