"""Events → nodes, with all that must hold for a document besides its syntax.

PyYAML's own composers are not used: the one in C recurses in C and takes the process down with a
text that nests deep enough, both drop duplicate keys and unfold whatever an alias multiplies, and
building from events is faster than building a second tree from theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import yaml

from stacktape_constructs.document.events import start_of
from stacktape_constructs.document.merge import is_merge_key, merged
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, scalar_value
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.document.similar import similar
from stacktape_constructs.document.tags import fault_of_tag
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.source import Position, Source

#: Mappings and lists inside each other. Readers of the nodes recurse; no real config comes near it.
MAX_DEPTH = 100
#: Values that are written, keys included: CloudFormation's largest template, of 1 MB, has fewer. All that
#: follows takes time for each of them.
MAX_NODES = 50_000
#: Nodes that aliases and merges add to those: ten lines of YAML can stand for billions.
MAX_REPEATED_NODES = 100_000
#: Problems after which reading stops: by then they are likely to have one cause.
MAX_PROBLEMS = 100

_QUOTE_BRACKETS = "if the brackets are part of a text, put all of it in quotes"


@attrs.define
class _Anchor:
    """What `&name` marks. It has no node yet while that is being built."""

    node: Node | None = None
    size: int = 0


class Composer:
    """Builds the nodes of one document.

    A node that cannot be built is left out and its problem kept, so that reading goes on and finds
    the others. Only what makes going on pointless raises.

    Attributes:
        problems: what was found so far.
    """

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._events = events
        self._anchors: dict[str, _Anchor] = {}
        self._size = 0
        self._written = 0
        self._repeated = 0

    def document(self) -> Node | None:
        """The root of the text's only document; None if there is none or it is empty.

        Raises:
            ConfigError: at a limit, or where `events` raises it.
            yaml.MarkedYAMLError: at a syntax error.
        """
        next(self._events)
        start = next(self._events)
        if not isinstance(start, yaml.DocumentStartEvent):
            return None
        root = self._node(next(self._events), depth=0)
        next(self._events)
        following = next(self._events)
        if isinstance(following, yaml.DocumentStartEvent):
            self._report(
                start_of(following, self._source),
                "a second document begins here; keep one, without a line '---' or '...' inside",
            )
        if isinstance(root, ScalarNode) and root.plain and not root.text:
            return None
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node | None:
        if isinstance(event, yaml.AliasEvent):
            return self._repetition(event)
        assert isinstance(event, yaml.NodeEvent)
        self._size += 1
        self._written += 1
        if self._written > MAX_NODES:
            message = f"a file has at most {MAX_NODES:,} values, keys among them; remove some"
            raise _stop(start_of(event, self._source), message)
        if event.anchor is None:
            return self._content(event, depth)
        anchor = self._anchors[event.anchor] = _Anchor()
        before = self._size
        anchor.node = self._content(event, depth)
        anchor.size = self._size - before + 1
        return anchor.node

    def _content(self, event: yaml.NodeEvent, depth: int) -> Node:
        position = start_of(event, self._source)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, position)
        if depth == MAX_DEPTH:
            raise _stop(position, f"mappings and lists are nested more than {MAX_DEPTH} deep; flatten them")
        assert isinstance(event, yaml.CollectionStartEvent)
        if isinstance(event, yaml.MappingStartEvent):
            self._check_tag(event.tag, "mapping", position)
            return MappingNode(position, self._entries(depth + 1))
        self._check_tag(event.tag, "sequence", position)
        return SequenceNode(position, tuple(self._items(depth + 1)))

    def _scalar(self, event: yaml.ScalarEvent, position: Position) -> ScalarNode:
        # The style of an unquoted scalar is "" in C and None in Python.
        plain = not event.style
        tag = self._check_tag(event.tag, "scalar", position)
        node = ScalarNode(position, event.value, plain, tag)
        if tag is not None:
            try:
                scalar_value(node)
            except ConfigError as error:
                self._report(position, error.problems[0].message)
        return node

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            node = self._node(event, depth)
            if node is not None:
                yield node

    def _entries(self, depth: int) -> tuple[tuple[ScalarNode, Node], ...]:
        entries: list[tuple[ScalarNode, Node]] = []
        seen: dict[str, ScalarNode] = {}
        merge: ScalarNode | None = None
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._node(next(self._events), depth)
            if key is None or self._is_duplicate(key, seen) or value is None:
                continue
            entries.append((key, value))
            if is_merge_key(key):
                merge = key
        if merge is None:
            return tuple(entries)
        unfolded = merged(entries, self._report)
        # What is merged where it is written came through no alias, and is copied all the same.
        self._repeat(merge.position, len(unfolded), "merges")
        return unfolded

    def _key(self, event: yaml.Event, depth: int) -> ScalarNode | None:
        key = self._node(event, depth)
        if isinstance(key, ScalarNode) and (key.text or not key.plain):
            # An alias repeats what the key is, but the key stands where the alias does.
            is_alias = isinstance(event, yaml.AliasEvent)
            return attrs.evolve(key, position=start_of(event, self._source)) if is_alias else key
        if isinstance(key, ScalarNode):
            self._report(key.position, "a key is missing before the ':'; write one")
        elif key is not None:
            kind = "a list" if isinstance(key, SequenceNode) else "a mapping"
            position = start_of(event, self._source)
            self._report(position, f"a key must be text, got {kind}; {_QUOTE_BRACKETS}")
        return None

    def _is_duplicate(self, key: ScalarNode, seen: dict[str, ScalarNode]) -> bool:
        first = seen.setdefault(key.text, key)
        if first is key:
            return False
        advice = "merge several mappings as '<<: [*a, *b]'" if is_merge_key(key) else "remove one of them"
        line = first.position.line
        self._report(key.position, f"duplicate key {quoted(key.text)}, already on line {line}; {advice}")
        return True

    def _repetition(self, event: yaml.AliasEvent) -> Node | None:
        name = event.anchor or ""
        anchor = self._anchors.get(name)
        if anchor is None:
            hint = similar(name, self._anchors) or "; put the value in quotes if it is text"
            self._report(
                start_of(event, self._source),
                f"{quoted('*' + name)} repeats a value that nothing above names{hint}",
            )
            return None
        if anchor.node is None:
            self._report(start_of(event, self._source), f"{quoted('*' + name)} repeats the value it is in; remove it")
            return None
        self._size += anchor.size
        self._repeat(start_of(event, self._source), anchor.size, "aliases")
        return anchor.node

    def _repeat(self, position: Position, count: int, what: str) -> None:
        self._repeated += count
        if self._repeated > MAX_REPEATED_NODES:
            raise _stop(position, f"{what} repeat more than {MAX_REPEATED_NODES:,} values; use fewer")

    def _check_tag(self, tag: str | None, kind: str, position: Position) -> str | None:
        # "!" alone says nothing; libyaml leaves it out on a scalar.
        if tag is None or tag == "!":
            return None
        fault = fault_of_tag(tag, kind)
        if fault is None:
            return tag
        self._report(position, fault)
        return None

    def _report(self, position: Position, message: str) -> None:
        self.problems.append(Problem(position, message))
        if len(self.problems) == MAX_PROBLEMS:
            raise _stop(position, f"reading stops here, after {MAX_PROBLEMS} problems")


def _stop(position: Position, message: str) -> ConfigError:
    return ConfigError([Problem(position, message)])
