"""The suite is for `make fuzz`, which says how many inputs to try; at the end it says how many were tried."""

from __future__ import annotations

import os

collect_ignore_glob = [] if "FUZZ_EXAMPLES" in os.environ else ["test_*.py"]


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    # What is recorded while a test runs is in the reports of all phases that follow.
    ends = [report for report in reports if getattr(report, "when", None) == "teardown"]
    tried = sum(value for report in ends for name, value in report.user_properties if name == "inputs")
    if tried:
        terminalreporter.write_line(f"{tried:,} inputs tried")
