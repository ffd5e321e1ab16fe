"""A pattern as lines that people read, one for each field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from stacktape_constructs.event_pattern.faults import PatternPath, location
from stacktape_constructs.event_pattern.grammar import OR


def pattern_lines(pattern: Mapping[str, Any]) -> list[str]:
    """The fields of a pattern in its order, each with the values of which an event must have one.

    What is no JSON, since it is only known at deploy, is shown as `str` shows it.

    >>> pattern_lines({"source": ["shop"], "detail": {"state": ["new", {"prefix": "re"}]}})
    ['source: "shop"', 'detail.state: "new" | {"prefix": "re"}']
    """
    return list(_lines(pattern, ()))


def _lines(part: object, path: PatternPath) -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _lines(value, (*path, key))
    elif isinstance(part, list | tuple) and path and path[-1] == OR:
        for index, alternative in enumerate(part):
            yield from _lines(alternative, (*path, index))
    else:
        values = part if isinstance(part, list | tuple) else [part]
        yield f"{location(path)}: {' | '.join(map(_shown, values))}"


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if _is_json(value) else str(value)


def _is_json(value: object) -> bool:
    return isinstance(value, str | int | float | Mapping | list | tuple | type(None))
