"""Whatever the input, there is a template that validates, or problems with their places.

`FUZZ_EXAMPLES=25 pytest tests/fuzz` tries few; `make fuzz` tries more. They are the same each time,
and others with `FUZZ_SEED`, a number.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.configured import configured
from tests.fuzz.configs import damaged_configs, right_configs
from tests.fuzz.limits import limits
from tests.fuzz.reading import check_both_parsers, check_problems
from tests.support import new_app, template_of

EXAMPLES = int(os.environ["FUZZ_EXAMPLES"])
SEED = os.environ.get("FUZZ_SEED")

#: A resource of each type, with what takes longest to load.
_EVERYTHING = """
resources:
  api: {type: http-api-gateway}
  bus: {type: event-bus}
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
      joinDefaultVpc: true
      connectTo: [bus, job]
      url: {enabled: true}
      events:
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: GET, path: /}}
        - {type: schedule, properties: {scheduleRate: rate(1 day)}}
  job:
    type: batch-job
    properties:
      container: {packaging: {type: stacktape-image-buildpack, properties: {entryfilePath: job.py}}}
      resources: {cpu: 1, memory: 200}
      events:
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: POST, path: /}}
        - {type: event-bus, properties: {eventBusName: bus, eventPattern: {source: [shop]}}}
"""

#: What guided fuzzing found, and what others did that is bytes rather than text.
CASES = sorted((Path(__file__).parent / "cases").iterdir())


def fuzzing(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Settings for a number of inputs."""
    chosen = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=not SEED,
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(int(SEED))(chosen(test)) if SEED else chosen(test)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder for the configs. The first synth of a process, which loads everything, is over in it."""
    configured(_EVERYTHING, tmp_path_factory.mktemp("everything"))
    return tmp_path_factory.mktemp("project")


@pytest.fixture
def count_input(record_property):
    """To be called for each input of a test."""
    counter = itertools.count()
    yield lambda: next(counter)
    record_property("inputs", next(counter))


def outcome_of(content: bytes, folder: Path) -> dict[str, Any] | ConfigError:
    """The template of a config, or what is wrong with it. Anything else is a failure."""
    path = folder / "stacktape.yml"
    path.write_bytes(content)
    with limits():
        try:
            stack = StacktapeStack(new_app(), "Demo", config=path, stage="dev", project_name="demo", code="placeholder")
            return template_of(stack)
        except ConfigError as error:
            check_problems(error)
            return error


def as_yaml(config: Any) -> bytes:
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True).encode("utf-8", "surrogatepass")


@fuzzing(EXAMPLES)
@given(config=right_configs())
def test_a_config_that_fits_the_schema_gives_a_template_or_positioned_problems(config, folder, count_input):
    count_input()
    outcome_of(as_yaml(config), folder)


def test_most_configs_that_fit_the_schema_give_a_template(folder):
    """Or the test above would test nothing but errors."""
    import random

    from tests.fuzz.configs import _Maker

    outcomes = [outcome_of(as_yaml(_Maker(random.Random(seed)).config()), folder) for seed in range(10)]

    assert sum(not isinstance(outcome, ConfigError) for outcome in outcomes) >= 2


@fuzzing(2 * EXAMPLES)
@given(config=damaged_configs())
def test_a_damaged_config_gives_a_template_or_positioned_problems(config, folder, count_input):
    count_input()
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
def test_any_bytes_give_a_template_or_positioned_problems(content, folder, count_input):
    count_input()
    outcome_of(content, folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_was_found_once_gives_a_template_or_positioned_problems(case, folder):
    check_both_parsers(case.read_bytes())
    outcome_of(case.read_bytes(), folder)
