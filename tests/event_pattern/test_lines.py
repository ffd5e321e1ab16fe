from __future__ import annotations

import pytest

from stacktape_constructs.event_pattern.lines import pattern_lines


class Later:
    def __str__(self) -> str:
        return "$ResourceParam('bus', 'arn')"


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ({}, []),
        ({"source": ["shop"]}, ['source: "shop"']),
        ({"detail": {"a": [1, None, True], "b": {"c": [{"exists": False}]}}}, [
            "detail.a: 1 | null | true",
            'detail.b.c: {"exists": false}',
        ]),
        ({"$or": [{"source": ["a"]}, {"detail": {"x": ["ü"]}}]}, ['$or[0].source: "a"', '$or[1].detail.x: "ü"']),
        ({"resources": [Later()]}, ["resources: $ResourceParam('bus', 'arn')"]),
        ({"detail": Later()}, ["detail: $ResourceParam('bus', 'arn')"]),
        ({"source": ({"prefix": "a"},)}, ['source: {"prefix": "a"}']),
    ],
)  # fmt: skip
def test_each_field_is_a_line_with_its_values(pattern, lines):
    assert pattern_lines(pattern) == lines
