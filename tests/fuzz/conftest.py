"""Says at the end how many inputs were tried."""

from __future__ import annotations


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    # What is recorded while a test runs is in the reports of all phases that follow.
    ends = [report for report in reports if getattr(report, "when", None) == "teardown"]
    tried = sum(value for report in ends for name, value in report.user_properties if name == "inputs")
    if tried:
        terminalreporter.write_line(f"{tried:,} inputs tried")
