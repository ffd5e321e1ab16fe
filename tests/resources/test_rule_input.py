from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.resources.rule_input import InputTransformer, json_path_fault


def _faults(template: Any, **paths: str) -> list[str]:
    return list(InputTransformer(input_paths_map=paths, input_template=template).faults())


@pytest.mark.parametrize(
    "template",
    [
        "<order> was paid at <aws.events.event.ingestion-time>",
        {"order": "<order>", "nested": [{"rule": "<aws.events.rule-arn>"}], "none": None},
        ["<order>", 1],
        '{"whole": <aws.events.event.json>}',
        "a < b and c > d",
    ],
)
def test_a_template_of_defined_and_predefined_placeholders_is_in_order(template: Any) -> None:
    assert _faults(template, order="$.detail.orderId") == []


def test_a_misspelt_placeholder_is_answered_with_the_defined_one() -> None:
    assert _faults({"a": ["<oder>"]}, order="$.detail.orderId") == [
        "has the placeholder <oder> in input_template, which is not defined; did you mean 'order'?"
    ]


def test_a_placeholder_like_no_other_is_to_be_added() -> None:
    assert _faults("<total>") == [
        "has the placeholder <total> in input_template, which is not defined; add it to input_paths_map"
    ]


def test_a_placeholder_cannot_be_a_key() -> None:
    assert _faults({"<order>": 1}, order="$.detail.orderId") == [
        "has a placeholder in the key '<order>' of input_template; only values can have them"
    ]


def test_reserved_keys_are_refused() -> None:
    transformer = InputTransformer({"aws.events.mine": "$.detail"}, "x")
    assert list(transformer.faults()) == [
        "must not define 'aws.events.mine' in input_paths_map: names that start with 'aws.' are reserved"
    ]


def test_keys_are_letters_digits_underscores_and_dashes() -> None:
    transformer = InputTransformer({"order id": "$.detail", "order-id_2": "$.detail"}, "x")
    assert list(transformer.faults()) == [
        "has the key 'order id' in input_paths_map; keys are 1 to 256 letters, digits, '_' or '-'"
    ]


def test_a_wrong_path_is_told_with_its_key() -> None:
    assert _faults("<a>", a="detail.x") == [
        "has 'a' in input_paths_map, which must be a JSON path that starts with '$', got 'detail.x'; write '$.detail.x'"
    ]


def test_more_than_a_hundred_paths_are_refused() -> None:
    assert _faults("x", **{f"k{n}": "$.a" for n in range(101)}) == [
        "must have at most 100 paths in input_paths_map, got 101"
    ]


@pytest.mark.parametrize("template", ["", {}, []])
def test_an_empty_template_is_refused(template: Any) -> None:
    assert _faults(template) == ["must have an input_template that is not empty"]


@pytest.mark.parametrize("path", ["$", "$.detail", "$.detail.order-id", "$.resources[0]"])
def test_a_path_in_dot_notation_is_in_order(path: str) -> None:
    assert json_path_fault(path) is None


def test_a_path_that_is_known_at_deploy_passes() -> None:
    assert json_path_fault(cdk.Fn.import_value("path")) is None


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("detail", "must be a JSON path that starts with '$', got 'detail'; write '$.detail'"),
        ("$.detail['a b']", "must name fields with dots, not brackets, got '$.detail['a b']'"),
        ("$." + "a" * 255, "must have at most 256 characters, got 257"),
    ],
)
def test_other_paths_are_refused(path: str, fault: str) -> None:
    assert json_path_fault(path) == fault
