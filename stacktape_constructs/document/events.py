"""A YAML text as the events of PyYAML's parsers, which never recurse however deep a text nests.

libyaml, in C, is many times faster; PyYAML built without it has only its own parser in Python. That
one is held to what libyaml accepts, so that a config does not depend on how PyYAML was built. Some
differences remain: it refuses what libyaml reads of tabs between tokens (`key:<tab>value`), of question
marks in brackets (`[why?]`) and of comments without a space before them (`|#`), and it reads
`{key:[value]}`, where libyaml wants a space after the colon. What both read, they read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml

from stacktape_constructs.document.characters import LINE_START, position_at
from stacktape_constructs.document.text_faults import UNKNOWN_DIRECTIVE, UNKNOWN_ESCAPE
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.source import Position, Source

Loader: TypeAlias = "type[yaml.SafeLoader | yaml.CSafeLoader]"

FASTEST_LOADER: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE_OF_NO_CHARACTER = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]|\\U(?!000|0010)")
_UNKNOWN_DIRECTIVE = re.compile(LINE_START + r"%(?!YAML +1\.[12]\s)")
_TAG_DIRECTIVE = re.compile(LINE_START + r"%TAG\s")


def events_of(source: Source, loader: Loader) -> Iterator[yaml.Event]:
    """The events of a text.

    Raises, while it is iterated:
        yaml.MarkedYAMLError: where the text stops being YAML.
        ConfigError: at a directive that is not supported, and where it is YAML for the parser in
            Python only.
    """
    directive = _TAG_DIRECTIVE.search(source.text)
    if directive is not None:
        # A long prefix, used often, grows a small file to gigabytes; and libyaml compares each of
        # these directives with all others, which takes it minutes for a file full of them.
        message = "a %TAG directive is not supported; remove it"
        raise ConfigError([Problem(position_at(source, directive.start()), message)])
    events = yaml.parse(source.text, Loader=loader)
    yield from _as_libyaml_would(events, source) if issubclass(loader, yaml.SafeLoader) else events


def start_of(event: yaml.Event, source: Source) -> Position:
    """Where an event starts."""
    mark = event.start_mark
    assert mark is not None, "parsers mark all events"
    return Position(source, mark.line + 1, mark.column + 1)


def _as_libyaml_would(events: Iterator[yaml.Event], source: Source) -> Iterator[yaml.Event]:
    event = None
    try:
        for event in events:
            if isinstance(event, yaml.ScalarEvent) and _SURROGATE.search(event.value):
                raise _escape_of_no_character(source, event)
            if isinstance(event, yaml.DocumentStartEvent):
                _check_directives(source, event)
            yield event
    except (ValueError, OverflowError):
        # The scanner hands the number of an escape such as "\UFFFFFFFF" to chr(), unchecked.
        raise _escape_of_no_character(source, event) from None


def _check_directives(source: Source, event: yaml.DocumentStartEvent) -> None:
    assert event.start_mark is not None
    assert event.end_mark is not None
    unknown = _UNKNOWN_DIRECTIVE.search(source.text, event.start_mark.index, event.end_mark.index)
    if unknown is not None:
        raise ConfigError([Problem(position_at(source, unknown.start()), UNKNOWN_DIRECTIVE)])


def _escape_of_no_character(source: Source, event: yaml.Event | None) -> ConfigError:
    """The error for the first such escape behind the start of an event, or of the text."""
    mark = event and event.start_mark
    escape = _ESCAPE_OF_NO_CHARACTER.search(source.text, mark.index if mark else 0)
    assert escape is not None, "nothing else makes a surrogate or a number beyond Unicode"
    return ConfigError([Problem(position_at(source, escape.start()), UNKNOWN_ESCAPE)])
