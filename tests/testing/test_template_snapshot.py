"""Snapshots by syrupy, as a user's test has them."""

from __future__ import annotations

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


def _pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, "test_shop.py"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_snapshot_is_written_compared_and_shown_where_it_differs(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text("{}")
    (tmp_path / "test_shop.py").write_text(TEST)
    (tmp_path / "stacktape.yml").write_text(CONFIG.format("before"))

    assert _pytest(tmp_path).returncode == 1
    assert _pytest(tmp_path, "--snapshot-update").returncode == 0
    (written,) = (tmp_path / "__snapshots__").rglob("*.template.yaml")
    assert written.name == "test_the_template_is_the_one_that_was_reviewed.template.yaml"
    assert "      Description: before\n" in written.read_text()
    assert _pytest(tmp_path).returncode == 0

    (tmp_path / "stacktape.yml").write_text(CONFIG.format("after"))
    changed = _pytest(tmp_path)

    assert changed.returncode == 1
    assert "Description: after" in changed.stdout
