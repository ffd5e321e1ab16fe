from __future__ import annotations

from stacktape_constructs.document.merge import Entry, is_merge_key, merged
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from stacktape_constructs.source import Position, Source

SOURCE = Source("stacktape.yml", "")
HERE = Position(SOURCE, 1, 1)
KEY = Position(SOURCE, 2, 1)


def mapping(**values: str) -> MappingNode:
    return MappingNode(HERE, tuple((scalar(key), scalar(value)) for key, value in values.items()))


def scalar(text: str) -> ScalarNode:
    return ScalarNode(HERE, text, plain=True)


def merge(value: Node) -> Entry:
    return ScalarNode(KEY, "<<", plain=True), value


def outcome(*entries: Entry) -> tuple[list[tuple[str, object]], list[tuple[Position, str]]]:
    problems: list[tuple[Position, str]] = []
    result = merged(entries, lambda position, message: problems.append((position, message)))
    return [(key.text, to_plain(value)) for key, value in result], problems


def test_only_an_unquoted_key_merges() -> None:
    assert is_merge_key(ScalarNode(HERE, "<<", plain=True))
    assert not is_merge_key(ScalarNode(HERE, "<<", plain=False))
    assert not is_merge_key(ScalarNode(HERE, "<", plain=True))


def test_merged_entries_stand_where_the_merge_stood() -> None:
    entries, problems = outcome((scalar("a"), scalar("x")), merge(mapping(b="y", c="z")), (scalar("d"), scalar("w")))
    assert entries == [("a", "x"), ("b", "y"), ("c", "z"), ("d", "w")]
    assert problems == []


def test_a_key_of_the_mapping_itself_wins_before_and_after_the_merge() -> None:
    entries, _ = outcome(
        (scalar("a"), scalar("own")), merge(mapping(a="other", b="other")), (scalar("b"), scalar("own"))
    )
    assert entries == [("a", "own"), ("b", "own")]


def test_the_first_of_several_merged_mappings_wins() -> None:
    entries, _ = outcome(merge(SequenceNode(HERE, (mapping(a="first"), mapping(a="second", b="second")))))
    assert entries == [("a", "first"), ("b", "second")]


def test_what_cannot_be_merged_is_reported_at_the_merge_key() -> None:
    entries, problems = outcome(merge(SequenceNode(HERE, (scalar("x"), mapping(a="y"), SequenceNode(HERE, ())))))
    assert entries == [("a", "y")]
    assert problems == [
        (KEY, "'<<' merges a mapping or a list of mappings, got a scalar"),
        (KEY, "'<<' merges a mapping or a list of mappings, got a list"),
    ]
