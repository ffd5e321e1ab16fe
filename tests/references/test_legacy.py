from __future__ import annotations

import pytest

from stacktape_constructs.config.expression import parse
from stacktape_constructs.references.legacy import child_and_attribute
from stacktape_constructs.source import Position, Source


@pytest.mark.parametrize(
    ("argument", "halves"),
    [
        ("EventBus::Arn", ("EventBus", "Arn")),
        ("DbInstance::Endpoint.Address", ("DbInstance", "Endpoint.Address")),
        ("DbInstance.Endpoint.Address", ("DbInstance", "Endpoint.Address")),
    ],
)
def test_a_child_stands_before_two_colons_or_else_before_the_first_dot(argument, halves):
    expression = parse(f"$Param('x', '{argument}')", Position(Source("stacktape.yml", ""), 1, 1))

    assert child_and_attribute(expression) == halves
