"""Faults of a text: quotes, escapes, and characters that mean something to YAML."""

from __future__ import annotations

import re

from stacktape_constructs.document.characters import LINE_START, position_at
from stacktape_constructs.document.fault import QUOTE_TEXT, Explain, Explanation, Fault
from stacktape_constructs.document.quoting import quoted

UNKNOWN_ESCAPE = "this escape is unknown; in double quotes write \\\\ for a backslash, or put the text in single quotes"
UNKNOWN_DIRECTIVE = (
    "a line that starts with '%' is a directive, and only '%YAML 1.2' with '---' below it is known; "
    "remove it, or put the key in quotes if it is one"
)

_CONFLICT_MARKER = re.compile(LINE_START + "(?:<{7}|>{7}) ")
_DIRECTIVE = re.compile(LINE_START + "%")


def _merge_conflict(fault: Fault) -> Explanation:
    marker = _CONFLICT_MARKER.search(fault.source.text)
    if marker is None:
        return None
    position = position_at(fault.source, marker.start())
    return position, "a merge conflict is unresolved here; keep one side and remove the markers"


def _tab(fault: Fault) -> Explanation:
    if fault.character != "\t" or not ("any token" in fault.complaint or "a tab" in fault.complaint):
        return None
    if fault.before.strip():
        return fault.here, "a tab cannot stand here; use a space"
    return fault.here, "this line is indented with a tab; use spaces"


def _reserved_start(fault: Fault) -> Explanation:
    if "cannot start any token" not in fault.complaint:
        return None
    return fault.here, f"{quoted(fault.character)} cannot start a text without quotes; put the text in quotes"


def _unclosed_quote(fault: Fault) -> Explanation:
    if "quoted scalar" not in fault.reading:
        return None
    if "end of stream" not in fault.complaint and "document" not in fault.complaint:
        return None
    return fault.start, f"this {fault.opener} is never closed; add the closing {fault.opener}"


def _unknown_escape(fault: Fault) -> Explanation:
    if "quoted scalar" not in fault.reading:
        return None
    # Parsers point at the backslash, or at what follows it or its letter.
    end = fault.at.index + (1 if "unknown escape" in fault.complaint else 0)
    return position_at(fault.source, fault.source.text.rfind("\\", 0, end)), UNKNOWN_ESCAPE


def _anchor(fault: Fault) -> Explanation:
    if "an anchor" not in fault.reading and "an alias" not in fault.reading:
        return None
    name = "a name (letters, digits, '-' and '_')"
    return fault.start, f"expected {name} after this '{fault.opener}'; {QUOTE_TEXT}"


def _tag(fault: Fault) -> Explanation:
    if "a tag" not in fault.reading and "tag handle" not in fault.complaint:
        return None
    return fault.start, f"'!' starts a tag, and this is not one; {QUOTE_TEXT}"


def _block_text(fault: Fault) -> Explanation:
    if "block scalar" not in fault.reading:
        return None
    return fault.start, (
        f"expected the end of the line after this '{fault.opener}', which starts a text on the lines below; "
        f"{QUOTE_TEXT}"
    )


def _directive(fault: Fault) -> Explanation:
    words = f"{fault.reading} {fault.complaint}"
    if not any(word in words for word in ("directive", "incompatible", "document start")):
        return None
    directives = list(_DIRECTIVE.finditer(fault.source.text, 0, fault.at.index + 1))
    if not directives:
        return None
    return position_at(fault.source, directives[-1].start()), UNKNOWN_DIRECTIVE


TEXT_FAULTS: tuple[Explain, ...] = (
    _merge_conflict,
    _tab,
    _reserved_start,
    _unclosed_quote,
    _unknown_escape,
    _anchor,
    _tag,
    _block_text,
    _directive,
)
