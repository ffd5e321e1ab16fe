from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.configured import build, problems_of
from tests.support import new_app

CONFIG = """\
resources:
  bus: {type: event-bus}
  audit: {type: event-bus}
cloudformationResources:
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
"""


def _limited(limit: object, folder: Path) -> StacktapeStack:
    app = new_app()
    app.node.set_context("@aws-cdk/core:stackResourceLimit", limit)
    return build(CONFIG, folder, app=app)


def test_more_than_five_hundred_are_an_error_where_they_begin(tmp_path: Path) -> None:
    topics = "".join(f"  Topic{number}: {{Type: AWS::SNS::Topic}}\n" for number in range(497))

    (problem,) = problems_of(CONFIG + topics, tmp_path)

    assert problem == (
        "503:3: Topic496 makes 501 CloudFormation resources with all else, and a stack can have 500: "
        "498 AWS::SNS::Topic, 2 AWS::Events::EventBus, 1 AWS::SQS::Queue; move some of the config's "
        "resources into a second config, export "
        "what it must be told of the first (stackConfig.outputs, export: true) and read that by $CfStackOutput"
    )


@pytest.mark.parametrize("limit", [0, 4, "4"])
def test_the_context_of_the_cdk_for_another_limit_counts(tmp_path: Path, limit: object) -> None:
    assert len(_limited(limit, tmp_path).resources) == 2


@pytest.mark.parametrize(("limit", "line", "subject"), [(3, 6, "Queue"), (1, 3, "event-bus 'audit'")])
def test_the_entry_is_named_with_which_there_are_too_many(tmp_path: Path, limit: int, line: int, subject: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _limited(limit, tmp_path)

    (problem,) = caught.value.problems
    assert problem.position is not None
    assert (problem.position.line, problem.message.partition(" makes ")[0]) == (line, subject)
