"""A template as a text whose difference to another a person can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from stacktape_constructs.testing.intrinsics import as_substitution, is_function, reference
from stacktape_constructs.testing.masks import masked
from stacktape_constructs.testing.template import TemplateLike, template_dict

#: From this length on, JSON in a text is written with one value a line.
_LONG = 80


def stable_text(template: TemplateLike) -> str:
    """A template in YAML, for a snapshot.

    The text is the same for the same stack on every machine. It is a template itself: functions have their short form
    (`!GetAtt Orders.Arn`), what is joined without a separator is a `!Sub`, long JSON in a text has a line for each of
    its values. Keys are sorted.

    Left out or renamed is what changes though the stack does not:

    - hashes of assets (`asset-of-CheckoutFunction.zip`), and those in the logical ids of versions of functions and
      of deployments of REST APIs;
    - the parameter and rule of `cdk bootstrap`, `AWS::CDK::Metadata`, and the metadata `aws:cdk:...` and
      `aws:asset:...` of resources.

    Hashes of assets are known by the bucket or repository of `cdk bootstrap` in which they are. Those in a bucket of
    your own stay.

    Args:
        template: the template.

    Returns:
        The text, which ends with a line break.

    Raises:
        InvalidArgumentError: this is no template.

    Examples:
        >>> orders = {"Type": "AWS::Events::EventBus", "Properties": {"Name": {"Fn::Sub": "shop-${AWS::Region}"}}}
        >>> print(stable_text({"Resources": {"Orders": orders}}), end="")
        Resources:
          Orders:
            Properties:
              Name: !Sub shop-${AWS::Region}
            Type: AWS::Events::EventBus

    The short forms: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
    """
    content = masked(template_dict(template, asked_by="stable_text"))
    written: str = yaml.dump(
        content, Dumper=_TemplateDumper, default_flow_style=False, sort_keys=True, allow_unicode=True, width=2**31
    )
    return written


class _TemplateDumper(yaml.SafeDumper):
    """Writes mappings and lists as blocks, and CloudFormation's functions with their tags."""

    def ignore_aliases(self, data: Any) -> bool:
        # An anchor would tie two resources together that happen to say the same.
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        # The entries of a list are indented, so that a list that becomes longer changes no other line.
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        assert isinstance(self.event, yaml.ScalarEvent)
        assert self.analysis is not None
        # PyYAML quotes what has a tag of its own, though the tag says already that this is no number.
        tagged = str(self.event.tag).startswith("!")
        return "" if style == "'" and tagged and self.analysis.allow_block_plain else style


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return _scalar("tag:yaml.org,2002:str", _with_lines(value))


def _scalar(tag: str, value: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(tag, value, style="|" if "\n" in value else None)


def _with_lines(value: str) -> str:
    """Long JSON with one value a line, which means the same to whom it is for."""
    if len(value) < _LONG or value[0] not in "{[":
        return value
    try:
        return json.dumps(json.loads(value), indent=2, ensure_ascii=False)
    except ValueError:
        return value


def _mapping(dumper: yaml.SafeDumper, value: Mapping[str, Any]) -> yaml.Node:
    if not is_function(value):
        return dumper.represent_mapping("tag:yaml.org,2002:map", value)
    ((name, argument),) = value.items()
    referred = reference(value)
    if referred is not None:
        return _scalar("!Ref" if name == "Ref" else "!GetAtt", referred)
    substitution = as_substitution(value)
    if substitution is not None:
        return _scalar("!Sub", _with_lines(substitution))
    # A node has one tag: where the argument is written with one, the function keeps its long name. So does a
    # Fn::GetAtt of an attribute that is only known at deploy, of which the short form is one text.
    if name in ("Ref", "Fn::GetAtt") or is_function(argument):
        return dumper.represent_mapping("tag:yaml.org,2002:map", value)
    tag = f"!{name.removeprefix('Fn::')}"
    if isinstance(argument, list):
        return dumper.represent_sequence(tag, argument)
    if isinstance(argument, Mapping):
        return dumper.represent_mapping(tag, argument)
    return _scalar(tag, str(argument))


_TemplateDumper.add_representer(str, _text)
_TemplateDumper.add_representer(dict, _mapping)
