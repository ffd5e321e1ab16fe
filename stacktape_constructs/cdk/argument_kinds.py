"""Arguments of another kind than they must be: what type checkers say, for who runs none.

Without these checks such a value fails where it is used first: as an attribute that it does not have, or as a
value that JavaScript cannot read.
"""

from __future__ import annotations

import builtins
import enum
import functools
import inspect
import os
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar, Union

import attrs
import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.errors import InvalidArgumentError

_P = ParamSpec("_P")
_R = TypeVar("_R")

#: What an argument is, where the CDK's own names for it are none.
_CALLED = {
    str: "a text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    os.PathLike: "a path",
    Path: "a path",
}
#: Code that makes a value, where no argument has a better one.
_SUCH_AS = {cdk.Duration: "cdk.Duration.seconds(30)", cdk.Size: "cdk.Size.mebibytes(512)"}
#: What may stand for a list. A text is one of its letters, and never meant so.
_LISTS = (Sequence, Iterable, tuple)
#: Where the classes are whose objects are looked into.
_OURS = ("stacktape_constructs.resources.", "stacktape_constructs.packaging.")
#: An object of JavaScript that is of no class that Python knows: jsii finds its members when they are asked for.
_OF_NO_CLASS = "InterfaceDynamicProxy"


def checks_kinds(**such_as: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Makes a method refuse arguments that are not of the kinds in its annotations.

    It looks at what is given, not at defaults; of objects of this library also at their attributes. Numbers that are
    out of range, and texts that are malformed, are the method's own business; so is what is annotated by a name that
    only type checkers import.

    Args:
        **such_as: for some arguments, code that makes such a value.

    Returns:
        A decorator. The method raises an InvalidArgumentError.
    """

    def decorate(method: Callable[_P, _R]) -> Callable[_P, _R]:
        positional = tuple(
            name
            for name, parameter in inspect.signature(method).parameters.items()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        )

        # When it is called first: to find out what the annotations mean takes longer than to read the method.
        @functools.cache
        def kinds() -> Mapping[str, Any]:
            return typing.get_type_hints(method, localns=_Names(method.__globals__))

        @functools.wraps(method)
        def checked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            given = {**dict(zip(positional, args, strict=False)), **kwargs}
            for argument, value in given.items():
                for name, problem in _faults(argument, value, kinds().get(argument, Any), such_as.get(argument)):
                    raise InvalidArgumentError(path=_path(given) or method.__qualname__, argument=name, problem=problem)
            return method(*args, **kwargs)

        return checked

    return decorate


def kind_problem(value: object, kind: Any) -> str | None:
    """What is wrong with a value that is not of a kind, as the rest of a sentence about it.

    >>> kind_problem("3", int)
    "must be a whole number, got '3'"
    """
    return next((problem for _, problem in _faults("", value, kind, None)), None)


class _Names(dict[str, Any]):
    """The names of a module for its annotations; what it has not imported may be anything."""

    def __init__(self, module: Mapping[str, Any]) -> None:
        super().__init__()
        self._module = module

    def __missing__(self, name: str) -> Any:
        return self._module.get(name, getattr(builtins, name, Any))


def _path(given: Mapping[str, Any]) -> str:
    """Where the construct stands that is made, or that was asked; empty for what is no construct."""
    if isinstance(own := given.get("self"), Construct) and "scope" not in given:
        return own.node.path
    if "id" not in given:
        return ""
    above = scope.node.path if isinstance(scope := given.get("scope"), Construct) else ""
    return f"{above}/{given.get('id')}".lstrip("/")


def _faults(argument: str, value: object, kind: Any, such_as: str | None) -> Iterator[tuple[str, str]]:
    """What is wrong with a value: the name of the argument, or of a part of it, and the problem."""
    if not _is(value, kind):
        example = such_as or _example(kind)
        hint = f", such as {example}" if example else ""
        is_list = _called(kind).startswith("a list") and not isinstance(value, (Mapping, types.NoneType))
        remedy = "; write [...] around it" if is_list else ""
        yield argument, f"must be {_called(kind)}{hint}, got {shown(value)}{remedy}"
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _faults(f"{argument}[{key!r}]", one, _part_of(kind, (Mapping,), 1), None)
    elif isinstance(value, (list, tuple)):
        for index, one in enumerate(value):
            yield from _faults(f"{argument}[{index}]", one, _part_of(kind, _LISTS, 0), such_as)
    elif kind is not Any and type(value).__module__.startswith(_OURS) and attrs.has(value.__class__):
        for name, part in _attributes(value.__class__).items():
            yield from _faults(f"{argument}.{name}", getattr(value, name), part, None)


def _is(value: object, kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return any(_is(value, one) for one in typing.get_args(kind))
    if origin is Literal:
        return value in typing.get_args(kind)
    if origin in _LISTS:
        return isinstance(value, origin) and not isinstance(value, (str, bytes, Mapping))
    kind = origin or kind
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind is int:
        # A number that is known at deploy only is a float without a fraction, too.
        return (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, float) and value.is_integer()
        )
    if kind is Any or not isinstance(kind, type):
        return True
    return _offers(value, kind) if getattr(kind, "_is_protocol", False) else isinstance(value, kind)


def _offers(value: object, interface: type) -> bool:
    """Whether a value has what an interface of the CDK has, without asking JavaScript for any of it.

    What this library's own interfaces want is told by who takes them, in better words.
    """
    if interface.__module__.startswith("stacktape_constructs.") or type(value).__name__ == _OF_NO_CLASS:
        return True
    # One of its own is enough: what was made for an older CDK lacks those that came later.
    return any(hasattr(type(value), name) for name in vars(interface) if not name.startswith("_"))


def _part_of(kind: Any, wholes: Sequence[type], index: int) -> Any:
    """What the values of a mapping, or the items of a list, must be."""
    for one in typing.get_args(kind) if typing.get_origin(kind) in (Union, types.UnionType) else (kind,):
        if typing.get_origin(one) in wholes:
            return typing.get_args(one)[index]
    return Any


@functools.cache
def _attributes(kind: type[Any]) -> Mapping[str, Any]:
    hints = typing.get_type_hints(kind, localns=_Names(vars(sys.modules[kind.__module__])))
    return {field.name: hints[field.name] for field in attrs.fields(kind) if not field.name.startswith("_")}


def _called(kind: Any) -> str:
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return " or ".join(_called(one) for one in typing.get_args(kind) if one is not types.NoneType)
    if origin is Literal:
        return " or ".join(map(repr, typing.get_args(kind)))
    if origin in _LISTS:
        return "a list"
    if origin is Mapping:
        return "a mapping"
    if kind in _CALLED or origin in _CALLED:
        return _CALLED[origin or kind]
    return f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__}"


def _example(kind: Any) -> str | None:
    if typing.get_origin(kind) in (Union, types.UnionType):
        return next(filter(None, map(_example, typing.get_args(kind))), None)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return f"{kind.__name__}.{next(iter(kind)).name}"
    return _SUCH_AS.get(kind)


def shown(value: object) -> str:
    """What a value is, for a message that says what was found.

    >>> shown("src/api.py"), shown(30)
    ("'src/api.py'", '30')
    """
    if value is None or isinstance(value, (str, int, float)):
        return repr(value)
    module = type(value).__module__
    # The CDK's modules are public; a module of ours is not where users import a name from.
    package = module if module.startswith("aws_cdk") else module.partition(".")[0]
    return f"{package}.{type(value).__name__}".removeprefix("builtins.")
