"""What is concluded from the trials is so: for more than one option too, and for all that golden cases have."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

import pytest

from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.example import Properties
from stacktape_constructs.resources.registry import resource_example, resource_type_names
from tests.configured import read
from tests.resources.test_billing import TEMPLATES, resources_in
from tests.test_template_cases import CASES, NAMES
from tools.resource_pages.conditions import any_holds
from tools.resource_pages.parts import parts_of
from tools.resource_pages.trials import Option, config_of, merged, options_of, synthesized, trials_of_all


@pytest.mark.parametrize("name", resource_type_names())
def test_every_option_of_an_example_changes_what_there_is(name: str) -> None:
    trials = trials_of_all()[name].trials

    without_effect = [
        sorted(trial.option)
        for trial in trials
        for other in trials
        if other.option < trial.option and set(other.resources) == set(trial.resources)
    ]

    assert len(trials) > 1
    assert without_effect == []


def _pairs(name: str) -> Iterator[tuple[Option, Properties]]:
    """What was not tried: each two of the simple options together, except two events; and all but events at once."""
    options = options_of(name)
    simple = {option: more for option, more in options.items() if not any(frozenset() < o < option for o in options)}
    for (first, one), (second, other) in itertools.combinations(simple.items(), 2):
        if first | second not in options and ("events" not in one or "events" not in other):
            yield first | second, merged(one, other)
    calm = {option: more for option, more in options.items() if "events" not in more}
    yield frozenset().union(*calm), functools.reduce(merged, calm.values())


@pytest.mark.parametrize("name", resource_type_names())
def test_what_is_said_of_an_option_is_so_beside_any_other(name: str) -> None:
    least = resource_example(name).properties
    templates = synthesized({option: config_of(name, merged(least, both)) for option, both in _pairs(name)})

    wrong = [
        (part.logical_id, sorted(option))
        for option, resources in templates.items()
        for part in parts_of(name)
        if any_holds(part.conditions, option) != (part.logical_id in resources)
    ]

    assert templates
    assert wrong == []


def _made_of(case: str) -> Iterator[tuple[str, str, str]]:
    """What a golden config makes of its resources: the type in YAML, that in CloudFormation, the end of the id."""
    config = read((CASES / f"{case}.yml").read_text(encoding="utf-8"), stable=True)
    types = {pascal_case(resource.name): resource.type for resource in config.resources}
    raw = {resource.logical_id for resource in config.raw_resources}
    for logical_id, text in resources_in(TEMPLATES[f"{case}.template.yaml"]).items():
        owners = [name for name in types if logical_id.startswith(name)]
        kind = re.search(r"^    Type: (\S+)$", text, re.MULTILINE)
        if logical_id not in raw and owners and kind is not None:
            owner = max(owners, key=len)
            end = logical_id.removeprefix(owner)
            for name in (name for name, type_name in types.items() if type_name == "http-api-gateway"):
                end = end.replace(name, "Shop")
            yield types[owner], kind[1], _numberless(end)


@pytest.mark.parametrize("case", NAMES)
def test_what_a_golden_case_has_of_a_type_is_among_its_parts(case: str) -> None:
    parts = {
        (name, part.type, _numberless(part.logical_id.removeprefix(pascal_case(trials_of_all()[name].name))))
        for name in resource_type_names()
        for part in parts_of(name)
    }
    made = set(_made_of(case))

    assert made
    assert made - parts == set()


def _numberless(logical_id: str) -> str:
    """The end of a logical id, whichever event it is of."""
    return re.sub(r"\d+", "0", logical_id)
