from __future__ import annotations

from collections.abc import Iterable

import pytest
import yaml

from stacktape_constructs.document import similar
from stacktape_constructs.document.composer import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_PROBLEMS,
    MAX_REPEATED_NODES,
    Composer,
)
from stacktape_constructs.document.events import FASTEST_LOADER, Loader, events_of
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from stacktape_constructs.document.scalars import CORE_PREFIX
from stacktape_constructs.errors import ConfigError, did_you_mean
from stacktape_constructs.source import Source


def composer_of(text: str, loader: Loader = FASTEST_LOADER) -> Composer:
    source = Source("x", text)
    return Composer(source, events_of(source, loader))


def composed(text: str, loader: Loader = FASTEST_LOADER) -> Node:
    composer = composer_of(text, loader)
    node = composer.document()
    assert composer.problems == []
    assert node is not None
    return node


def mapping(text: str) -> MappingNode:
    node = composed(text)
    assert isinstance(node, MappingNode)
    return node


def place(node: Node | None) -> str:
    assert node is not None
    return str(node.position)


def found(text: str) -> list[str]:
    composer = composer_of(text)
    composer.document()
    return [f"{problem.position}: {problem.message}" for problem in composer.problems]


class TestNodes:
    @pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n", "--- # a comment\n...\n"])
    def test_a_document_without_content_has_no_root(self, text: str) -> None:
        assert composer_of(text).document() is None

    @pytest.mark.parametrize(("text", "value"), [("null\n", None), ("''\n", ""), ("512\n", 512), ("[]\n", [])])
    def test_a_document_may_be_any_node(self, text: str, value: object) -> None:
        assert to_plain(composed(text)) == value

    @pytest.mark.parametrize(
        ("text", "node"),
        [
            ("3.10", ("3.10", True)),
            ("'it''s'", ("it's", False)),
            ('"a\\n\\u00e9"', ("a\né", False)),
            ("|\n  a\n  b\n", ("a\nb\n", False)),
            (">-\n  a\n  b\n", ("a b", False)),
            ("a\n  b", ("a b", True)),
        ],
    )
    @pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
    def test_a_scalar_keeps_its_raw_text_and_whether_it_is_plain(
        self, text: str, node: tuple[str, bool], loader: Loader
    ) -> None:
        root = composed(f"- {text}", loader)
        assert isinstance(root, SequenceNode)
        (scalar,) = root.items
        assert isinstance(scalar, ScalarNode)
        assert (scalar.text, scalar.plain) == node

    def test_a_tag_of_the_core_schema_is_kept(self) -> None:
        assert mapping("a: !!str 512\n").get("a") == ScalarNode(
            composed("a").position, "512", plain=True, tag=CORE_PREFIX + "str"
        )

    @pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
    def test_an_exclamation_mark_alone_says_nothing(self, loader: Loader) -> None:
        assert composed("a: ! 512\nb: ! [c]\n", loader) == composed("a: 512\nb: [c]\n", loader)

    def test_keys_are_their_text(self) -> None:
        assert mapping("on: 1\n3.10: 2\nnull: 3\n'': 4\n? |\n  a\n: 5\n").keys() == [
            "on",
            "3.10",
            "null",
            "",
            "a\n",
        ]

    def test_a_key_and_its_value_each_have_their_place(self) -> None:
        root = mapping("a:\n  bc:  [x, 'y']\n  d:\n")
        inner = root.get("a")
        assert isinstance(inner, MappingNode)
        assert place(root) == "x:1:1"
        assert place(inner) == "x:2:3"
        assert str(inner.key_position("bc")) == "x:2:3"
        items = inner.get("bc")
        assert isinstance(items, SequenceNode)
        assert place(items) == "x:2:8"
        assert [place(item) for item in items.items] == ["x:2:9", "x:2:12"]
        assert place(inner.get("d")) == "x:3:5"


