"""What a YAML parser says → what its user can do.

A parser tells what it expected when it gave up ("did not find expected key"), which is seldom what
is wrong, and each parser has its own words. So a fault is recognised by what both of PyYAML's
parsers say alike and by the text around the place; the sentences are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import attrs
import yaml

from stacktape_constructs.document.characters import position_at
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.errors import Problem
from stacktape_constructs.source import Position, Source

UNKNOWN_ESCAPE = (
    "this escape is unknown; in double quotes write \\\\ for a backslash, or put the text in single quotes"
)
UNKNOWN_DIRECTIVE = (
    "a line that starts with '%' is a directive, and only '%YAML 1.2' with '---' below it is known; "
    "remove it, or put the key in quotes if it is one"
)
#: YAML's limit for a key without a '?' before it.
MAX_KEY_LENGTH = 1024

_ALIGN = "align this line with the lines it belongs to"
_QUOTE_TEXT = "put the value in quotes if it is text"
_CLOSING = {"[": "]", "{": "}"}

_CONFLICT_MARKER = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_KEY = re.compile(r"""\s*(?:- +)*(?:"[^"]*"|'[^']*'|[^\s"'#][^#]*?):\s""")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*[\w$.-]+:(?=[^ \t:/])")
_ITEM_WITHOUT_SPACE = re.compile(r"\s*-(?=\w)")
_ONLY_INDENTATION = re.compile(r"[\s-]*")


@attrs.frozen
class _Fault:
    """Where a parser gave up, and why.

    Attributes:
        source: the text.
        at: where it gave up.
        since: where the thing that it was reading starts; the same as `at` if it does not say.
        reading: that thing, in the words of the parser.
        complaint: what it found or missed, in the words of the parser.
    """

    source: Source
    at: yaml.Mark
    since: yaml.Mark
    reading: str
    complaint: str

    @property
    def here(self) -> Position:
        """Where the parser gave up."""
        return Position(self.source, self.at.line + 1, self.at.column + 1)

    @property
    def start(self) -> Position:
        """Where the thing that it was reading starts."""
        return Position(self.source, self.since.line + 1, self.since.column + 1)

    @property
    def character(self) -> str:
        """What stands where the parser gave up; empty at the end of the text."""
        return self.source.text[self.at.index : self.at.index + 1]

    @property
    def opener(self) -> str:
        """What starts the thing that it was reading, such as a quote."""
        return self.source.text[self.since.index : self.since.index + 1]

    @property
    def before(self) -> str:
        """The line up to where the parser gave up."""
        return self.source.line(self.at.line + 1)[: self.at.column]

    @property
    def at_end(self) -> bool:
        """Whether nothing but space follows."""
        return not self.source.text[self.at.index :].strip()


_Explanation: TypeAlias = tuple[Position, str] | None


def explain(error: yaml.MarkedYAMLError, source: Source) -> Problem:
    """The problem that a parser met, at the place where a person would mend it."""
    at = error.problem_mark
    assert at is not None
    fault = _Fault(source, at, error.context_mark or at, error.context or "", error.problem or "")
    for explanation in _EXPLANATIONS:
        explained = explanation(fault)
        if explained is not None:
            return Problem(*explained)
    return Problem(fault.here, f"this is not valid YAML: {fault.complaint} {fault.reading}".rstrip())


def _merge_conflict(fault: _Fault) -> _Explanation:
    marker = _CONFLICT_MARKER.search(fault.source.text)
    if marker is None:
        return None
    position = position_at(fault.source, marker.start())
    return position, "a merge conflict is unresolved here; keep one side and remove the markers"


def _tab(fault: _Fault) -> _Explanation:
    if fault.character != "\t" or not ("any token" in fault.complaint or "a tab" in fault.complaint):
        return None
    if fault.before.strip():
        return fault.here, "a tab cannot stand here; use a space"
    return fault.here, "this line is indented with a tab; use spaces"


def _reserved_start(fault: _Fault) -> _Explanation:
    if "cannot start any token" not in fault.complaint:
        return None
    return fault.here, f"{quoted(fault.character)} cannot start a text without quotes; put the text in quotes"


def _unclosed_quote(fault: _Fault) -> _Explanation:
    if "quoted scalar" not in fault.reading:
        return None
    if "end of stream" not in fault.complaint and "document" not in fault.complaint:
        return None
    return fault.start, f"this {fault.opener} is never closed; add the closing {fault.opener}"


def _unknown_escape(fault: _Fault) -> _Explanation:
    if "quoted scalar" not in fault.reading:
        return None
    # Parsers point at the backslash, or at what follows it or its letter.
    end = fault.at.index + (1 if "unknown escape" in fault.complaint else 0)
    return position_at(fault.source, fault.source.text.rfind("\\", 0, end)), UNKNOWN_ESCAPE


def _anchor(fault: _Fault) -> _Explanation:
    if "an anchor" not in fault.reading and "an alias" not in fault.reading:
        return None
    name = "a name (letters, digits, '-' and '_')"
    return fault.start, f"expected {name} after this '{fault.opener}'; {_QUOTE_TEXT}"


def _tag(fault: _Fault) -> _Explanation:
    if "a tag" not in fault.reading and "tag handle" not in fault.complaint:
        return None
    return fault.start, f"'!' starts a tag, and this is not one; {_QUOTE_TEXT}"


