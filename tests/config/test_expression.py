from __future__ import annotations

import pytest

from stacktape_constructs.config.expression import (
    Expression,
    ExpressionSyntaxError,
    looks_like_directive,
    parse,
)
from stacktape_constructs.source import Position, Source

HERE = Position(Source("x.yml", ""), 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "$Var().a",
        "$Var().a.b.1",
        "$Stage()",
        "$Format('a,({}', 'x')",
        "$Var ()",
        "$CfFormat('{}', $Stage()).a",
    ],
)
def test_a_scalar_that_is_a_call_as_a_whole_is_a_directive(text):
    assert looks_like_directive(text)


@pytest.mark.parametrize(
    "text", ["pre-$Var().a", "$100", "costs $(5)", "$(5)", "$Region()-x", "Var()", "$", "", "$Var", "$Var("]
)
def test_other_text_is_text(text):
    assert not looks_like_directive(text)


def test_arguments_are_texts_numbers_truth_values_directives_and_bare_words():
    parsed = parse("""$F( 'a, b', "c)", 12, 1.5, true, false, $G('x').y , word)""", HERE)

    nested = Expression("G", ("x",), ("y",), HERE)
    assert parsed == Expression("F", ("a, b", "c)", 12, 1.5, True, False, nested, "word"), (), HERE)


def test_a_path_is_split_at_its_dots():
    assert parse("$Var().a.1", HERE).path == ("a", "1")


def test_an_expression_reads_like_what_was_written():
    assert str(parse("$CfFormat('{}', $Var().a)", HERE)) == "$CfFormat('{}', $Var().a)"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("$Var().a)", "one ')' too many"),
        ("$F(()", "a '(' that is not closed"),
        ("$F('a)", "a quote (') that is not closed"),
        ("$Var().", "an empty part"),
        ("$F" + "(" * 101 + ")" * 101, "100 pairs of parentheses at most"),
    ],
)
def test_what_does_not_match_is_named(text, problem):
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse(text, HERE)

    assert problem in str(caught.value)
