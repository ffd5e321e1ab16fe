"""Whatever the input, there is a template that validates, or problems with their places.

`FUZZ_EXAMPLES=10000 pytest tests/fuzz` tries more; `make fuzz` does that.
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.fuzz.configs import damaged_configs, right_configs
from tests.support import new_app, template_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
_LONGEST = 2.0  # seconds
_LARGEST = 500  # MiB


def fuzzing(examples: int) -> settings:
    """Settings for a number of inputs; the same inputs each time, unless there are to be many."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=EXAMPLES < 1000,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder for the configs. The first synth of a process, which loads everything, is over in it."""
    folder = tmp_path_factory.mktemp("project")
    outcome_of(b"resources: {f: {type: event-bus}}", folder)
    return folder


def outcome_of(content: bytes, folder: Path) -> dict[str, Any] | ConfigError:
    """The template of a config, or what is wrong with it. Anything else is a failure."""
    path = folder / "stacktape.yml"
    path.write_bytes(content)
    outcome: dict[str, Any] | ConfigError
    start = time.process_time()
    try:
        stack = StacktapeStack(new_app(), "Demo", config=path, stage="dev", project_name="demo", code="placeholder")
        outcome = template_of(stack)
    except ConfigError as error:
        outcome = error
    if isinstance(outcome, ConfigError):
        assert outcome.problems
        for problem in outcome.problems:
            assert problem.position is not None, problem.message
            assert problem.position.line >= 1
            assert problem.position.column >= 1
        assert len(str(outcome)) < 1_000_000
    assert time.process_time() - start < _LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 < _LARGEST
    return outcome


def as_yaml(config: Any) -> bytes:
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True).encode("utf-8", "surrogatepass")


@fuzzing(EXAMPLES)
@given(config=right_configs())
def test_a_config_that_fits_the_schema_gives_a_template_or_positioned_problems(config, folder):
    outcome_of(as_yaml(config), folder)


def test_most_configs_that_fit_the_schema_give_a_template(folder):
    """Or the test above would test nothing but errors."""
    import random

    from tests.fuzz.configs import _Maker

    outcomes = [outcome_of(as_yaml(_Maker(random.Random(seed)).config()), folder) for seed in range(10)]

    assert sum(not isinstance(outcome, ConfigError) for outcome in outcomes) >= 2


@fuzzing(2 * EXAMPLES)
@given(config=damaged_configs())
def test_a_damaged_config_gives_a_template_or_positioned_problems(config, folder):
    outcome_of(as_yaml(config), folder)


_PIECES = st.sampled_from(
    [b"resources:", b"type:", b"function", b"\n", b"  ", b"- ", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"<<: ",
     b"? ", b"|", b">", b"'", b'"', b"#", b"!!str ", b"!Ref ", b"%TAG ! x\n", b"---\n", b"...", b"$Var().a",
     b"\t", b"\xff", b"\x00", b"\xef\xbb\xbf", b"a: ", b"1", b"~"]
)  # fmt: skip


# A text that is no config is refused at once.
@fuzzing(8 * EXAMPLES)
@given(content=st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=60).map(b"".join)))
@example(content=b"resources: {f: {type: function, properties: &p {packaging: *p}}}")
def test_any_bytes_give_a_template_or_positioned_problems(content, folder):
    outcome_of(content, folder)