def _block_text(fault: _Fault) -> _Explanation:
    if "block scalar" not in fault.reading:
        return None
    return fault.start, (
        f"expected the end of the line after this '{fault.opener}', which starts a text on the lines below; "
        f"{_QUOTE_TEXT}"
    )


def _directive(fault: _Fault) -> _Explanation:
    words = f"{fault.reading} {fault.complaint}"
    if not any(word in words for word in ("directive", "incompatible", "document start")):
        return None
    directives = list(_DIRECTIVE.finditer(fault.source.text, 0, fault.at.index + 1))
    if not directives:
        return None
    return position_at(fault.source, directives[-1].start()), UNKNOWN_DIRECTIVE


def _value_and_key(fault: _Fault) -> _Explanation:
    if "mapping values are not allowed" not in fault.complaint:
        return None
    if _KEY.match(fault.before):
        return fault.here, "a text without quotes cannot have ': ' in it; put the text in quotes"
    if len(fault.before) > MAX_KEY_LENGTH:
        return fault.here, f"a key has at most {MAX_KEY_LENGTH:,} characters, got {len(fault.before):,}"
    above = len(fault.source.text[: fault.at.index - fault.at.column].rstrip().splitlines())
    if above == 0:
        return None
    without_space = _without_space(fault.source, above)
    if without_space is not None:
        return without_space
    indentation = len(fault.before) - len(fault.before.lstrip())
    position = Position(fault.source, fault.at.line + 1, indentation + 1)
    return position, f"this line continues the text of line {above}; {_ALIGN}"


def _missing_colon(fault: _Fault) -> _Explanation:
    if "could not find expected ':'" not in fault.complaint:
        return None
    without_space = _without_space(fault.source, fault.since.line + 1)
    if without_space is not None:
        return without_space
    text = fault.source.line(fault.since.line + 1)[fault.since.column :].strip()
    return fault.start, f"expected a key with ': ' after it, got {quoted(text)}"


def _without_space(source: Source, number: int) -> _Explanation:
    for pattern in (_KEY_WITHOUT_SPACE, _ITEM_WITHOUT_SPACE):
        match = pattern.match(source.line(number))
        if match is not None:
            return Position(source, number, match.end()), f"a space is missing after '{match.group()[-1]}'"
    return None


def _item_beside_key(fault: _Fault) -> _Explanation:
    if "sequence entries are not allowed" not in fault.complaint:
        return None
    return fault.here, f"a list starts on the line below its key; move it there, or {_QUOTE_TEXT}"


def _key_in_value(fault: _Fault) -> _Explanation:
    if "mapping keys are not allowed" not in fault.complaint:
        return None
    return fault.here, f"a key with '?' cannot start here; {_QUOTE_TEXT}"


def _brackets(fault: _Fault) -> _Explanation:
    if "flow sequence" not in fault.reading and "flow mapping" not in fault.reading:
        return None
    opener, closer = fault.opener, _CLOSING[fault.opener]
    if fault.at_end:
        return fault.start, f"this '{opener}' is never closed; add the '{closer}'"
    return fault.here, (
        f"this cannot follow inside the '{opener}' of line {fault.start.line}; "
        f"put a ',' before it, or close the '{opener}' with '{closer}'"
    )


def _missing_value(fault: _Fault) -> _Explanation:
    if "node content" not in fault.complaint:
        return None
    if fault.at_end:
        end = len(fault.source.text.rstrip()) - 1
        return position_at(fault.source, end), "the text ends inside brackets; close them"
    return fault.here, f"expected a value, got {quoted(fault.character)}; remove it, or {_QUOTE_TEXT}"


def _after_value(fault: _Fault) -> _Explanation:
    """Something behind a value that was complete, on the same line."""
    before = fault.before.rstrip()
    if _ONLY_INDENTATION.fullmatch(before):
        return None
    if before[-1] in "\"'":
        quote = before[-1]
        escaped = "''" if quote == "'" else '\\"'
        return (
            fault.here,
            f"the text ended at the {quote} before this; inside it, write {escaped} for {quote}",
        )
    if before[-1] in "]}":
        return fault.here, "the brackets closed before this; put the whole value in quotes if it is text"
    return fault.here, "the value ended before this; put the whole value in quotes if it is text"


def _wrong_line(fault: _Fault) -> _Explanation:
    """A line that does not continue the list or mapping it stands in."""
    above = f"of line {fault.start.line} goes on with"
    if "block collection" in fault.reading:
        return fault.here, f"the list {above} '- ' only; {_ALIGN}"
    if "document start" in fault.complaint:
        return fault.here, "the document ended above this; remove this, or what ended it"
    if "block mapping" not in fault.reading:
        return None
    if fault.character in _CLOSING.values():
        return fault.here, f"nothing opened this '{fault.character}'; remove it"
    if fault.character == ":":
        return fault.here, "a key is missing before this ':'; write one"
    if fault.character == "-" and fault.at.column == fault.since.column:
        return fault.here, f"the mapping {above} keys only; {_ALIGN}"
    return fault.here, f"the indentation of this line matches no line above; {_ALIGN}"


#: The first that knows the fault explains it.
_EXPLANATIONS: tuple[Callable[[_Fault], _Explanation], ...] = (
    _merge_conflict,
    _tab,
    _reserved_start,
    _unclosed_quote,
    _unknown_escape,
    _anchor,
    _tag,
    _block_text,
    _directive,
    _value_and_key,
    _missing_colon,
    _item_beside_key,
    _key_in_value,
    _brackets,
    _missing_value,
    _after_value,
    _wrong_line,
)
