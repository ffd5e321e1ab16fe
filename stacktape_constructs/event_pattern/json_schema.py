"""The JSON Schema of an event pattern, for editors: its form, the fields of the envelope and the operators.

What an operator takes and what AWS limits is not in it: `check_event_pattern` says that.
"""

from __future__ import annotations

from typing import Any

from stacktape_constructs.event_pattern.grammar import EVENT_FIELDS, OR
from stacktape_constructs.event_pattern.operators import OPERATORS

_ENVELOPE = {
    "source": "What sent the event, such as aws.s3 or my.app.",
    "detail-type": "What kind of event it is.",
    "detail": "The fields of the event's own.",
    "account": "The 12 digits of the account that the event is of, in quotes.",
    "region": "The region that the event is of.",
    "resources": "The ARNs of what the event is about.",
    "time": "When the event was sent.",
    "version": "The version of the envelope, 0.",
    "id": "The id of the event.",
    "replay-name": "The name of the replay that sent the event again.",
}

_MEANINGS = {
    "anything-but": "Other values than these.",
    "cidr": "An address of this range.",
    "equals-ignore-case": "This text, in any case.",
    "exists": "Whether the field is there.",
    "numeric": "A number that compares so, as in ['>', 0, '<=', 5].",
    "prefix": "A text that starts with this.",
    "suffix": "A text that ends with this.",
    "wildcard": "A text like this, in which * is any text.",
}

#: A text that stands for what is not written out: a directive.
_WRITTEN_LATER = {"type": "string", "pattern": r"^\$[\s\S]+\("}


def _values(value: dict[str, Any]) -> dict[str, Any]:
    """A list at a leaf."""
    operator = {"$ref": "#/definitions/EventPatternOperator"}
    listed = {"type": "array", "minItems": 1, "items": {"anyOf": [value, operator]}}
    return {"anyOf": [{**listed, "errorMessage": "must be a list of values, such as [PAID]"}, _WRITTEN_LATER]}


def _fields(definition: str) -> dict[str, Any]:
    """What is matched below a field, and the alternatives of which one must match."""
    return {"anyOf": [{"$ref": f"#/definitions/{definition}"}, _WRITTEN_LATER]}


def _alternatives(definition: str) -> dict[str, Any]:
    return {
        "description": "Alternatives, of which one must match.",
        "anyOf": [{"type": "array", "minItems": 2, "items": _fields(definition)}, _WRITTEN_LATER],
    }


#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
EVENT_PATTERN_SCHEMA: dict[str, Any] = {
    "$ref": "#/definitions/EventPattern",
    "definitions": {
        "EventPattern": {
            "description": "What an event must look like: of each field the values of which it must have one.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {
                **{
                    field: {
                        "description": _ENVELOPE[field],
                        **(_fields("EventPatternFields") if field == "detail" else _values({"type": "string"})),
                    }
                    for field in EVENT_FIELDS
                },
                OR: _alternatives("EventPattern"),
            },
        },
        "EventPatternFields": {
            "type": "object",
            "minProperties": 1,
            "properties": {OR: _alternatives("EventPatternFields")},
            "additionalProperties": {
                "anyOf": [
                    {"$ref": "#/definitions/EventPatternFields"},
                    _values({"type": ["string", "number", "boolean", "null"]}),
                ]
            },
        },
        "EventPatternOperator": {
            "description": "A comparison.",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": {name: {"description": _MEANINGS[name]} for name in OPERATORS},
        },
    },
}