class TestAliases:
    def test_an_alias_is_the_node_at_its_anchor(self) -> None:
        root = mapping("a: &name {b: 1}\nc: *name\n")
        assert root.get("c") is root.get("a")

    def test_an_alias_may_be_a_key_which_stands_where_the_alias_does(self) -> None:
        root = mapping("a: &name b\n*name : 1\n")
        assert root.keys() == ["a", "b"]
        assert str(root.key_position("b")) == "x:2:1"

    def test_an_alias_repeats_the_last_value_of_that_name(self) -> None:
        assert to_plain(composed("[&a 1, *a, &a 2, *a]")) == [1, 1, 2, 2]

    def test_an_alias_inside_a_value_may_repeat_a_part_of_the_same_name(self) -> None:
        assert to_plain(composed("&a [&a 1, *a]")) == [1, 1]

    def test_merges_unfold_through_aliases(self) -> None:
        root = mapping("a: &a {b: 1}\nc: &c\n  <<: *a\n  d: 2\ne:\n  <<: [*c]\n  b: 3\n")
        assert to_plain(root) == {"a": {"b": 1}, "c": {"b": 1, "d": 2}, "e": {"d": 2, "b": 3}}

    def test_a_merged_key_stands_where_it_is_written(self) -> None:
        inner = mapping("a: &a {b: 1}\nc:\n  <<: *a\n").get("c")
        assert isinstance(inner, MappingNode)
        assert str(inner.key_position("b")) == "x:1:8"

    def test_a_quoted_merge_key_is_a_key(self) -> None:
        assert to_plain(composed("'<<': {a: 1}")) == {"<<": {"a": 1}}

    def test_a_faulty_alias_is_one_problem_wherever_it_stands(self) -> None:
        assert found("a: *x\n*x : 1\nb: [*x]\n<<: *x\n") == [
            f"x:{line}: '*x' repeats a value that nothing above names; put the value in quotes if it is text"
            for line in ("1:4", "2:1", "3:5", "4:5")
        ]


class TestLimits:
    def test_nesting_up_to_the_limit_is_read(self) -> None:
        text = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
        assert isinstance(composed(text), SequenceNode)

    @pytest.mark.parametrize("text", ["[", "{a: ", "- ", "? "])
    @pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
    def test_deeper_nesting_stops_the_reading_however_deep_it_is(self, text: str, loader: Loader) -> None:
        with pytest.raises(ConfigError) as raised:
            composer_of(text * 100_000, loader).document()
        (problem,) = raised.value.problems
        assert problem.message == "mappings and lists are nested more than 100 deep; flatten them"
        assert str(problem.position) == f"x:1:{len(text) * MAX_DEPTH + 1}"

    def test_aliases_up_to_the_limit_are_read(self) -> None:
        times = MAX_REPEATED_NODES // 10
        root = composed(f"- &a [{','.join('123456789')}]\n" + "- *a\n" * times)
        assert isinstance(root, SequenceNode)
        assert len(root.items) == times + 1

    def test_one_alias_more_stops_the_reading(self) -> None:
        times = MAX_REPEATED_NODES // 10
        composer = composer_of(f"- &a [{','.join('123456789')}]\n" + "- *a\n" * (times + 1))
        with pytest.raises(ConfigError) as raised:
            composer.document()
        assert [str(problem.position) for problem in raised.value.problems] == [f"x:{times + 2}:3"]

    def test_written_nodes_do_not_count_as_repeated(self) -> None:
        repeated = MAX_REPEATED_NODES // 10
        written = MAX_NODES - 11
        root = composed(f"- &a [{','.join('123456789')}]\n" + "- *a\n" * repeated + "- 1\n" * written)
        assert isinstance(root, SequenceNode)
        assert len(root.items) == 1 + repeated + written

    def test_one_value_more_stops_the_reading_and_a_key_is_one(self) -> None:
        text = "".join(f"k{i}: 1\n" for i in range(MAX_NODES // 2))
        with pytest.raises(ConfigError) as raised:
            composer_of(text).document()
        (problem,) = raised.value.problems
        assert problem.message == "a file has at most 50,000 values, keys among them; remove some"
        assert str(problem.position) == f"x:{MAX_NODES // 2}:{len(f'k{MAX_NODES // 2 - 1}: ') + 1}"

    def test_what_is_merged_where_it_is_written_counts_as_repeated(self) -> None:
        text = "a: " + "{<<: " * 90 + "{" + ", ".join(f"k{i}: 1" for i in range(2000)) + "}" + "}" * 90
        with pytest.raises(ConfigError) as raised:
            composer_of(text).document()
        (problem,) = raised.value.problems
        assert problem.message == "merges repeat more than 100,000 values; use fewer"

    def test_a_name_that_does_not_exist_is_compared_with_few_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        compared: list[str] = []

        def counting(word: str, known: Iterable[str]) -> str:
            compared.extend(known)
            return did_you_mean(word, compared)

        monkeypatch.setattr(similar, "did_you_mean", counting)
        anchors = "".join(f"- &anchor{i} 1\n" for i in range(40_000))
        (problem,) = found(f"{anchors}- *anker1\n")

        assert "did you mean 'anchor1'?" in problem
        assert len(compared) == 200

    def test_reading_stops_after_many_problems(self) -> None:
        composer = composer_of("a: 1\n" * 1000)
        with pytest.raises(ConfigError) as raised:
            composer.document()
        assert len(composer.problems) == MAX_PROBLEMS
        (problem,) = raised.value.problems
        assert problem.message == "reading stops here, after 100 problems"
        assert str(problem.position) == "x:101:1"
