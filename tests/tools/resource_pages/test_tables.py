from __future__ import annotations

from tools.resource_pages.tables import code, either, table


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    text = table(["property", "default", "meaning"], [("`a`", "", "One."), ("`b`", "", "")])

    assert text == "| property | meaning |\n|---|---|\n| `a` | One. |\n| `b` |  |"


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(["pattern"], [("a|b",)]).endswith(r"| a\|b |")


def test_texts_are_listed_as_code() -> None:
    assert code("a", "b") == "`a`, `b`"


def test_the_last_of_several_texts_follows_an_or() -> None:
    assert [either([]), either(["a"]), either(["a", "b"]), either(["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]
