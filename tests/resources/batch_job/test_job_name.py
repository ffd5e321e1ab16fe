from __future__ import annotations

import re

import aws_cdk as cdk
import pytest

from stacktape_constructs.resources.batch_job.job_name import job_name_base


@pytest.mark.parametrize(
    ("job", "stack", "base"),
    [
        ("report", "demo", "report-demo"),
        ("nightlyReport", "shop-dev", "nightly-report-shop-dev"),
        ("Import2Files", "Demo", "import2-files-demo"),
        ("my job_1", "A/B", "my-job-1-a-b"),
    ],
)
def test_the_base_is_made_of_words(job: str, stack: str, base: str) -> None:
    assert job_name_base(job, stack) == base


def test_a_name_with_an_id_behind_the_base_is_never_too_long() -> None:
    base = job_name_base("j" * 300, "demo")
    assert len(f"{base}-01234567-89ab-cdef-0123-456789abcdef") == 128


def test_a_cut_base_does_not_end_with_a_hyphen() -> None:
    assert job_name_base("j" * 90, "demo") == "j" * 90


def test_the_name_of_a_nested_stack_is_left_out() -> None:
    nested = cdk.NestedStack(cdk.Stack(), "Nested")
    assert job_name_base("Report", nested.stack_name) == "report"


@pytest.mark.parametrize("job", ["Größe", "a'b", "x--y", "{}"])
def test_the_base_has_only_what_names_of_jobs_and_texts_of_the_machine_may_have(job: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", job_name_base(job, "demo"))
