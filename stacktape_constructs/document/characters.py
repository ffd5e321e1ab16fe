"""Bytes → a text that YAML may hold, with the place of each character that it may not."""

from __future__ import annotations

import codecs
import itertools
import re

from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.source import Position, Source

#: A file that is no text at all has thousands; the first ones tell enough.
MAX_REPORTED = 10

#: A pattern for the place where a line starts, after any of YAML's line breaks.
LINE_START = "(?:\\A|(?<=[\n\r\x85\u2028\u2029]))"

_ENCODINGS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
#: What libyaml refuses; PyYAML's own reader lets U+FEFF pass.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def decode(data: bytes, *, name: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark.

    Raises:
        ConfigError: at the first byte that is not of that encoding.
    """
    mark, encoding = next((known for known in _ENCODINGS if data.startswith(known[0])), (b"", "UTF-8"))
    data = data[len(mark) :]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding)
        position = position_at(_source(data.decode(encoding, "replace"), name), len(before))
        byte = f"byte 0x{data[error.start]:02x}"
        message = f"{byte} is not valid {encoding}; save the file as UTF-8"
        raise ConfigError([Problem(position, message)]) from None


def checked_source(text: str, *, name: str) -> Source:
    """The text as a source, without its byte order mark.

    Raises:
        ConfigError: with the first characters that YAML forbids, if there are any.
    """
    text = text.removeprefix("\ufeff")
    source = _source(text, name)
    forbidden = itertools.islice(_FORBIDDEN.finditer(text), MAX_REPORTED)
    problems = [Problem(position_at(source, match.start()), _fault(match.group())) for match in forbidden]
    if problems:
        raise ConfigError(problems)
    return source


def position_at(source: Source, index: int) -> Position:
    """The place of the character with this index."""
    # The dot stands for it, and keeps a last line that is empty.
    lines = f"{source.text[:index]}.".splitlines()
    return Position(source, len(lines), len(lines[-1]))


def _source(text: str, name: str) -> Source:
    # An error quotes its line: a raw escape sequence would reach the user's terminal, and a lone
    # surrogate cannot be printed at all.
    return Source(name, _FORBIDDEN.sub("\ufffd", text))


def _fault(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if character == "\0":
        return f"{code} does not occur in text; save the file as text in UTF-8"
    if "\ud800" <= character <= "\udfff":
        return f"lone surrogate {code} is half a character; remove it"
    if character == "\ufeff":
        return f"byte order mark {code} may stand at the start of a file only; remove it"
    return f"control character {code} is not allowed in YAML; remove it"
