"""cfn-lint, CloudFormation's own linter, on the golden templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cfnlint.api import ManualArgs, lint

from tests.short_form import resources_in
from tests.test_template_cases import CASES

# Warnings are matters of style, and those about CDK's own style are many.
ERRORS_ONLY = ManualArgs(ignore_checks=["W", "I"])


def _templates() -> Iterator[Path]:
    """The small templates that together have every property of every type: linting takes a second each."""
    seen: set[tuple[str, str]] = set()
    for path in sorted(CASES.glob("*.template.yaml"), key=lambda path: path.stat().st_size):
        resources = resources_in(path).values()
        properties = {(r["Type"], name) for r in resources for name in ["", *r.get("Properties", {})]}
        if properties - seen:
            yield path
        seen |= properties


@pytest.mark.parametrize("template", list(_templates()), ids=lambda path: path.name)
def test_a_template_has_no_error(template: Path) -> None:
    assert lint(template.read_text(), config=ERRORS_ONLY) == []


def test_an_error_would_be_found() -> None:
    template = '{"Resources": {"Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Nmae": "x"}}}}'

    assert {match.rule.id for match in lint(template, config=ERRORS_ONLY)} == {"E3002", "E3003"}
