"""Faults of structure: indentation, keys, lists and brackets."""

from __future__ import annotations

import re

from stacktape_constructs.document.characters import position_at
from stacktape_constructs.document.fault import ALIGN, QUOTE_TEXT, Explain, Explanation, Fault
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.source import Position, Source

#: YAML's limit for a key without a '?' before it.
MAX_KEY_LENGTH = 1024

_CLOSING = {"[": "]", "{": "}"}
_KEY = re.compile(r"""\s*(?:- +)*(?:"[^"]*"|'[^']*'|[^\s"'#][^#]*?):\s""")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*[\w$.-]+:(?=[^ \t:/])")
_ITEM_WITHOUT_SPACE = re.compile(r"\s*-(?=\w)")
_ONLY_INDENTATION = re.compile(r"[\s-]*")


def _value_and_key(fault: Fault) -> Explanation:
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
    return position, f"this line continues the text of line {above}; {ALIGN}"


def _missing_space_in_brackets(fault: Fault) -> Explanation:
    if "found unexpected ':'" not in fault.complaint:
        return None
    return fault.here, "a space is missing after ':'"


def _missing_colon(fault: Fault) -> Explanation:
    if "could not find expected ':'" not in fault.complaint:
        return None
    without_space = _without_space(fault.source, fault.since.line + 1)
    if without_space is not None:
        return without_space
    text = fault.source.line(fault.since.line + 1)[fault.since.column :].strip()
    return fault.start, f"expected a key with ': ' after it, got {quoted(text)}"


def _without_space(source: Source, number: int) -> Explanation:
    for pattern in (_KEY_WITHOUT_SPACE, _ITEM_WITHOUT_SPACE):
        match = pattern.match(source.line(number))
        if match is not None:
            return Position(source, number, match.end()), f"a space is missing after '{match.group()[-1]}'"
    return None


def _item_beside_key(fault: Fault) -> Explanation:
    if "sequence entries are not allowed" not in fault.complaint:
        return None
    return fault.here, f"a list starts on the line below its key; move it there, or {QUOTE_TEXT}"


def _key_in_value(fault: Fault) -> Explanation:
    if "mapping keys are not allowed" not in fault.complaint:
        return None
    return fault.here, f"a key with '?' cannot start here; {QUOTE_TEXT}"


def _brackets(fault: Fault) -> Explanation:
    if "flow sequence" not in fault.reading and "flow mapping" not in fault.reading:
        return None
    opener, closer = fault.opener, _CLOSING[fault.opener]
    if fault.at_end:
        return fault.start, f"this '{opener}' is never closed; add the '{closer}'"
    return fault.here, (
        f"this cannot follow inside the '{opener}' of line {fault.start.line}; "
        f"put a ',' before it, or close the '{opener}' with '{closer}'"
    )


def _missing_value(fault: Fault) -> Explanation:
    if "node content" not in fault.complaint:
        return None
    if fault.at_end:
        end = len(fault.source.text.rstrip()) - 1
        return position_at(fault.source, end), "the text ends inside brackets; close them"
    return fault.here, f"expected a value, got {quoted(fault.character)}; remove it, or {QUOTE_TEXT}"


def _expected_next_line(fault: Fault) -> bool:
    in_block = "block mapping" in fault.reading or "block collection" in fault.reading
    return in_block or "document start" in fault.complaint


def _after_value(fault: Fault) -> Explanation:
    """Something behind a value that was complete, on the same line."""
    before = fault.before.rstrip()
    if not _expected_next_line(fault) or _ONLY_INDENTATION.fullmatch(before):
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


def _wrong_line(fault: Fault) -> Explanation:
    """A line that does not continue the list or mapping it stands in."""
    if not _expected_next_line(fault):
        return None
    above = f"of line {fault.start.line} goes on with"
    if "block collection" in fault.reading:
        return fault.here, f"the list {above} '- ' only; {ALIGN}"
    if "document start" in fault.complaint:
        return fault.here, "the document ended above this; remove this, or what ended it"
    if fault.character in _CLOSING.values():
        return fault.here, f"nothing opened this '{fault.character}'; remove it"
    if fault.character == ":":
        return fault.here, "a key is missing before this ':'; write one"
    if fault.character == "-" and fault.at.column == fault.since.column:
        return fault.here, f"the mapping {above} keys only; {ALIGN}"
    return fault.here, f"the indentation of this line matches no line above; {ALIGN}"


STRUCTURE_FAULTS: tuple[Explain, ...] = (
    _value_and_key,
    _missing_space_in_brackets,
    _missing_colon,
    _item_beside_key,
    _key_in_value,
    _brackets,
    _missing_value,
    _after_value,
    _wrong_line,
)
