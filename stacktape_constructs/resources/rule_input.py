"""What a rule hands to its target in the place of the whole event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import aws_cdk as cdk
from aws_cdk import aws_events as events

from stacktape_constructs.cdk.json_null import keep_nulls
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import did_you_mean

if TYPE_CHECKING:
    from aws_cdk import interfaces

#: The placeholders that EventBridge fills without a path.
PREDEFINED_PLACEHOLDERS = (
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event",
    "aws.events.event.json",
    "aws.events.event.ingestion-time",
)

_MAX_PATHS = 100
_MAX_PATH_LENGTH = 256
_KEY = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.-]+)>")


@attrs.frozen
class InputTransformer:
    """A new text for the target, made of a template and values taken from the event.

    A placeholder `<key>` in the template stands for the value at the key's path. EventBridge fills
    some by itself, such as `<aws.events.event.json>`, the whole event.

    A template that is no text is rendered as JSON, so that a placeholder in it is part of a JSON
    string; CDK tokens in it work. A text is used as it is: it is the way to a placeholder that
    becomes a number or an object, `'{"total": <total>}'`. For most targets the outcome must be JSON,
    so a sentence needs its quotes: `'"order <id> was paid"'`.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html

    Attributes:
        input_paths_map: JSON paths in the event by placeholder, at most 100. Paths start with `$`
            and use dots, not brackets: `$.detail.order-id`.
        input_template: the template, as JSON data or as text.

    Example:
        ```python
        from stacktape_constructs import InputTransformer

        transformer = InputTransformer(
            input_paths_map={"order": "$.detail.orderId"},
            input_template={"message": "order <order> was paid", "region": stack.region},
        )
        ```
    """

    input_paths_map: Mapping[str, str]
    input_template: str | Mapping[str, Any] | Sequence[Any]

    def to_rule_target_input(self) -> events.RuleTargetInput:
        """The same in CDK's terms, for a target of CDK's own."""
        return _TransformedInput(self)

    def faults(self) -> Iterator[str]:
        """What EventBridge would refuse, each as the rest of a sentence about the transformer."""
        if len(self.input_paths_map) > _MAX_PATHS:
            yield f"must have at most {_MAX_PATHS} paths in input_paths_map, got {len(self.input_paths_map)}"
        for key, path in self.input_paths_map.items():
            if key.lower().startswith("aws."):
                yield f"must not define '{key}' in input_paths_map: names that start with 'aws.' are reserved"
            elif not _KEY.fullmatch(key):
                yield f"has the key '{key}' in input_paths_map; keys are 1 to 256 letters, digits, '_' or '-'"
            if (problem := json_path_fault(path)) is not None:
                yield f"has '{key}' in input_paths_map, which {problem}"
        if not self.input_template:
            yield "must have an input_template that is not empty"
        yield from self._placeholder_faults(self.input_template)

    def _placeholder_faults(self, template: object) -> Iterator[str]:
        if isinstance(template, str):
            known = (*self.input_paths_map, *PREDEFINED_PLACEHOLDERS)
            for placeholder in _PLACEHOLDER.findall(template):
                if placeholder not in known:
                    hint = did_you_mean(placeholder, known) or "; add it to input_paths_map"
                    yield f"has the placeholder <{placeholder}> in input_template, which is not defined{hint}"
        elif isinstance(template, Mapping):
            for key, value in template.items():
                if _PLACEHOLDER.search(str(key)):
                    yield f"has a placeholder in the key '{key}' of input_template; only values can have them"
                yield from self._placeholder_faults(value)
        elif isinstance(template, list | tuple):
            for item in template:
                yield from self._placeholder_faults(item)


class _TransformedInput(events.RuleTargetInput):
    """CDK's own inputs make up the keys of the paths; this one keeps the user's."""

    def __init__(self, transformer: InputTransformer) -> None:
        super().__init__()
        self._transformer = transformer

    def bind(self, rule: interfaces.aws_events.IRuleRef) -> events.RuleTargetInputProperties:
        """The input's part of the target; called by CDK."""
        template = self._transformer.input_template
        if not isinstance(template, str):
            template = cdk.Stack.of(rule).to_json_string(keep_nulls(template))
        return events.RuleTargetInputProperties(
            input_template=template, input_paths_map=dict(self._transformer.input_paths_map) or None
        )


def constant_input(value: Any) -> events.RuleTargetInput:
    """The same JSON data for every event. CDK tokens in it work, and so does null."""
    return events.RuleTargetInput.from_object(keep_nulls(value))


def json_path_fault(path: str) -> str | None:
    """What EventBridge would refuse about a JSON path, as the rest of a sentence about it."""
    if is_unresolved(path):
        return None
    if not path.startswith("$"):
        return f"must be a JSON path that starts with '$', got '{path}'; write '$.{path.lstrip('.')}'"
    if "['" in path or '["' in path:
        return f"must name fields with dots, not brackets, got '{path}'"
    if len(path) > _MAX_PATH_LENGTH:
        return f"must have at most {_MAX_PATH_LENGTH} characters, got {len(path)}"
    return None
