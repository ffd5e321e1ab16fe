"""The schema refuses nothing that the reader takes, and sees what the list of `UNSEEN` does not name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.configs import damaged_configs, right_configs
from tests.json_schema.agreement import (
    UNSEEN,
    can_be_seen,
    is_of_today,
    refused_by_the_reader,
    refused_by_the_schema,
)
from tests.support import REPOSITORY
from tests.test_error_cases import CASES

WRITTEN = sorted(
    path
    for pattern in ("examples/*/stacktape.yml", "tests/cases/templates/*.yml")
    for path in REPOSITORY.glob(pattern)
    if ".template." not in path.name
)
OF_TODAY = [path for path in WRITTEN if is_of_today(path.read_text())]
generated = settings(
    max_examples=80, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def _as_yaml(config: Any) -> str:
    text: str = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    # What cannot be encoded is no text of a file.
    return text.encode("utf-8", "replace").decode()


def check(text: str, folder: Path) -> None:
    by_schema, by_reader = refused_by_the_schema(text), refused_by_the_reader(text, folder)
    if by_reader:
        assert by_schema or not [problem.message for problem in by_reader if can_be_seen(problem)], text
    elif by_schema:
        assert not is_of_today(text), f"{by_schema} in {text}"


class TestWhatIsRight:
    @pytest.mark.parametrize("path", OF_TODAY, ids=_name)
    def test_a_config_of_today_is_right_for_the_schema(self, path):
        assert refused_by_the_schema(path.read_text()) == []

    @pytest.mark.parametrize("path", sorted({*WRITTEN} - {*OF_TODAY}), ids=_name)
    def test_an_old_spelling_is_not(self, path):
        assert refused_by_the_schema(path.read_text())

    def test_most_written_configs_are_of_today(self):
        assert len(OF_TODAY) > len(WRITTEN) / 2

    @generated
    @given(config=right_configs())
    def test_generated_properties_are_right_for_the_schema(self, config):
        assert refused_by_the_schema(_as_yaml(config)) == []


class TestWhatIsWrong:
    @generated
    @given(config=damaged_configs())
    def test_the_schema_is_no_stricter_than_the_reader_and_sees_what_it_can(self, config, folder):
        check(_as_yaml(config), folder)

    @settings(generated, max_examples=25)
    @given(config=right_configs(), seed=st.integers(0, 2**32 - 1))
    def test_neither_takes_a_property_that_is_not_there(self, config, seed, folder):
        block = random.Random(seed).choice(list(_typed(config)))
        block["memroy"] = 512
        text = _as_yaml(config)

        assert refused_by_the_schema(text)
        assert any("'memroy'" in problem.message for problem in refused_by_the_reader(text, folder))

    @pytest.mark.parametrize("case", sorted(CASES.glob("*.yml")), ids=lambda case: case.stem)
    def test_a_wrong_case_is_refused_if_it_can_be_seen(self, case, folder):
        check(case.read_text(), folder)


def _typed(config: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything with a `type`, but for what is free in its form."""
    for resource in config["resources"].values():
        yield resource
        yield from resource.get("properties", {}).get("events", [])


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("names of other places", "connectTo: [nobody]"),
        ("properties that do not go together", "provisionedConcurrency: 5\nreservedConcurrency: 1"),
        ("what operators and policies take", "iamRoleStatements: [{Resource: ['*'], Action: [nothing]}]"),
        ("the form of a text", "environment: [{name: A-B, value: x}]"),
        ("how many there are", "url: {enabled: true, cors: {allowedMethods: [OPTIONS]}}"),
        ("numbers in quotes", "memory: '5'"),
        ("what directives stand for", "memory: $Var().nothing"),
        ("the text itself", "memory: $File('nested.json').a"),
    ],
)
def test_each_kind_of_fault_that_is_not_seen_is_one(kind, properties, folder):
    (folder / "nested.json").write_text(f'{{"a": {"[" * 99}1{"]" * 99}}}')
    lines = [f"      {line}" for line in properties.splitlines()]
    text = "\n".join([
        "resources:",
        "  f:",
        "    type: function",
        "    properties:",
        "      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}",
        *lines,
    ])  # fmt: skip
    problems = refused_by_the_reader(text, folder)

    assert kind in UNSEEN
    assert problems
    assert refused_by_the_schema(text) == []
    assert not any(map(can_be_seen, problems))
