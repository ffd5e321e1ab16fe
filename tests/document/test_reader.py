from __future__ import annotations

import doctest
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktape_constructs.document import reader
from stacktape_constructs.document.events import Loader
from stacktape_constructs.document.nodes import Node, to_plain
from stacktape_constructs.document.reader import MAX_FILE_SIZE, read_file, read_text
from stacktape_constructs.errors import ConfigError

#: A fault per file; what a user is told stands in the text file beside it.
CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


def told(path: Path, name: str | None = None) -> str:
    with pytest.raises(ConfigError) as raised:
        read_file(path, name=name)
    (problem,) = raised.value.problems
    assert problem.position is None
    return problem.message


def assert_read_or_explained(read: Callable[[], object]) -> None:
    explanation = None
    try:
        read()
    except ConfigError as error:
        # What cannot be encoded cannot be printed.
        explanation = str(error).encode()
    assert explanation is None or re.match(rb"\d+ problems? in the config\nx:\d+:\d+: ", explanation)


class TestFaults:
    @pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
    def test_each_fault_is_explained_alike_with_either_parser(self, case: Path, loader: Loader) -> None:
        with pytest.raises(ConfigError) as raised:
            read_file(case, name="stacktape.yml", loader=loader)
        assert f"{raised.value}\n" == case.with_suffix(".txt").read_text(encoding="utf-8")

    def test_each_case_has_its_explanation(self) -> None:
        explanations = sorted((Path(__file__).parent / "cases").glob("*.txt"))
        assert [case.stem for case in CASES] == [explanation.stem for explanation in explanations]

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=100), st.sampled_from([yaml.CSafeLoader, yaml.SafeLoader]))
    def test_any_text_is_read_or_explained(self, text: str, loader: Loader) -> None:
        assert_read_or_explained(lambda: read_text(text, name="x", loader=loader))

    @settings(max_examples=100, deadline=None)
    @given(data=st.binary(max_size=100))
    def test_any_file_is_read_or_explained(self, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
        path = tmp_path_factory.getbasetemp() / "any.yml"
        path.write_bytes(data)
        assert_read_or_explained(lambda: read_file(path, name="x"))


class TestText:
    def test_a_text_is_read_with_its_places(self) -> None:
        root = read_text("\ufeffmemory: 512\n", name="stacktape.yml")
        assert isinstance(root, Node)
        assert to_plain(root) == {"memory": 512}
        assert str(root.position) == "stacktape.yml:1:1"
        assert root.position.source.text == "memory: 512\n"

    def test_a_text_without_content_has_no_root(self) -> None:
        assert read_text("# nothing yet\n", name="stacktape.yml") is None

    def test_the_example_runs(self) -> None:
        results = doctest.testmod(reader)
        assert results.attempted > 0
        assert results.failed == 0


class TestFiles:
    def test_a_file_is_read_with_its_source(self, tmp_path: Path) -> None:
        path = tmp_path / "stacktape.yml"
        path.write_text("größe: 512\n", encoding="utf-8")
        root, source = read_file(path)
        assert isinstance(root, Node)
        assert to_plain(root) == {"größe": 512}
        assert root.position.source is source
        assert source.name == str(path)

    def test_an_empty_file_still_has_a_source(self, tmp_path: Path) -> None:
        path = tmp_path / "stacktape.yml"
        path.touch()
        root, source = read_file(path, name="the config")
        assert root is None
        assert source.name == "the config"

    def test_a_file_in_utf_16_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "stacktape.yml"
        path.write_text("größe: 512\n", encoding="utf-16")
        root, _ = read_file(path)
        assert root is not None
        assert to_plain(root) == {"größe": 512}

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        assert told(tmp_path / "stacktape.yml", name="app/stacktape.yml") == "file 'app/stacktape.yml' does not exist"

    def test_a_similar_file_is_offered_for_a_missing_one(self, tmp_path: Path) -> None:
        (tmp_path / "stacktape.yaml").touch()
        (tmp_path / "stacktape.py").touch()
        assert told(tmp_path / "stacktape.yml", name="stacktape.yml") == (
            "file 'stacktape.yml' does not exist; did you mean 'stacktape.yaml'?"
        )

    def test_a_file_in_a_missing_folder_is_named(self, tmp_path: Path) -> None:
        assert told(tmp_path / "none" / "stacktape.yml", name="x") == "file 'x' does not exist"

    def test_a_path_through_a_file_is_explained(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        assert told(tmp_path / "file" / "stacktape.yml", name="x") == "file 'x' cannot be read: not a directory"

    def test_a_folder_is_not_a_config(self, tmp_path: Path) -> None:
        assert told(tmp_path, name="app") == "file 'app' is a directory; give the path of a YAML file"

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
    def test_a_pipe_that_never_begins_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert told(tmp_path / "pipe", name="x") == "file 'x' is not a regular file; give the path of a YAML file"

    def test_a_file_that_may_not_be_read_is_explained(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "stacktape.yml"
        path.touch()

        # An administrator may read all files, so permissions on a real one prove nothing.
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert told(path, name="x") == "file 'x' cannot be read: permission denied"

    def test_a_name_that_no_file_can_have_is_explained(self) -> None:
        assert "is not a path" in told(Path("a\0b"), name="x") or "does not exist" in told(Path("a\0b"), name="x")

    def test_a_file_of_the_greatest_size_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "stacktape.yml"
        path.write_bytes(b"a: 1\n#".ljust(MAX_FILE_SIZE, b"x"))
        root, _ = read_file(path)
        assert root is not None

    def test_a_larger_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "stacktape.yml"
        path.write_bytes(b"a: 1\n#".ljust(MAX_FILE_SIZE + 1, b"x"))
        assert told(path, name="x") == "file 'x' is larger than 1,048,576 bytes; is it a config?"
