from __future__ import annotations

import aws_cdk as cdk
import pytest
from constructs import Construct

from stacktape_constructs.cdk.placed_construct import PlacedConstruct, id_of, path_of, stack_of
from tests.support import new_app


def _scopes() -> list[Construct]:
    app = new_app()
    stack = cdk.Stack(app, "Shop")
    return [
        app,
        stack,
        cdk.Stack(cdk.Stage(app, "Beta"), "Shop"),
        cdk.NestedStack(stack, "Nested"),
        Construct(stack, "Group"),
        PlacedConstruct(stack, "Placed"),
    ]


@pytest.mark.parametrize("id", ["orders", "a/b", "/a//"])
def test_a_construct_knows_of_itself_what_the_cdk_knows_of_it(id: str) -> None:
    for scope in _scopes():
        construct = PlacedConstruct(scope, id)

        assert (path_of(construct), id_of(construct)) == (construct.node.path, construct.node.id)
        if not isinstance(scope, cdk.App):
            assert stack_of(construct) is cdk.Stack.of(construct)


def test_others_are_asked() -> None:
    stack = cdk.Stack(new_app(), "Shop")
    group = Construct(stack, "a/b")

    assert (path_of(group), id_of(group), stack_of(group)) == ("Shop/a--b", "a--b", stack)


def test_the_construct_that_one_is_around_stands_below_it() -> None:
    placed = PlacedConstruct(cdk.Stack(new_app(), "Shop"), "orders")
    child = Construct(placed, "Default")
    placed._know_default_child(child)

    assert path_of(child) == child.node.path == "Shop/orders/Default"
    assert stack_of(child) is cdk.Stack.of(child)
