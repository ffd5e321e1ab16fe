from __future__ import annotations

import textwrap

import pytest

from tests.configured import function_problems


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "input: 5\ninputPath: $.time",
            "12:24: 'events[0].properties' in function 'f': 'input' and 'inputPath' cannot be combined; keep one "
            "of them",
        ),
        (
            "input: 5\ninputPath: $.time\ninputTransformer: {inputTemplate: x}",
            "12:24: 'events[0].properties' in function 'f': 'input' and 'inputPath' and 'inputTransformer' cannot "
            "be combined; keep one of them",
        ),
        (
            "inputTransformer: {inputTemplate: x, inputPathsMap: [a]}",
            "11:65: 'events[0].properties.inputTransformer' in function 'f': 'inputPathsMap' must be a mapping of "
            "names to JSON paths",
        ),
        (
            "inputTransformer: {inputTemplate: <when>}",
            "11:31: events[0] of 'f': inputTransformer has the placeholder <when> in inputTemplate, which is not "
            "defined; add it to inputPathsMap",
        ),
        (
            "inputPath: time",
            "11:24: events[0] of 'f': inputPath must be a JSON path that starts with '$', got 'time'; write '$.time'",
        ),
    ],
)
def test_a_wrong_input_is_a_problem(properties, problem, tmp_path):
    lines = textwrap.indent(f"{properties}\nscheduleRate: rate(1 hour)", "      ")

    assert function_problems(f"events:\n  - type: schedule\n    properties:\n{lines}", tmp_path) == [problem]
