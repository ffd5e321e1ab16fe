"""`PlacedConstruct`: a construct that knows where it stands."""

from __future__ import annotations

import functools
import weakref
from typing import Protocol

import aws_cdk as cdk
from constructs import Construct, IConstruct, Node


class _WithNode(Protocol):
    @property
    def node(self) -> Node: ...


_paths: weakref.WeakKeyDictionary[IConstruct, str] = weakref.WeakKeyDictionary()
_stacks: weakref.WeakKeyDictionary[IConstruct, cdk.Stack] = weakref.WeakKeyDictionary()


def path_of(construct: IConstruct) -> str:
    """The path of a construct in its app, asked for once."""
    if construct not in _paths:
        _paths[construct] = _path_below(construct) if isinstance(construct, PlacedConstruct) else construct.node.path
    return _paths[construct]


def _path_below(construct: PlacedConstruct) -> str:
    # The CDK replaces a slash in an id; and an app has no path.
    id = construct._given_id.replace("/", "--")
    scope = path_of(construct._scope)
    return f"{scope}/{id}" if scope else id


def stack_of(construct: IConstruct) -> cdk.Stack:
    """The stack that a construct is in."""
    if isinstance(construct, PlacedConstruct):
        return construct.stack
    return _stacks.get(construct) or cdk.Stack.of(construct)


def id_of(construct: _WithNode) -> str:
    """The id of a construct in its scope."""
    return construct._given_id.replace("/", "--") if isinstance(construct, PlacedConstruct) else construct.node.id


class PlacedConstruct(Construct):
    """The base of the constructs of this library.

    Where it stands is asked for all the time and never changes, and to ask the CDK is a call into
    JavaScript.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._scope = scope
        self._given_id = id

    @functools.cached_property
    def stack(self) -> cdk.Stack:
        """The stack that the construct is in."""
        return self._scope if isinstance(self._scope, cdk.Stack) else cdk.Stack.of(self)

    def _know_default_child(self, child: IConstruct) -> None:
        """Notes where the CDK's own construct stands that this one is around: below it, as `Default`."""
        _paths[child] = f"{path_of(self)}/Default"
        _stacks[child] = self.stack
