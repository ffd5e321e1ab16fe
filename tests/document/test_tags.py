from __future__ import annotations

import pytest

from stacktape_constructs.document.scalars import CORE_PREFIX
from stacktape_constructs.document.tags import fault_of_tag


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("str", "scalar"), ("int", "scalar"), ("float", "scalar"), ("bool", "scalar"), ("null", "scalar")),
        *(("seq", "sequence"), ("map", "mapping")),
    ],
)
def test_a_tag_of_the_core_schema_fits_its_kind_of_node(name: str, kind: str) -> None:
    assert fault_of_tag(CORE_PREFIX + name, kind) is None


@pytest.mark.parametrize(("name", "kind"), [("str", "sequence"), ("seq", "mapping"), ("map", "scalar")])
def test_a_tag_of_the_core_schema_does_not_fit_another_kind(name: str, kind: str) -> None:
    assert fault_of_tag(CORE_PREFIX + name, kind) == f"tag '!!{name}' does not fit a {kind}; remove it"


def test_a_tag_of_yaml_1_1_is_answered_with_those_that_are_supported() -> None:
    assert fault_of_tag(CORE_PREFIX + "binary", "scalar") == (
        "tag '!!binary' is not supported; supported: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map"
    )


@pytest.mark.parametrize(
    ("tag", "instead"),
    [
        ("!Ref", "write $CfResourceParam('<logical id>', '<attribute>'), or the long form {Ref: ...}"),
        (
            "!GetAtt",
            "write $CfResourceParam('<logical id>', '<attribute>'), or the long form {Fn::GetAtt: ...}",
        ),
        ("!Sub", "write $CfFormat('<text with {}>', <values>), or the long form {Fn::Sub: ...}"),
        ("!Join", "write the long form {Fn::Join: ...}"),
        ("!Condition", "write the long form {Condition: ...}"),
    ],
)
def test_a_short_form_of_cloudformation_is_answered_with_what_to_write(tag: str, instead: str) -> None:
    assert fault_of_tag(tag, "scalar") == (
        f"'{tag}' is a short form of CloudFormation, which is not read here; {instead} inside cloudformationResources"
    )


@pytest.mark.parametrize(("tag", "shown"), [("!secret", "!secret"), ("tag:x.org,2024:y", "!<tag:x.org,2024:y>")])
def test_an_unknown_tag_is_shown_as_it_would_be_written(tag: str, shown: str) -> None:
    assert fault_of_tag(tag, "mapping") == (
        f"unknown tag '{shown}'; remove it, or put the value in quotes if it is text"
    )
