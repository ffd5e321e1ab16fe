"""The types of resources as the rooms of a config see them: how they are read, and what references reach."""

from __future__ import annotations

from stacktape_constructs.config.config import Config
from stacktape_constructs.config.load import Catalog
from stacktape_constructs.errors import Problem
from stacktape_constructs.naming import SHARED_SCOPE_ID, pascal_case
from stacktape_constructs.references.check import check_references
from stacktape_constructs.references.targets import ReferenceTarget
from stacktape_constructs.resources.registry import resource_type, resource_type_names


def catalog() -> Catalog:
    """The types that a config can have."""
    return Catalog(resource_type_names(), lambda name: resource_type(name).config)


def reference_targets(config: Config) -> dict[str, ReferenceTarget]:
    """The resources of a config as others see them, by their names."""
    targets: dict[str, ReferenceTarget] = {}
    for resource in config.resources:
        kind = resource_type(resource.type)
        targets[resource.name] = ReferenceTarget(
            name=resource.name,
            type=resource.type,
            parameters=kind.parameters_of(resource.properties),
            connectable=kind.connectable,
            labels={label: pascal_case(resource.name) + suffix for label, suffix in kind.labels.items()},
        )
    return targets


def name_problems(config: Config) -> list[Problem]:
    """What is wrong with the names in a config that could be read: those of resources, and references to them."""
    references = check_references(config, reference_targets(config), supported_types=resource_type_names())
    return [*_alike(config), *references]


def _alike(config: Config) -> list[Problem]:
    """Names that are one name in CloudFormation, which ignores the case of first letters here."""
    problems: list[Problem] = []
    seen: dict[str, str] = {pascal_case(SHARED_SCOPE_ID): ""}
    for resource in config.resources:
        key = pascal_case(resource.name)
        if key in seen:
            other = seen[key]
            reason = f"and '{other}' are one name in CloudFormation" if other else "is the prefix of shared resources"
            problems.append(Problem(resource.position, f"resource name '{resource.name}' {reason}; choose another"))
        seen.setdefault(key, resource.name)
    return problems
