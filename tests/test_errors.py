from __future__ import annotations

from stacktape_constructs.errors import PackagingError, Problem


def test_what_a_tool_said_stands_below_the_sentence() -> None:
    error = PackagingError(path="a.ts", problem="cannot be packaged:", details="one\n  two")

    assert str(error) == "a.ts: cannot be packaged:\n    one\n      two"
    assert str(Problem(None, "cannot be packaged:", details="one")) == "cannot be packaged:\n    one"


def test_of_much_that_a_tool_said_the_end_is_shown() -> None:
    details = "\n".join(f"line {number}" for number in range(1, 101))
    error = PackagingError(path="a.ts", problem="cannot be packaged:", details=details)

    assert error.details == details
    assert str(error).splitlines()[1:3] == ["    (40 lines before)", "    line 41"]
    assert str(error).endswith("    line 100")
