"""One input gives one assembly, byte for byte, wherever and whenever it is synthesized."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import REPOSITORY, project_context


def synthesize(project: Path, out: Path, environment: dict[str, str]) -> None:
    """Runs the app on a copy of an example, as the CDK's command line does."""
    shutil.copytree(REPOSITORY / "examples" / "event-bus", project)
    for path in project.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000 + len(str(project))))
    context = {**project_context(), "config": "stacktape.yml", "stage": "dev", "projectName": "shop"}
    subprocess.run(
        [sys.executable, str(REPOSITORY / "app.py")],
        cwd=project,
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "CDK_CONTEXT_JSON": json.dumps(context),
            "CDK_OUTDIR": str(out),
            **environment,
        },
        check=True,
    )


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_folder_time_zone_and_hash_seed_leave_no_trace_in_an_assembly(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    synthesize(tmp_path / "a", first, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"})
    synthesize(tmp_path / "deeper" / "down" / "b", second, {"TZ": "America/New_York", "PYTHONHASHSEED": "77"})

    names = files_in(first)
    assert names == files_in(second)
    assert any(name.startswith("asset.") for name in names)
    assert filecmp.cmpfiles(first, second, names, shallow=False) == (names, [], [])
