"""Reads a golden template: YAML with the short forms of CloudFormation's functions, as data with the long ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.CSafeLoader):
    pass


def _function(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode):
        argument: Any = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        argument = loader.construct_mapping(node, deep=True)
    else:
        argument = loader.construct_scalar(node)
    if tag == "GetAtt":
        argument = argument.split(".", 1)
    return {tag if tag == "Ref" else f"Fn::{tag}": argument}


_Loader.add_multi_constructor("!", _function)


def read_template(text: str) -> dict[str, Any]:
    """The template that a text in the short form is."""
    template = yaml.load(text, Loader=_Loader)
    assert isinstance(template, dict)
    return template


def resources_in(path: Path) -> dict[str, dict[str, Any]]:
    """The resources of the template in a file, by logical id."""
    resources = read_template(path.read_text())["Resources"]
    assert isinstance(resources, dict)
    return resources
