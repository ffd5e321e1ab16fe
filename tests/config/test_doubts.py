from __future__ import annotations

import pytest

from stacktape_constructs.config.doubts import doubts_about
from stacktape_constructs.document.reader import read_text


def doubts(value: str, *, key: str = "resources") -> list[str]:
    return [doubt.message for doubt in doubts_about(read_text(f"{key}:\n  a: {value}\n", name="stacktape.yml"))]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("bus-$Stage()", "$Format('bus-{}', $Stage())"),
        ("$Stage()-bus", "$Format('{}-bus', $Stage())"),
        (
            "arn:aws:events:$Region():$AwsAccountId():x",
            "$Format('arn:aws:events:{}:{}:x', $Region(), $AwsAccountId())",
        ),
        ("$ResourceParam('files', 'arn')/*", "$CfFormat('{}/*', $ResourceParam('files', 'arn'))"),
        ("a.$Var().domain.name/x", "$Format('a.{}/x', $Var().domain.name)"),
        ("$Var().name-$Stage()-x", "$Format('{}-{}-x', $Var().name, $Stage())"),
        ("it's $Format(')', 1) here", "$Format(\"it's {} here\", $Format(')', 1))"),
        ("$Format('a-$Stage()')", "$Format('a-{}', $Stage())"),
    ],
)
def test_a_directive_inside_of_a_text_is_written_with_format(text: str, advice: str) -> None:
    (said,) = doubts(text)

    assert said.endswith(f"for a directive must be the whole of a value; write {advice}")


@pytest.mark.parametrize(
    "text",
    [
        '"{} of $Stage()"',
        "|\n    two lines\n    $Stage()",
        '"it\'s \\"$Stage()"',
        '"a: $Stage()"',
        f"{'a' * 120}$Stage()",
    ],
)
def test_a_text_that_is_no_short_line_without_quotes_is_not_written_out(text: str) -> None:
    (said,) = doubts(text)

    assert said.endswith("write $Format('… {} …', …), with {} in the place of each directive")


@pytest.mark.parametrize(
    "text",
    [
        "$Stage()",
        "$Var().a.b",
        "$Format('{}-a', $Stage())",
        "costs $(5)",
        "pre-$Unknown()",
        "$Stage",
        "a$Stage(",
        "$Format('a",
        "$Format(')",
        "{$Stage()-x: 1}",
    ],
)
def test_what_is_a_directive_or_has_none_is_not_doubtful(text: str) -> None:
    assert doubts(text) == []


def test_it_names_each_directive_and_the_text() -> None:
    (said,) = doubts("a-$Region()-$Stage()-$Region()")

    assert said.startswith("$Region(), $Stage() in the text 'a-$Region()-$Stage()-$Region()' are not evaluated,")


def test_what_only_stacktape_reads_is_not_looked_at() -> None:
    assert doubts("x-$Stage()", key="scripts") == []
    assert len(doubts("x-$Stage()", key="variables")) == 1


def test_they_come_in_the_order_of_the_file_and_an_alias_once() -> None:
    document = read_text("variables: [&a [x$Stage()], *a, y$Stage()]\nresources: z$Stage()\n", name="stacktape.yml")
    places = [doubt.position for doubt in doubts_about(document)]

    assert [(place.line, place.column) for place in places if place is not None] == [(1, 17), (1, 33), (2, 12)]


def test_a_document_that_is_no_mapping_has_none() -> None:
    assert doubts_about(None) == doubts_about(read_text("x-$Stage()", name="stacktape.yml")) == []
