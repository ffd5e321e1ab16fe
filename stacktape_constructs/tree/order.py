"""The order in which resources are built: what is referred to comes first."""

from __future__ import annotations

from stacktape_constructs.config.config import ResourceDeclaration
from stacktape_constructs.config.walk import expressions_in


def build_order(resources: tuple[ResourceDeclaration, ...]) -> list[ResourceDeclaration]:
    """The resources, each after those whose parameters it reads, else in the order of the file.

    A circle is broken where it is met first: the reference is then resolved when the template is
    written. `connectTo` and events make no order, for they are wired when everything is built.
    """
    by_name = {resource.name: resource for resource in resources}
    ordered: dict[str, ResourceDeclaration] = {}
    visiting: set[str] = set()

    def visit(resource: ResourceDeclaration) -> None:
        if resource.name in ordered or resource.name in visiting:
            return
        visiting.add(resource.name)
        for expression in expressions_in(resource.properties):
            if expression.name == "ResourceParam":
                visit(by_name[str(expression.arguments[0])])
        ordered[resource.name] = resource

    for resource in resources:
        visit(resource)
    return list(ordered.values())
