"""Configs and the templates they give, each named after what it shows.

Code is a placeholder, and a template is kept in the form that the testing kit gives it. `pytest --update-cases`
writes what the templates are now; read the difference before you keep it: each line of it is something that
changes in a stack of a user.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.config.schema import CONNECTABLE, Block, FieldShape, fields_of
from stacktape_constructs.config.walk import blocks_in
from stacktape_constructs.packaging.config import lambda_packagings
from stacktape_constructs.packaging.images.config import BuildArgument, NixpacksPhase, image_packagings
from stacktape_constructs.resources.http_api_gateway.event import CognitoAuthorizer
from stacktape_constructs.resources.registry import resource_type, resource_type_names
from stacktape_constructs.testing import stable_text
from tests.configured import read
from tests.support import new_app, template_of

CASES = Path(__file__).parent / "cases" / "templates"
NAMES = sorted(path.stem for path in CASES.glob("*.yml"))


@pytest.mark.parametrize("case", NAMES)
def test_a_config_gives_its_template(case: str, request: pytest.FixtureRequest) -> None:
    stack = StacktapeStack(
        new_app(), "Stack", config=CASES / f"{case}.yml", stage="dev", code="placeholder", profile="default"
    )

    text = stable_text(template_of(stack))
    expected = CASES / f"{case}.template.yaml"
    if request.config.getoption("--update-cases"):
        expected.write_text(text)
    assert text == expected.read_text()


def test_every_template_belongs_to_a_config() -> None:
    templates = sorted(path.name for path in CASES.glob("*.template.yaml"))

    assert templates == [f"{name}.template.yaml" for name in NAMES]


def _properties(block: type[Block], seen: set[type[Block]]) -> Iterator[tuple[type[Block], FieldShape]]:
    """The properties of a block, and of those in it, that have an effect on a template."""
    if block in seen:
        return
    seen.add(block)
    for shape in fields_of(block).values():
        described = shape.property
        references = set(described.refers_to)
        if not described.supported or described.doc.endswith("no effect here."):
            continue
        if references and not references & {CONNECTABLE, *resource_type_names()}:
            continue
        yield block, shape
        inner = shape.type.item or shape.type
        blocks = [*(described.variants() if described.variants else {}).values(), inner.block]
        for each in filter(None, blocks):
            yield from _properties(each, seen)


@pytest.mark.parametrize("name", resource_type_names())
def test_every_property_of_a_type_is_shown(name: str) -> None:
    configs = [read((CASES / f"{case}.yml").read_text(), stable=True) for case in NAMES]
    shown = {
        (type(block), attribute)
        for config in configs
        for resource in config.resources
        for block in blocks_in(resource.properties)
        for attribute in block.origin.properties
    }
    # Placeholder code is the same however code is packaged, and a user pool is no type yet.
    packagings = {*lambda_packagings().values(), *image_packagings().values()}
    elsewhere = {*packagings, BuildArgument, NixpacksPhase, CognitoAuthorizer}

    missing = [
        f"{block.__name__}: {shape.property.name}"
        for block, shape in _properties(resource_type(name).config, set())
        if (block, shape.attribute) not in shown and block not in elsewhere
    ]

    assert missing == []
