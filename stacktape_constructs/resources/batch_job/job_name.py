"""The names under which the runs of a job stand in the console of AWS Batch."""

from __future__ import annotations

import re

from stacktape_constructs.cdk.tokens import is_unresolved

# Names of jobs have 1 to 128 letters, digits, hyphens and underscores; `-` and an id of 36 characters
# are put behind the base.
_LONGEST_BASE = 128 - 1 - 36


def job_name_base(job: str, stack_name: str) -> str:
    """What the names of all runs of a job begin with.

    >>> job_name_base("nightlyReport", "Demo-dev")
    'nightly-report-demo-dev'
    """
    # The name of a nested stack is known at deploy only.
    words = job if is_unresolved(stack_name) else f"{job}-{stack_name}"
    spaced = re.sub(r"([a-z\d])([A-Z])", r"\1-\2", words)
    base = re.sub(r"[^a-z\d]+", "-", spaced.lower())
    return base[:_LONGEST_BASE].strip("-")
