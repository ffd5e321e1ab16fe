from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from constructs import Construct

from stacktape_constructs.config.directives.evaluator import RuntimeNode
from stacktape_constructs.config.expression import Expression, parse
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.references.targets import ReferenceTarget
from stacktape_constructs.resources.values import References, Values, export_name
from stacktape_constructs.source import Position, Source

PLACE = Position(Source("stacktape.yml", ""), 3, 7)


class Lamp(Construct):
    """A resource with one parameter, whose value can be built from a name as well."""

    @property
    def parameters(self) -> dict[str, str]:
        return {"arn": cdk.Fn.get_att("Lamp", "Arn").to_string()}

    @property
    def connect_variables(self) -> dict[str, str]:
        return {"arn": "arn:by-name"}


class Room:
    """A stack with one lamp, and references to it."""

    def __init__(self) -> None:
        self.stack = cdk.Stack(cdk.App(), "Room")
        target = ReferenceTarget("lamp", "lamp", frozenset({"arn"}), True, {"Bulb": "LampBulb"})
        shade = ReferenceTarget("shade", "lamp", frozenset({"arn"}), False, {})
        self.references = References({"lamp": target, "shade": shade})
        self.values = Values(self.references)
        self.by_name = Values(self.references, by_name=True)

    def add(self, name: str) -> None:
        self.references.constructs[name] = Lamp(self.stack, name)

    def resolved(self, value: Any) -> Any:
        return self.stack.resolve(value)


@pytest.fixture
def room() -> Room:
    return Room()


def _expression(text: str) -> Expression:
    return parse(text, PLACE)


def _node(text: str) -> Node:
    node = read_text(text, name="stacktape.yml")
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("directive", "value"),
    [
        ("$Secret('db')", "{{resolve:secretsmanager:db:SecretString}}"),
        ("$Secret('db.password')", "{{resolve:secretsmanager:db:SecretString:password}}"),
        ("$SsmParam('/shop/url')", "{{resolve:ssm:/shop/url}}"),
        ("$CfStackOutput('shop-dev', 'busArn')", {"Fn::ImportValue": "ShopDevBusArn"}),
        ("$CfFormat('{}-{} {} {}', 'a', 5, 1.5, true)", "a-5 1.5 true"),
        ("$CfFormat('plain')", "plain"),
        (
            "$CfFormat('{}:{}', $SsmParam('/x'), $CfFormat('<{}>', false))",
            "{{resolve:ssm:/x}}:<false>",
        ),
    ],
)
def test_a_directive_stands_for_what_cloudformation_knows(room, directive, value):
    assert room.resolved(room.values.text(_expression(directive))) == value


def test_a_text_is_itself(room):
    assert room.values.text("$5") == "$5"


class TestParameters:
    def test_one_of_what_is_built_is_read_at_once(self, room):
        room.add("lamp")

        value = room.values.text(_expression("$ResourceParam('lamp', 'arn')"))

        assert room.resolved(value) == {"Fn::GetAtt": ["Lamp", "Arn"]}

    def test_one_of_what_is_not_built_yet_is_read_when_the_template_is_written(self, room):
        value = room.values.text(_expression("$ResourceParam('lamp', 'arn')"))
        room.add("lamp")

        assert room.resolved(f"<{value}>") == {"Fn::Join": ["", ["<", {"Fn::GetAtt": ["Lamp", "Arn"]}, ">"]]}

    def test_by_name_it_is_what_a_connected_consumer_is_told(self, room):
        room.add("lamp")

        assert room.by_name.text(_expression("$ResourceParam('lamp', 'arn')")) == "arn:by-name"

    def test_by_name_it_is_the_parameter_of_what_nothing_connects_to(self, room):
        room.add("shade")

        value = room.by_name.text(_expression("$ResourceParam('shade', 'arn')"))

        assert room.resolved(value) == {"Fn::GetAtt": ["Lamp", "Arn"]}


class TestLogicalIds:
    def test_one_is_met_with_its_place_and_resolved_at_the_end(self, room):
        value = room.values.text(_expression("$CfResourceParam('LampBulb', 'Arn')"))
        (met,) = room.references.met
        room.references.resolved[met] = {"Ref": "LampBulb"}

        assert (met.logical_id, met.attribute, met.position) == ("LampBulb", "Arn", PLACE)
        assert room.resolved({"a": value, "b": f"{value}/*"}) == {
            "a": {"Ref": "LampBulb"},
            "b": {"Fn::Join": ["", [{"Ref": "LampBulb"}, "/*"]]},
        }

    def test_a_label_of_2021_leads_to_one(self, room):
        room.values.text(_expression("$Param('lamp', 'bulb::Endpoint.Address')"))

        assert [(met.logical_id, met.attribute) for met in room.references.met] == [("LampBulb", "Endpoint.Address")]


class TestFreeFormYaml:
    def test_it_is_plain_data_in_the_types_that_it_was_written_in(self, room):
        node = _node("{text: a, number: 5, part: 1.5, truth: true, nothing: null, quoted: '5', list: [1, {a: b}]}")

        assert room.values.json(node) == {
            "text": "a",
            "number": 5,
            "part": 1.5,
            "truth": True,
            "nothing": None,
            "quoted": "5",
            "list": [1, {"a": "b"}],
        }

    def test_directives_in_it_are_resolved(self, room):
        secret = RuntimeNode(PLACE, _expression("$Secret('db')"))
        key = ScalarNode(PLACE, text="password", plain=True)
        node = MappingNode(PLACE, ((key, SequenceNode(PLACE, (secret,))),))

        assert room.values.json(node) == {"password": ["{{resolve:secretsmanager:db:SecretString}}"]}


def test_an_exported_output_has_stacktapes_name():
    assert export_name("shop-dev", "busArn") == "ShopDevBusArn"
