"""What a YAML parser says → what its user can do.

A parser tells what it expected when it gave up ("did not find expected key"), which is seldom what
is wrong, and each parser has its own words. So a fault is recognised by what both of PyYAML's
parsers say alike and by the text around the place; the sentences are ours.
"""

from __future__ import annotations

import yaml

from stacktape_constructs.document.fault import Fault
from stacktape_constructs.document.structure_faults import STRUCTURE_FAULTS
from stacktape_constructs.document.text_faults import TEXT_FAULTS
from stacktape_constructs.errors import Problem
from stacktape_constructs.source import Source


def explain(error: yaml.MarkedYAMLError, source: Source) -> Problem:
    """The problem that a parser met, at the place where a person would mend it."""
    at = error.problem_mark
    assert at is not None, "parsers mark all errors"
    fault = Fault(source, at, error.context_mark or at, error.context or "", error.problem or "")
    for explain_fault in (*TEXT_FAULTS, *STRUCTURE_FAULTS):
        explained = explain_fault(fault)
        if explained is not None:
            return Problem(*explained)
    return Problem(fault.here, f"this is not valid YAML: {fault.complaint} {fault.reading}".rstrip())
