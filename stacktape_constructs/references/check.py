"""Checks every reference of a config: it exists, has the right type, and has that parameter.

Comes after reading, and only if everything could be read: a reference to a resource whose shape is
wrong says nothing new. What a CloudFormation logical id offers is not checked here but where the
tree is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from stacktape_constructs.config.config import Config
from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.schema import CONNECTABLE, Block, FieldShape, referring_fields
from stacktape_constructs.config.walk import blocks_in, expressions_in
from stacktape_constructs.errors import Problem, did_you_mean
from stacktape_constructs.references.legacy import child_and_attribute
from stacktape_constructs.references.targets import ReferenceTarget
from stacktape_constructs.source import Position

#: What `connectTo` can name besides resources.
AWS_SERVICES = ("aws:ses",)


def check_references(
    config: Config, targets: Mapping[str, ReferenceTarget], *, supported_types: Collection[str]
) -> list[Problem]:
    """The problems of all references in a config.

    Args:
        config: the config.
        targets: its resources by name, as others see them.
        supported_types: the resource types that there are.
    """
    return list(_Checker(targets, supported_types).config(config))


class _Checker:
    def __init__(self, targets: Mapping[str, ReferenceTarget], supported_types: Collection[str]) -> None:
        self._targets = targets
        self._supported_types = supported_types

    def config(self, config: Config) -> Iterator[Problem]:
        for resource in config.resources:
            yield from self._names(resource.properties, resource.subject)
            yield from self._expressions((resource.properties, resource.overrides), resource.subject)
        for raw in config.raw_resources:
            yield from self._expressions(raw.definition, f"CloudFormation resource '{raw.logical_id}'")
        yield from self._expressions(config.stack_config, "the config")

    def _names(self, properties: Block, subject: str) -> Iterator[Problem]:
        """The properties that hold names of resources."""
        for block in blocks_in(properties):
            for shape in referring_fields(type(block)):
                value = getattr(block, shape.attribute)
                if value is None:
                    continue
                position = block.position_of(shape.attribute)
                if isinstance(value, str):
                    yield from self._name(value, shape, position, subject)
                else:
                    for name, place in zip(value, block.origin.items.get(shape.attribute, ()), strict=True):
                        yield from self._name(name, shape, place, subject)

    def _expressions(self, value: object, subject: str) -> Iterator[Problem]:
        for expression in expressions_in(value):
            if expression.name == "ResourceParam":
                yield from self._parameter(expression, subject)
            elif expression.name == "Param":
                yield from self._legacy_parameter(expression, subject)

    def _name(self, name: str, shape: FieldShape, position: Position, subject: str) -> Iterator[Problem]:
        described = shape.property
        connects = CONNECTABLE in described.refers_to
        if connects and name in AWS_SERVICES:
            return
        if not connects and not set(described.refers_to) & set(self._supported_types):
            wanted = " or ".join(described.refers_to)
            message = f"'{described.name}' of {subject} names a resource of type {wanted}, which is not supported yet"
            yield Problem(position, message, unsupported=True)
            return
        target = self._targets.get(name)
        if target is None:
            if connects:
                candidates = [t.name for t in self._targets.values() if t.connectable] + list(AWS_SERVICES)
            else:
                candidates = [t.name for t in self._targets.values() if t.type in described.refers_to]
            offered = f"; there is: {', '.join(candidates)}" if candidates else ""
            hint = did_you_mean(name, candidates) or offered
            yield Problem(position, f"'{described.name}' of {subject} names '{name}', which is no resource{hint}")
        elif connects and not target.connectable:
            yield Problem(position, f"{subject} cannot be connected to '{name}', which is of type {target.type}")
        elif not connects and target.type not in described.refers_to:
            wanted = " or ".join(described.refers_to)
            yield Problem(
                position,
                f"'{described.name}' of {subject} must name a resource of type {wanted}; "
                f"'{name}' is of type {target.type}",
            )

    def _parameter(self, expression: Expression, subject: str) -> Iterator[Problem]:
        target = self._targets.get(str(expression.arguments[0]))
        parameter = str(expression.arguments[1])
        if target is None:
            yield self._no_such_resource(expression, subject)
        elif parameter not in target.parameters:
            known = sorted(target.parameters)
            yield Problem(
                expression.position,
                f"{expression} in {subject}: {target.type} '{target.name}' has no parameter '{parameter}'"
                f"{_offered(known)}{did_you_mean(parameter, known)}",
            )

    def _legacy_parameter(self, expression: Expression, subject: str) -> Iterator[Problem]:
        target = self._targets.get(str(expression.arguments[0]))
        label, _ = child_and_attribute(expression)
        if target is None:
            yield self._no_such_resource(expression, subject)
        elif target.label(label) is None:
            yield Problem(
                expression.position,
                f"{expression} in {subject}: {target.type} '{target.name}' has no '{label}'"
                f"{_offered(target.labels)}{did_you_mean(label, target.labels)}",
            )

    def _no_such_resource(self, expression: Expression, subject: str) -> Problem:
        name = str(expression.arguments[0])
        there_is = f"there is: {', '.join(self._targets)}" if self._targets else "the config has none"
        hint = did_you_mean(name, self._targets) or f"; {there_is}"
        return Problem(expression.position, f"{expression} in {subject}: there is no resource '{name}'{hint}")


def _offered(names: Collection[str]) -> str:
    return f"; it has: {', '.join(names)}" if names else "; it has none"
