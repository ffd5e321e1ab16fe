from __future__ import annotations

import attrs
import pytest

from stacktape_constructs.document.nodes import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    scalar_value,
    to_plain,
)
from stacktape_constructs.document.scalars import CORE_PREFIX
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.source import Position, Source

SOURCE = Source("stacktape.yml", "memory: 512\n")
START = Position(SOURCE, 1, 1)
VALUE = Position(SOURCE, 1, 9)


def text(value: str, position: Position = START) -> ScalarNode:
    return ScalarNode(position, value, plain=False)


MAPPING = MappingNode(START, ((text("memory"), ScalarNode(VALUE, "512", plain=True)), (text("name"), text("a"))))


def test_nodes_are_equal_if_they_say_the_same_at_different_places() -> None:
    assert text("a", START) == text("a", VALUE)
    assert SequenceNode(START, (text("a", START),)) == SequenceNode(VALUE, (text("a", VALUE),))
    assert attrs.evolve(MAPPING, position=VALUE) == MAPPING


@pytest.mark.parametrize(
    "other",
    [
        ScalarNode(START, "513", plain=True),
        ScalarNode(START, "512", plain=False),
        ScalarNode(START, "512", plain=True, tag=CORE_PREFIX + "str"),
        SequenceNode(START, ()),
    ],
)
def test_nodes_with_another_text_style_tag_or_kind_differ(other: Node) -> None:
    assert ScalarNode(START, "512", plain=True) != other


def test_equal_nodes_have_the_same_hash() -> None:
    assert len({MAPPING, attrs.evolve(MAPPING, position=VALUE)}) == 1


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        text("a").text = "b"  # type: ignore[misc]


def test_a_mapping_gives_the_value_of_a_key() -> None:
    assert MAPPING.get("memory") == ScalarNode(START, "512", plain=True)
    assert MAPPING.get("timeout") is None


def test_a_mapping_knows_its_keys_in_their_order() -> None:
    assert MAPPING.keys() == ["memory", "name"]
    assert "name" in MAPPING
    assert "timeout" not in MAPPING
    assert 512 not in MAPPING


def test_a_mapping_knows_where_a_key_stands() -> None:
    mapping = MappingNode(START, ((text("a", VALUE), text("b")),))
    assert mapping.key_position("a") == VALUE
    with pytest.raises(KeyError, match="c"):
        mapping.key_position("c")


def test_a_mapping_that_was_made_from_another_finds_its_own_keys() -> None:
    changed = attrs.evolve(MAPPING, entries=MAPPING.entries[:1])
    assert "name" not in changed
    assert "memory" in changed


def test_an_unquoted_scalar_has_the_value_that_it_looks_like() -> None:
    assert scalar_value(ScalarNode(START, "512", plain=True)) == 512
    assert scalar_value(ScalarNode(START, "NO", plain=True)) == "NO"


def test_a_quoted_scalar_is_text() -> None:
    assert scalar_value(ScalarNode(START, "512", plain=False)) == "512"


def test_a_tag_overrides_the_quotes() -> None:
    assert scalar_value(ScalarNode(START, "512", plain=False, tag=CORE_PREFIX + "int")) == 512
    assert scalar_value(ScalarNode(START, "512", plain=True, tag=CORE_PREFIX + "str")) == "512"


def test_a_scalar_that_does_not_fit_its_tag_is_a_problem_at_its_place() -> None:
    node = ScalarNode(VALUE, "many", plain=True, tag=CORE_PREFIX + "int")
    with pytest.raises(ConfigError) as raised:
        scalar_value(node)
    assert [problem.position for problem in raised.value.problems] == [VALUE]


def test_plain_values_are_those_of_json() -> None:
    node = MappingNode(START, ((text("list"), SequenceNode(START, (MAPPING, text("1")))),))
    assert to_plain(node) == {"list": [{"memory": 512, "name": "a"}, "1"]}


def test_a_node_of_another_kind_has_no_plain_value() -> None:
    with pytest.raises(TypeError, match="a Node has no plain value"):
        to_plain(SequenceNode(START, (Node(START),)))
