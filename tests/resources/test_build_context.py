from __future__ import annotations

import aws_cdk as cdk
import pytest
from constructs import Construct

from stacktape_constructs.config.schema import Block, Origin
from stacktape_constructs.document.nodes import ScalarNode
from stacktape_constructs.errors import ConfigError, InvalidArgumentError, Problem
from stacktape_constructs.naming import StackNames
from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.resources.build_context import BuildContext
from stacktape_constructs.resources.values import References
from stacktape_constructs.source import Position, Source

SOURCE = Source("stacktape.yml", "")
START, MEMORY, NAME = (Position(SOURCE, line, 5) for line in (4, 5, 2))
BLOCK = Block(origin=Origin(START, {"memory": MEMORY}, {}))


@pytest.fixture
def context(tmp_path) -> BuildContext:
    stack = cdk.Stack(cdk.Stage(cdk.App(), "Eu"), "Demo")
    code = CodeSource(ProjectFolder(tmp_path), placeholder=True)
    return BuildContext(stack, StackNames("shop", "dev"), code, References({}))


def _said(context: BuildContext) -> list[tuple[int, str]]:
    return [(problem.position.line, problem.message) for problem in context.problems if problem.position]


def test_a_resource_is_found_by_its_name(context):
    construct = Construct(context.stack, "lamp")
    context.references.constructs["lamp"] = construct

    assert context.resource("lamp") is construct
    assert context.connect_target("lamp") is construct


def test_a_fixed_logical_id_is_kept_by_its_path(context):
    context.fix_logical_id("api/Route", "StpApiRoute")

    assert context.fixed_logical_ids == {"api/Route": "StpApiRoute"}


def test_values_are_what_they_were_written_as(context):
    assert context.text("a") == "a"
    assert context.text_by_name("a") == "a"
    assert context.json(ScalarNode(START, text="5", plain=True)) == 5


class TestReporting:
    def test_nothing_is_said_where_nothing_is_wrong(self, context):
        with context.reporting(BLOCK, "function 'f'"):
            pass

        assert context.problems == []

    @pytest.mark.parametrize(("argument", "line"), [("memory", 5), ("memory.size", 5), ("timeout", 4)])
    def test_a_wrong_argument_stands_where_its_property_does(self, context, argument, line):
        with context.reporting(BLOCK, "function 'f'"):
            raise InvalidArgumentError(path="Demo/f", argument=argument, problem="must be less")

        assert _said(context) == [(line, f"function 'f': {argument} must be less")]

    def test_what_stands_nowhere_else_stands_where_the_caller_says(self, context):
        with context.reporting(BLOCK, "function 'f'", at=NAME):
            raise InvalidArgumentError(path="Demo/f", argument="timeout", problem="must be less")

        assert _said(context) == [(2, "function 'f': timeout must be less")]

    def test_problems_keep_their_places_and_are_said_of_the_subject(self, context):
        with context.reporting(BLOCK, "function 'f'"):
            raise ConfigError([Problem(MEMORY, "no such file"), Problem(NAME, "no such folder")])

        assert _said(context) == [(2, "function 'f': no such folder"), (5, "function 'f': no such file")]

    def test_a_refusal_of_cdk_is_its_first_line(self, context):
        Construct(context.stack, "f")
        with context.reporting(BLOCK, "function 'f'", at=NAME):
            cdk.CfnOutput(context.stack, "f", value="x")

        ((line, message),) = _said(context)
        assert line == 2
        assert message.startswith("function 'f': the CDK refuses this: ")
        assert "already a Construct with name 'f'" in message
        assert "\n" not in message

    @pytest.mark.parametrize("error", [RuntimeError("a bug"), TypeError("another")])
    def test_a_mistake_of_this_library_is_not_hidden(self, context, error):
        with pytest.raises(type(error)), context.reporting(BLOCK, "function 'f'"):
            raise error
