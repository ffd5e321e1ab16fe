"""Which events the rules of a template get."""

from __future__ import annotations

from typing import Any

import pytest

from stacktape_constructs.errors import InvalidArgumentError, InvalidPatternError
from stacktape_constructs.testing import assert_rule_ignores, assert_rule_matches

PAID = {"source": "shop", "detail": {"amount": 250, "items": [{"id": "a", "count": 1}, {"id": "b", "count": 2}]}}


def template(pattern: Any, **more: Any) -> dict[str, Any]:
    properties = {"EventPattern": pattern, **more}
    return {
        "Resources": {
            "Paid": {"Type": "AWS::Events::Rule", "Properties": properties},
            "Bus": {"Type": "AWS::Events::EventBus"},
        }
    }


def test_an_event_that_matches_is_got() -> None:
    made = template({"source": ["shop"], "detail": {"amount": [{"numeric": [">", 100]}]}})

    assert_rule_matches(made, "Paid", PAID)
    with pytest.raises(AssertionError) as caught:
        assert_rule_ignores(made, "Paid", PAID)
    assert str(caught.value).startswith('rule Paid matches the event: all of {"source": ["shop"]')


def test_each_part_that_refuses_the_event_is_named() -> None:
    made = template({"source": ["store"], "detail": {"amount": [{"numeric": [">", 500]}], "note": ["x"]}})

    assert_rule_ignores(made, "Paid", PAID)
    with pytest.raises(AssertionError) as caught:
        assert_rule_matches(made, "Paid", PAID)

    assert str(caught.value).splitlines() == [
        "rule Paid does not match the event:",
        '  source is "shop", wanted "store"',
        '  detail.amount is 250, wanted {"numeric":[">",500]}',
        '  detail.note is not there, wanted "x"',
    ]


def test_of_alternatives_the_closest_is_explained() -> None:
    made = template({"$or": [{"source": ["a"], "detail": {"amount": [1]}}, {"source": ["b"]}]})

    with pytest.raises(AssertionError) as caught:
        assert_rule_matches(made, "Paid", PAID)

    assert str(caught.value).splitlines()[1:] == ['  source is "shop", wanted "b"']


def test_a_list_whose_parts_match_in_different_objects_is_explained() -> None:
    made = template({"detail": {"items": {"id": ["a"], "count": [2]}}})

    with pytest.raises(AssertionError, match="but no object of a list matches all"):
        assert_rule_matches(made, "Paid", PAID)


def test_what_is_known_at_deploy_is_given_by_the_test() -> None:
    pattern = {
        "region": [{"Ref": "AWS::Region"}],
        "resources": [{"Fn::Join": ["", [{"Fn::GetAtt": ["Bus", "Arn"]}, "/x"]]}],
    }
    event = {"region": "eu-west-1", "resources": ["arn:bus/x"]}

    assert_rule_matches(template(pattern), "Paid", event, parameters={"AWS::Region": "eu-west-1", "Bus.Arn": "arn:bus"})
    with pytest.raises(InvalidArgumentError) as caught:
        assert_rule_matches(template(pattern), "Paid", event, parameters={"AWS::Region": "eu-west-1"})
    assert str(caught.value).endswith("which is missing: Bus.Arn")


def test_a_pattern_that_is_a_text_of_json_is_read() -> None:
    assert_rule_matches(template('{"detail":{"note":[null]}}'), "Paid", {"detail": {"note": None}})


def test_a_rule_that_is_off_gets_nothing() -> None:
    made = template({"source": ["shop"]}, State="DISABLED")

    assert_rule_ignores(made, "Paid", PAID)
    with pytest.raises(AssertionError, match="its State is DISABLED"):
        assert_rule_matches(made, "Paid", PAID)


@pytest.mark.parametrize("check", [assert_rule_matches, assert_rule_ignores])
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("Payed", "rule must be the logical id of a resource of the template, got 'Payed'; did you mean 'Paid'?"),
        ("Bus", "rule must be an AWS::Events::Rule, 'Bus' is an AWS::Events::EventBus; rules are: Daily, Paid"),
        ("Daily", "rule must have an event pattern, 'Daily' has the schedule rate(1 day)"),
    ],
)
def test_what_is_no_rule_with_a_pattern_is_no_failed_assertion(check: Any, rule: str, said: str) -> None:
    made = template({"source": ["shop"]})
    made["Resources"]["Daily"] = {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 day)"}}

    with pytest.raises(InvalidArgumentError) as caught:
        check(made, rule, PAID)

    assert str(caught.value) == f"{check.__name__}: {said}"


def test_a_wrong_pattern_is_told_to_be_wrong() -> None:
    with pytest.raises(InvalidPatternError):
        assert_rule_matches(template({"source": "shop"}), "Paid", PAID)
