"""That the benchmarks run, and compare what is the same. What they measure is no test's business."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import benchmarks
from benchmarks.synthesis import config_app, constructs_app, plain_app
from benchmarks.timing import compare

MODULES = [module.name for module in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.")]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_a_benchmark_can_be_loaded(name: str) -> None:
    assert importlib.import_module(name).__doc__


def _resources(app: Any, folder: Path) -> Counter[str]:
    app.main(2, str(folder))
    template = json.loads((folder / "Shops.template.json").read_text(encoding="utf-8"))
    return Counter(resource["Type"] for resource in template["Resources"].values())


@pytest.mark.parametrize("app", [constructs_app, config_app], ids=["constructs", "config"])
def test_the_apps_that_are_compared_make_the_same_resources(app: Any, tmp_path: Path) -> None:
    made = _resources(app, tmp_path / "ours")

    assert made == _resources(plain_app, tmp_path / "plain")
    assert made.total() == 2 * 18


def test_both_ways_are_timed_in_turn_and_the_first_time_is_not_counted() -> None:
    calls: list[tuple[str, int]] = []

    pair = compare(lambda run: calls.append(("ours", run)), lambda run: calls.append(("plain", run)), runs=2)

    assert [run for _, run in calls] == [0, 0, 1, 1, 2, 2]
    assert [name for name, _ in calls] == ["plain", "ours", "ours", "plain", "plain", "ours"]
    assert len(pair.ours) == len(pair.plain) == 2
    assert pair.ratio > 0
