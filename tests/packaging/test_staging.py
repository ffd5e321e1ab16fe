from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.staging import stage


def test_a_staged_folder_holds_exactly_the_given_files(tmp_path: Path) -> None:
    (tmp_path / "original.py").write_text("copied")

    folder = stage({"a/b/copy.py": tmp_path / "original.py", "text.txt": "text\n"})

    found = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert found == {"a/b/copy.py": "copied", "text.txt": "text\n"}


def test_a_strict_umask_does_not_lock_staged_files(tmp_path: Path) -> None:
    (tmp_path / "original.py").write_text("")
    (tmp_path / "original.py").chmod(0o600)
    before = os.umask(0o077)
    try:
        folder = stage({"a/copy.py": tmp_path / "original.py", "text.txt": ""})
    finally:
        os.umask(before)

    assert [stat.S_IMODE((folder / name).stat().st_mode) for name in ("a/copy.py", "text.txt")] == [0o644] * 2


def test_a_program_stays_a_program(tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\n")
    (tmp_path / "tool").chmod(0o700)

    folder = stage({"bin/tool": tmp_path / "tool"})

    assert stat.S_IMODE((folder / "bin/tool").stat().st_mode) == 0o755


@pytest.mark.parametrize("path", ["../escaped.py", "a/../../escaped.py", "/tmp/escaped.py"])
def test_a_staged_file_cannot_leave_its_folder(path: str) -> None:
    with pytest.raises(PackagingError, match="must be a path within the package"):
        stage({path: "text"})


def test_staged_folders_are_removed_when_python_ends() -> None:
    code = "from stacktape_constructs.packaging.staging import stage; print(stage({'a/b.txt': 'text'}))"
    staged = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert staged.stdout.startswith("/")
    assert not Path(staged.stdout.strip()).exists()
