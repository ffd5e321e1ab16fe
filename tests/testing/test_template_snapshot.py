"""Snapshots by syrupy, as a user's test has them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support import REPOSITORY

#: The example that the page begins with.
(TEST,) = re.findall(
    r"^```python snapshot\n(.*?)^```$", (REPOSITORY / "docs" / "testing.md").read_text(), re.MULTILINE | re.DOTALL
)

CONFIG = "resources: {{orders: {{type: event-bus, overrides: {{OrdersEventBus: {{Description: {}}}}}}}}}\n"

#: Four runs of pytest in one process, for most of a run is the start of the CDK.
RUNS = """
import json, pathlib, sys, pytest

def run(*arguments):
    return int(pytest.main(["-q", "-p", "no:cacheprovider", *arguments, "test_shop.py"]))

codes = [run(), run("--snapshot-update"), run()]
pathlib.Path("stacktape.yml").write_text(sys.argv[1])
codes.append(run())
pathlib.Path("codes.json").write_text(json.dumps(codes))
"""


def test_a_snapshot_is_written_compared_and_shown_where_it_differs(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text("{}")
    (tmp_path / "test_shop.py").write_text(TEST)
    (tmp_path / "stacktape.yml").write_text(CONFIG.format("before"))

    said = subprocess.run(
        [sys.executable, "-c", RUNS, CONFIG.format("after")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    missing, updated, same, changed = json.loads((tmp_path / "codes.json").read_text())
    assert (missing, updated, same, changed) == (1, 0, 0, 1), said
    (written,) = (tmp_path / "__snapshots__").rglob("*.template.yaml")
    assert written.name == "test_the_template_is_the_one_that_was_reviewed.template.yaml"
    assert "      Description: before\n" in written.read_text()
    assert "Description: after" in said.rpartition("1 passed")[2]
