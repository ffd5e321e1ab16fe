"""A template in the forms that a test may have it, and its resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from aws_cdk.assertions import Template

from stacktape_constructs.errors import InvalidArgumentError, did_you_mean

#: What a test may have: a dict as JSON gives it, or `aws_cdk.assertions.Template`.
TemplateLike: TypeAlias = Template | Mapping[str, Any]

#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
_SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)


def template_dict(template: TemplateLike, *, asked_by: str) -> Mapping[str, Any]:
    """The template as a dict.

    Raises:
        InvalidArgumentError: it is neither, `asked_by` being the name of the function that was called.
    """
    if isinstance(template, Template):
        made: Mapping[str, Any] = template.to_json()
        return made
    if isinstance(template, Mapping):
        others = [str(key) for key in template if key not in _SECTIONS]
        if not others:
            return template
        problem = f"must be a template, with Resources, got a dict with '{others[0]}'"
        raise InvalidArgumentError(path=asked_by, argument="template", problem=problem)
    problem = f"must be an aws_cdk.assertions.Template or a dict, got {type(template).__name__}"
    raise InvalidArgumentError(path=asked_by, argument="template", problem=problem)


def resources_of(template: TemplateLike, *, asked_by: str) -> Mapping[str, Mapping[str, Any]]:
    """The resources of a template by their logical ids."""
    resources: Mapping[str, Mapping[str, Any]] = template_dict(template, asked_by=asked_by).get("Resources", {})
    return resources


def resource_of(
    resources: Mapping[str, Mapping[str, Any]], logical_id: str, *, asked_by: str, argument: str
) -> Mapping[str, Any]:
    """A resource by its logical id.

    Raises:
        InvalidArgumentError: there is none of this id.
    """
    if logical_id not in resources:
        problem = (
            f"must be the logical id of a resource of the template, got '{logical_id}'"
            f"{did_you_mean(logical_id, resources)}"
        )
        raise InvalidArgumentError(path=asked_by, argument=argument, problem=problem)
    return resources[logical_id]
