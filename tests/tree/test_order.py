from __future__ import annotations

import pytest

from stacktape_constructs.tree.order import build_order
from tests.config.configs import read


def _order(**addresses: str) -> list[str]:
    """The order of rooms, each with its address."""
    rooms = "".join(
        f'  {name}: {{type: room, properties: {{address: "{address}"}}}}\n' for name, address in addresses.items()
    )
    return [resource.name for resource in build_order(read(f"resources:\n{rooms}").resources)]


def test_what_is_not_referred_to_stays_in_the_order_of_the_file():
    assert _order(c="x", a="y", b="z") == ["c", "a", "b"]


def test_a_resource_comes_after_those_whose_parameters_it_reads():
    assert _order(a="$ResourceParam('c', 'x')", b="here", c="$ResourceParam('b', 'x')") == ["b", "c", "a"]


def test_a_parameter_inside_another_directive_counts():
    assert _order(a="$CfFormat('{}-{}', 'x', $ResourceParam('b', 'x'))", b="here") == ["b", "a"]


@pytest.mark.parametrize("address", ["$CfResourceParam('BRoom', 'Arn')", "$Param('b', 'Room::Arn')", "$Secret('b')"])
def test_a_reference_that_is_resolved_at_the_end_makes_no_order(address):
    assert _order(a=address, b="here") == ["a", "b"]


def test_a_circle_is_broken_where_it_is_met_first():
    assert _order(a="$ResourceParam('b', 'x')", b="$ResourceParam('c', 'x')", c="$ResourceParam('a', 'x')") == [
        "c",
        "b",
        "a",
    ]


def test_a_resource_may_read_its_own_parameter():
    assert _order(a="$ResourceParam('a', 'x')", b="here") == ["a", "b"]


def test_a_long_chain_is_no_problem():
    names = [f"r{index}" for index in range(400)]
    chain = {name: f"$ResourceParam('r{index + 1}', 'x')" for index, name in enumerate(names[:-1])}

    assert _order(**chain, **{names[-1]: "here"}) == names[::-1]
