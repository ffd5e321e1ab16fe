"""That a text means the same with either of PyYAML's parsers."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktape_constructs.document.events import FASTEST_LOADER, Loader, events_of
from stacktape_constructs.document.nodes import Node, to_plain
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.source import Source

#: Pieces of YAML, so that random texts are often YAML, and nearly so when they are not.
PIECES = (
    *("a", "key", "1", "0o7", "~", "NO", "é", "😀", "#", " #c", "=", "$Var().x", " ", "  "),
    *(
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        "'",
        '"',
        '"x"',
        "'y'",
        "|\n",
        ">-\n",
        "\\n",
        "\\u00e9",
    ),
    *(
        "&a ",
        "*a",
        "&b ",
        "*b",
        "!!str ",
        "!!int ",
        "!Ref ",
        "! ",
        "<<: ",
        "@",
        "%",
        "`",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
    ),
    *(
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\x85",
        "\u2028",
        "key: v\n",
        "- x\n",
        "\\ud800",
        "\\U00110000",
        "\ufeff",
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=string.printable + "é😀", max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet=string.ascii_letters + "é -:#'", max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def node_or_none(text: str, loader: Loader) -> Node | ConfigError | None:
    try:
        return read_text(text, name="stacktape.yml", loader=loader)
    except ConfigError as error:
        return error


def places(text: str, loader: Loader) -> list[str]:
    """Each node of a text, with its place and style."""
    found: list[str] = []

    def walk(node: Any) -> None:
        found.append(f"{node.position} {type(node).__name__} {getattr(node, 'plain', '')}")
        for item in getattr(node, "items", ()):
            walk(item)
        for key, value in getattr(node, "entries", ()):
            walk(key)
            walk(value)

    walk(read_text(text, name="stacktape.yml", loader=loader))
    return found


def test_the_parser_in_c_is_used_where_there_is_one() -> None:
    assert FASTEST_LOADER is yaml.CSafeLoader


@settings(max_examples=100, deadline=None)
@given(texts)
def test_a_text_that_both_parsers_can_read_says_the_same_to_both(text: str) -> None:
    in_c, in_python = (node_or_none(text, loader) for loader in (yaml.CSafeLoader, yaml.SafeLoader))
    if not isinstance(in_c, ConfigError) and not isinstance(in_python, ConfigError):
        assert in_c == in_python


@settings(max_examples=50, deadline=None)
@given(values, st.sampled_from([None, 2]))
def test_json_says_the_same_to_both_parsers_as_to_readers_of_json(value: Any, indent: int | None) -> None:
    text = json.dumps({"value": value}, ensure_ascii=False, indent=indent)
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        root = read_text(text, name="stacktape.yml", loader=loader)
        assert root is not None
        assert to_plain(root) == {"value": value}


@settings(max_examples=50, deadline=None)
@given(values)
def test_both_parsers_see_nodes_at_the_same_places(value: Any) -> None:
    text = yaml.safe_dump({"value": value}, allow_unicode=True)
    assert places(text, yaml.CSafeLoader) == places(text, yaml.SafeLoader)


@pytest.mark.parametrize(
    "text",
    [
        'a: "\\u00e9 \\U0001F600"\n',
        "a: '\\ud800'\n",
        "%YAML 1.1\n---\na: 1\n",
        "%YAML  1.2  # known\n---\na: 1\n",
    ],
)
def test_the_parser_in_python_accepts_what_libyaml_does(text: str) -> None:
    assert read_text(text, name="x", loader=yaml.SafeLoader) == read_text(text, name="x", loader=yaml.CSafeLoader)


def test_both_parsers_have_the_same_events_up_to_the_end_of_the_text() -> None:
    source = Source("x", "a: [1, *b]\n")
    in_c, in_python = (
        [type(event) for event in events_of(source, loader)] for loader in (yaml.CSafeLoader, yaml.SafeLoader)
    )
    assert in_c == in_python
    assert in_c[-1] is yaml.StreamEndEvent


def test_a_tab_between_tokens_is_refused_by_the_parser_in_python_alone() -> None:
    assert read_text("a:\tb\n", name="x", loader=yaml.CSafeLoader) == read_text("a: b\n", name="x")
    with pytest.raises(ConfigError, match="x:1:3: a tab cannot stand here; use a space"):
        read_text("a:\tb\n", name="x", loader=yaml.SafeLoader)


def test_a_missing_space_inside_brackets_is_refused_by_libyaml_alone() -> None:
    assert read_text("{a:[b]}", name="x", loader=yaml.SafeLoader) == read_text("{a: [b]}", name="x")
    with pytest.raises(ConfigError, match="x:1:3: a space is missing after ':'"):
        read_text("{a:[b]}", name="x", loader=yaml.CSafeLoader)
