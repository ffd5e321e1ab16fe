from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktape_constructs.naming import (
    StackNames,
    logical_id,
    pascal_case,
    project_name_of,
    shorten,
    upper_snake_case,
    words,
)


class TestWords:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("myEventBus", ["my", "Event", "Bus"]),
            ("myHTTPApi", ["my", "HTTP", "Api"]),
            ("myS3Bucket", ["my", "S3", "Bucket"]),
            ("A1b2C3", ["A1b2", "C3"]),
            ("URL", ["URL"]),
            ("snake_case-and.more", ["snake", "case", "and", "more"]),
            ("/items/{itemId}", ["items", "item", "Id"]),
            ("", []),
            ("{}", []),
        ],
    )
    def test_a_name_is_split_at_case_changes_and_signs(self, name: str, expected: list[str]) -> None:
        assert words(name) == expected

    def test_they_are_put_together_in_many_ways(self) -> None:
        assert pascal_case("my-stack", "eventBus") == "MyStackEventBus"
        assert upper_snake_case("jobDefinitionArn") == "JOB_DEFINITION_ARN"

    @given(st.text(alphabet=st.characters(codec="ascii"), max_size=30))
    def test_each_way_keeps_every_letter_and_digit(self, name: str) -> None:
        letters = "".join(character for character in name if character.isalnum()).lower()

        assert pascal_case(name).lower() == letters
        assert upper_snake_case(name).replace("_", "").lower() == letters


class TestLogicalId:
    @pytest.mark.parametrize(
        ("parts", "kind", "expected"),
        [
            (("myEventBus",), "AWS::Events::EventBus", "MyEventBusEventBus"),
            (("bus", "Archive"), "AWS::Events::Archive", "BusArchive"),
            (("f", "Role", "DefaultPolicy"), "AWS::IAM::Policy", "FRoleDefaultPolicy"),
            (("job", "JobExecution"), "AWS::StepFunctions::StateMachine", "JobJobExecutionStateMachine"),
            (("job", "TriggerFunction", "Event12"), "AWS::Events::Rule", "JobTriggerFunctionEvent12Rule"),
            (("Stp", "PublicSubnet0"), "AWS::EC2::Subnet", "StpPublicSubnet0"),
            (("Stp", "Vpc"), "AWS::EC2::VPC", "StpVpc"),
            (("Stp", "subnet-group"), "AWS::EC2::Subnet", "StpSubnetGroupSubnet"),
            (("mine",), "Custom::Thing", "MineThing"),
        ],
    )
    def test_it_is_resource_specifiers_and_type_without_saying_it_twice(
        self, parts: tuple[str, ...], kind: str, expected: str
    ) -> None:
        assert logical_id(*parts, cloudformation_type=kind) == expected


class TestStackNames:
    def test_a_physical_name_begins_with_the_stacks(self) -> None:
        names = StackNames("shop", "dev")

        assert names.stack == "shop-dev"
        assert names.physical("orders", "queue", limit=80) == "shop-dev-orders-queue"

    @given(st.text(alphabet="abc-", min_size=1, max_size=100), st.integers(min_value=8, max_value=80))
    def test_a_name_is_never_longer_than_its_limit(self, name: str, limit: int) -> None:
        short = shorten(name, limit=limit)

        assert len(short) <= limit
        assert short == name or short.startswith(name[: limit - 7])

    def test_two_names_that_are_cut_stay_two(self) -> None:
        one, other = (shorten(f"a-name-that-is-much-too-long-{end}", limit=20) for end in "ab")

        assert one != other
        assert one[:13] == other[:13]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("shop", "shop"),
        ("My shop (new)", "my-shop-new"),
        ("web_shop.v2", "web-shop-v2"),
        ("2021", "project-2021"),
        ("---", "project"),
        ("", "project"),
    ],
)
def test_a_folder_gives_a_name_that_cloudformation_takes(folder: str, name: str) -> None:
    assert project_name_of(folder) == name
