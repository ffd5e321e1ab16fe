from __future__ import annotations

import re

import pytest

from stacktape_constructs.corpus.deviations import DEVIATIONS, deviation_of
from tests.support import REPOSITORY


def test_each_deviation_is_explained_for_people_and_nothing_else_is() -> None:
    page = (REPOSITORY / "docs" / "deviations.md").read_text()

    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(
        dict.fromkeys(deviation.title for deviation in DEVIATIONS)
    )


@pytest.mark.parametrize(
    ("logical_id", "kind", "difference", "title"),
    [
        ("StpContainerRepository", "AWS::ECR::Repository", "missing", "No deployment bucket and no container"),
        ("FRole", "AWS::IAM::Role", "RoleName None", "Roles are not named"),
        ("JobTriggerFunctionFunction", "AWS::Lambda::Function", "missing", "A job has a trigger function only"),
        ("StpBatchSpotJobQueue", "AWS::Batch::JobQueue", "missing", "Only the compute that a job uses"),
    ],
)
def test_a_difference_that_is_meant_is_known(logical_id: str, kind: str, difference: str, title: str) -> None:
    found = deviation_of(logical_id, kind, difference)

    assert found is not None
    assert found.title.startswith(title)


@pytest.mark.parametrize(
    ("logical_id", "kind", "difference"),
    [
        ("BusEventBus", "AWS::Events::EventBus", "missing"),
        ("FRole", "AWS::IAM::Role", "missing"),
        ("FRole", "AWS::Foo::Role", "RoleName None"),
        ("StpContainerRepository", "AWS::ECR::Repository", "type AWS::SNS::Topic"),
    ],
)
def test_a_difference_that_is_not_meant_is_none(logical_id: str, kind: str, difference: str) -> None:
    assert deviation_of(logical_id, kind, difference) is None
