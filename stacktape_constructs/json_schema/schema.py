"""The JSON Schema of a config, for editors: made from the classes that read the YAML.

It is of draft-07, which editors know, with two words that VS Code and the YAML language server add:
`errorMessage` and `doNotSuggest`. What is right for the reader is right for the schema; what is wrong for the
reader may be right for the schema, which sees neither names nor what directives stand for.

https://json-schema.org/draft-07
https://github.com/redhat-developer/yaml-language-server
"""

from __future__ import annotations

import json

from stacktape_constructs.config.config import Root
from stacktape_constructs.config.load import LOGICAL_ID, MAX_RESOURCES, RESOURCE_NAME
from stacktape_constructs.config.schema import fields_of
from stacktape_constructs.json_schema.blocks import Definitions, type_of
from stacktape_constructs.json_schema.values import DIRECTIVES, Schema, or_directive, reference
from stacktape_constructs.resources.registry import resource_type, resource_type_names


def json_schema() -> Schema:
    """The schema as data.

    >>> json_schema()["properties"]["resources"]["description"]
    'The resources by their names.'
    """
    definitions = Definitions()
    properties = {name: definitions.property(Root, shape) for name, shape in fields_of(Root).items()}
    properties["resources"] |= _named(RESOURCE_NAME, "resource")
    properties["cloudformationResources"] |= _named(LOGICAL_ID, "cloudformationResource")
    resource = _resource(definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Stacktape config",
        "description": "A stack in Stacktape's language, as stacktape-constructs reads it.",
        "type": "object",
        "properties": properties,
        "required": [name for name, shape in fields_of(Root).items() if shape.required],
        "additionalProperties": False,
        "definitions": {
            **DIRECTIVES,
            "resource": resource,
            "cloudformationResource": _CLOUDFORMATION_RESOURCE,
            **dict(sorted(definitions.made.items())),
        },
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _named(name: str, definition: str) -> Schema:
    return or_directive(
        {
            "type": "object",
            "propertyNames": {"pattern": f"^{name}$"},
            "maxProperties": MAX_RESOURCES,
            "additionalProperties": or_directive(reference(definition)),
        }
    )


def _resource(definitions: Definitions) -> Schema:
    blocks = {name: resource_type(name).config for name in resource_type_names()}
    schema = definitions.typed(blocks)
    schema["description"] = "A resource."
    schema["properties"] = {
        "type": type_of(blocks),
        "properties": {"description": "The properties of its type.", **schema["properties"]["properties"]},
        "overrides": {
            "description": "CloudFormation properties to set, by logical id.",
            **or_directive({"type": "object"}),
        },
    }
    return schema


_CLOUDFORMATION_RESOURCE: Schema = {
    "description": "A CloudFormation resource, copied into the template as it is.",
    "type": "object",
    "required": ["Type"],
    "properties": {
        "Type": {"description": "Its type, such as AWS::SNS::Topic.", "type": ["string", "number", "boolean"]},
        "Properties": or_directive({"type": ["object", "null"]}),
    },
}
