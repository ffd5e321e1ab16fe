"""The table of a run: by group of configs, then what failed, then how the templates compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import attrs

from stacktape_constructs.corpus.outcome import Outcome, Verdict
from stacktape_constructs.corpus.record import Comparison, Likeness, Record, compare, read_record


@attrs.define
class Run:
    """All outcomes of one run."""

    folder: Path
    outcomes: list[tuple[Outcome, Record | None]] = attrs.field(factory=list)
    comparisons: list[tuple[Path, Comparison]] = attrs.field(factory=list)

    def add(self, outcome: Outcome) -> None:
        """Takes an outcome in, and compares its template with the record beside the config."""
        record = read_record(outcome.path)
        self.outcomes.append((outcome, record))
        if record is not None and outcome.verdict is Verdict.SYNTHESIZED:
            compared = compare(record, outcome.template)
            self.comparisons.extend((outcome.path, comparison) for comparison in compared)

    @property
    def crashed(self) -> bool:
        """Whether any config ended in anything but a template or problems."""
        return any(outcome.verdict is Verdict.CRASHED for outcome, _ in self.outcomes)

    def group_of(self, path: Path) -> str:
        """A config's group: its folder, or what stands before the first `__` of its name."""
        relative = path.relative_to(self.folder)
        if len(relative.parts) > 1:
            return relative.parts[0]
        group, separator, _ = path.name.partition("__")
        return group if separator else "(others)"


def print_report(run: Run, *, every: bool) -> None:
    """Prints the report.

    Args:
        run: what to report.
        every: whether to name every config that was not synthesized, or only those whose fate
            differs from what Stacktape did with them.
    """
    verdicts = list(Verdict)
    heads = ["group", "configs", *(verdict.value for verdict in verdicts), "as Stacktape"]
    rows = [heads]
    groups = sorted({run.group_of(outcome.path) for outcome, _ in run.outcomes})
    for group in [*groups, "total"]:
        members = [(o, r) for o, r in run.outcomes if group in (run.group_of(o.path), "total")]
        counts = Counter(outcome.verdict for outcome, _ in members)
        agreeing = sum(_agrees(outcome, record) for outcome, record in members)
        rows.append([group, str(len(members)), *(str(counts[v]) for v in verdicts), str(agreeing)])
    print(_table(rows))
    print("\nnot as Stacktape:" if not every else "\nnot synthesized, or not as Stacktape:")
    for outcome, record in run.outcomes:
        listed = every and outcome.verdict is not Verdict.SYNTHESIZED
        if listed or outcome.verdict is Verdict.CRASHED or not _agrees(outcome, record):
            theirs = "" if record is None else f" (Stacktape: {'accepted' if record.accepted else 'refused'})"
            name = outcome.path.relative_to(run.folder)
            print(f"  {name}: {outcome.verdict.value}{theirs}{': ' if outcome.message else ''}{outcome.message}")
    _print_comparisons(run.comparisons)


def _agrees(outcome: Outcome, record: Record | None) -> bool:
    """Whether Stacktape did the same. What is not supported yet is neither here nor there."""
    if record is None or outcome.verdict is Verdict.NOT_SUPPORTED:
        return True
    return record.accepted == (outcome.verdict is Verdict.SYNTHESIZED)


def _print_comparisons(comparisons: Iterable[tuple[Path, Comparison]]) -> None:
    comparisons = list(comparisons)
    counts = Counter(comparison.likeness for _, comparison in comparisons)
    print(f"\nresources of Stacktape's templates ({len(comparisons)}):")
    for likeness in Likeness:
        print(f"  {counts[likeness]:5} {likeness.value}")
    deviations = Counter(c.deviation.title for _, c in comparisons if c.deviation is not None)
    for title, count in deviations.most_common():
        print(f"  {count:5}   {title}")
    for path, comparison in comparisons:
        if comparison.likeness is Likeness.DIFFERS:
            print(f"  {path.name}: {comparison.logical_id}: {comparison.difference}")


def _table(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
