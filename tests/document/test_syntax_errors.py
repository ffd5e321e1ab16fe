from __future__ import annotations

import pytest
import yaml

from stacktape_constructs.document.events import Loader
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.document.structure_faults import MAX_KEY_LENGTH
from stacktape_constructs.document.syntax_errors import explain
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.source import Source

# What most faults look like to a user is in the golden cases, which test_reader.py reads.


def explained(text: str, loader: Loader) -> str:
    with pytest.raises(ConfigError) as raised:
        read_text(text, name="x", loader=loader)
    return str(raised.value.problems[-1]).split("\n")[0]


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
class TestBothParsers:
    def test_lines_that_end_as_on_windows_count_once(self, loader: Loader) -> None:
        assert explained('a: 1\r\nb: "c" d\r\n', loader).startswith('x:2:8: the text ended at the "')

    def test_the_place_of_an_escape_is_its_backslash(self, loader: Loader) -> None:
        assert explained('a: "\\\\ \\q"', loader).startswith("x:1:8: this escape is unknown")
        assert explained('a: "b\n  \\x\\n"', loader).startswith("x:2:3: this escape is unknown")

    def test_a_key_that_is_too_long_is_told_its_length(self, loader: Loader) -> None:
        assert explained("k" * 1100 + ": 1", loader) == (
            f"x:1:1101: a key has at most {MAX_KEY_LENGTH:,} characters, got 1,100"
        )

    def test_a_line_far_below_a_text_is_seen_to_continue_it(self, loader: Loader) -> None:
        assert explained("text\n" + "\n" * 1000 + "  a: 1", loader).startswith(
            "x:1002:3: this line continues the text of line 1;"
        )

    def test_a_merge_conflict_is_named_wherever_the_parser_stops(self, loader: Loader) -> None:
        text = "a: 1\nb: @\nc:\n<<<<<<< HEAD\n  d: 1\n"
        assert explained(text, loader).startswith("x:4:1: a merge conflict is unresolved here")


def test_a_fault_that_is_not_known_is_told_in_the_words_of_the_parser() -> None:
    mark = yaml.Mark("x", 3, 0, 3, None, 0)
    error = yaml.MarkedYAMLError(problem="found something new", problem_mark=mark)
    problem = explain(error, Source("x", "a: b\n"))
    assert str(problem) == "x:1:4: this is not valid YAML: found something new\n    a: b\n       ^"


def test_a_colon_without_anything_above_it_is_told_in_the_words_of_the_parser() -> None:
    mark = yaml.Mark("x", 0, 0, 0, None, 0)
    error = yaml.MarkedYAMLError(problem="mapping values are not allowed here", problem_mark=mark)
    problem = explain(error, Source("x", ": a\n"))
    assert problem.message == "this is not valid YAML: mapping values are not allowed here"
