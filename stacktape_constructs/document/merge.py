"""Merge keys: `<<: *defaults` takes over the entries of another mapping (https://yaml.org/type/merge.html)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode
from stacktape_constructs.source import Position

Entry = tuple[ScalarNode, Node]
Report = Callable[[Position, str], None]


def is_merge_key(key: ScalarNode) -> bool:
    """Whether a key is the merge key: a quoted "<<" is a key like any other."""
    return key.plain and key.text == "<<"


def merged(entries: Sequence[Entry], report: Report) -> tuple[Entry, ...]:
    """The entries with each merge replaced, at its place, by what it brings.

    A key of the mapping itself wins over one that is merged, wherever it stands; among merged
    mappings the first wins. What cannot be merged is reported.
    """
    taken = {key.text for key, _ in entries if not is_merge_key(key)}
    result: list[Entry] = []
    for key, value in entries:
        if not is_merge_key(key):
            result.append((key, value))
            continue
        for mapping in _mappings(key, value, report):
            result += [entry for entry in mapping.entries if entry[0].text not in taken]
            taken.update(mapping.keys())
    return tuple(result)


def _mappings(key: ScalarNode, value: Node, report: Report) -> Iterator[MappingNode]:
    for node in value.items if isinstance(value, SequenceNode) else (value,):
        if isinstance(node, MappingNode):
            yield node
        else:
            kind = "a list" if isinstance(node, SequenceNode) else "a scalar"
            # The node may have come through an alias and stand elsewhere.
            report(key.position, f"'<<' merges a mapping or a list of mappings, got {kind}")
