from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk.assertions import Template

from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.testing import config_template, stable_text
from stacktape_constructs.testing.masks import masked
from tests.short_form import read_template
from tests.support import REPOSITORY

CONFIGS = sorted(REPOSITORY.glob("examples/*/stacktape.yml"))

#: Each of CloudFormation's functions, and what YAML would read as something else.
TEMPLATE: dict[str, Any] = {
    "Conditions": {"InEurope": {"Fn::Or": [{"Condition": "InIreland"}, {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}]}},
    "Resources": {
        "Bus": {
            "Type": "AWS::Events::EventBus",
            "DependsOn": ["Other"],
            "Properties": {
                "A": {"Ref": "Other"},
                "B": {"Fn::GetAtt": ["Other", "Endpoint.Address"]},
                "C": {
                    "Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":${literal}:", {"Fn::GetAtt": ["O", "A"]}]]
                },
                "D": {"Fn::Join": [",", ["a", {"Ref": "Other"}]]},
                "E": {"Fn::Join": ["", ["a", {"Fn::ImportValue": "x"}]]},
                "F": {"Fn::Sub": ["${Name}-x", {"Name": {"Ref": "Other"}}]},
                "G": {"Fn::Base64": {"Fn::Sub": "#!/bin/sh\necho ${AWS::Region}\n"}},
                "H": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
                "I": {"Fn::If": ["InEurope", {"Ref": "AWS::NoValue"}, {"K": 1}]},
                "J": {"Fn::GetAtt": ["Other", {"Ref": "Attribute"}]},
                "K": {"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "k"]},
                "L": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": {"Ref": "Other"}}}},
                "M": ["no", "1.10", "012", "", "null", "#x", "a: b", "tab\t", "ünïcode 🚀", "'", '"', "*", "${x}"],
                "N": [True, False, None, 0, 1.5, -3, [], {}, [[1]]],
                "O": {"Fn::Sub": "a ${!literal} ${AWS::Region}: #x"},
                "P": "two\nlines",
                "Q": "a\nline with a space at its end \n",
                "R": '{"key": ["' + "long" * 30 + '", 1.0, null]}',
                "S": {"Fn::Join": ["", ['{"Resource": "', {"Ref": "Other"}, '", "x": "', "y" * 99, '"}']]},
                "T": {"Ref": "a", "Fn::GetAtt": "b"},
                "U": "{" + "no json" * 20,
            },
        }
    },
}


def _canonical(value: Any) -> Any:
    """A value in which texts are the same that CloudFormation makes the same of."""
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, str):
        return _without_layout(value)
    if not isinstance(value, dict):
        return value
    pieces = _pieces(value)
    if pieces is not None:
        return {"text": _without_layout("".join(pieces))}
    return {key: _canonical(inner) for key, inner in value.items()}


def _pieces(value: Any) -> list[str] | None:
    """The pieces of a text of `Fn::Join` or `Fn::Sub`, with references as `Fn::Sub` has them."""
    if isinstance(value, str):
        return [value.replace("${", "${!")]
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((name, argument),) = value.items()
    if name == "Fn::Sub" and isinstance(argument, str):
        return [argument]
    if name == "Ref":
        return [f"${{{argument}}}"]
    if name == "Fn::GetAtt" and all(isinstance(part, str) for part in argument):
        return [f"${{{'.'.join(argument)}}}"]
    if name == "Fn::Join" and argument[0] == "":
        parts = [_pieces(part) for part in argument[1]]
        return None if None in parts else [piece for part in parts for piece in part or []]
    return None


def _without_layout(text: str) -> str:
    if not text.startswith("{"):
        return text
    try:
        return json.dumps(json.loads(text))
    except ValueError:
        return text


def test_a_text_is_the_template_again() -> None:
    assert _canonical(read_template(stable_text(TEMPLATE))) == _canonical(TEMPLATE)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.parent.name)
def test_nothing_of_a_template_is_lost_but_what_is_masked(config: Path) -> None:
    template = config_template(config).to_json()

    assert _canonical(read_template(stable_text(template))) == _canonical(masked(template))


def test_functions_have_their_short_form() -> None:
    properties = stable_text(TEMPLATE).partition("    Properties:\n")[2]
    for line in (
        "A: !Ref Other",
        "B: !GetAtt Other.Endpoint.Address",
        "C: !Sub arn:${AWS::Partition}:${!literal}:${O.A}",
        "G:\n        Fn::Base64: !Sub |\n          #!/bin/sh\n          echo ${AWS::Region}",
        "J:\n        Fn::GetAtt:\n          - Other\n          - !Ref Attribute",
        "K: !FindInMap\n        - M\n        - !Ref AWS::Region\n        - k",
    ):
        assert f"      {line}\n" in properties


def test_long_json_has_a_line_for_each_value() -> None:
    assert '          "Resource": "${Other}",\n' in stable_text(TEMPLATE)


def test_the_order_of_keys_does_not_count() -> None:
    turned = json.loads(json.dumps(TEMPLATE), object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    assert list(turned) != list(TEMPLATE)
    assert stable_text(turned) == stable_text(TEMPLATE)


def test_the_order_of_lists_does() -> None:
    shorter, longer = ({"Resources": {"A": {"DependsOn": ids}}} for ids in (["B", "C"], ["C", "B"]))

    assert stable_text(shorter) != stable_text(longer)


def test_one_changed_property_changes_one_line() -> None:
    template = config_template(CONFIGS[0]).to_json()
    before = stable_text(template)
    changed = json.loads(json.dumps(template).replace('"MemorySize": 1024', '"MemorySize": 512'))
    after = stable_text(changed)

    assert set(before.splitlines()) - set(after.splitlines()) == {"      MemorySize: 1024"}
    assert len(before.splitlines()) == len(after.splitlines())


def test_a_template_object_is_as_good_as_its_dict() -> None:
    template = {"Resources": {"Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "x"}}}}

    assert stable_text(Template.from_json(template)) == stable_text(template)


def test_anything_else_is_refused() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        stable_text("template.json")  # type: ignore[arg-type]

    assert str(caught.value) == "stable_text: template must be an aws_cdk.assertions.Template or a dict, got str"
