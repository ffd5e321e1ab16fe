"""What a mutation may put into a text: the signs of YAML and the words of the language."""

from __future__ import annotations

from collections.abc import Iterator

from stacktape_constructs.config.config import Root
from stacktape_constructs.config.directives.local import LOCAL_DIRECTIVES
from stacktape_constructs.config.directives.runtime import RUNTIME_DIRECTIVES
from stacktape_constructs.config.schema import Block, fields_of
from stacktape_constructs.resources.registry import event_blocks, resource_type, resource_type_names

_SIGNS = (
    *("- ", "? ", ": ", ", ", "{", "}", "[", "]", "'", "''", '"', "#", " #", "`", "@", "~", "\n  ", "\n    ", "\n- "),
    *("&a ", "*a", "<<: ", "|\n", "|-\n", "|+2\n", ">\n", ">-\n", "\\x41", "\\u0041", "\\U0001F600", "\\N", "\\\n"),
    *("!", "!<x> ", "!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!map ", "!!seq ", "!!binary ", "!Ref "),
    *(
        "%YAML 1.2\n",
        "%YAML 1.1\n",
        "%TAG ! x\n",
        "---\n",
        "...\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\ufeff",
        "\x85",
        "\u2028",
    ),
    *("null", "true", ".inf", ".nan", "0x1F", "0o17", "1e9", "012", "$Format('{}', ", "$Var().a", "')"),
)


def words() -> list[str]:
    """Each of them once, in an order that stays."""
    blocks = [Root, *(resource_type(name).config for name in resource_type_names()), *event_blocks().values()]
    named = {word for block in blocks for word in _words_of(block)}
    directives = (f"${name}(" for name in (*LOCAL_DIRECTIVES, *RUNTIME_DIRECTIVES))
    return [*dict.fromkeys((*_SIGNS, *sorted(named), *resource_type_names(), *event_blocks(), *directives))]


def _words_of(block: type[Block]) -> Iterator[str]:
    for name, field in fields_of(block).items():
        yield f"{name}: "
        shape = field.type.item or field.type
        yield from shape.literals
        if shape.block is not None:
            yield from _words_of(shape.block)
