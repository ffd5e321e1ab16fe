"""pip, where there is no uv."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.python.pip import Pip, find_pip
from stacktape_constructs.packaging.languages.python.targets import Target
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import make_wheel, modules

TARGET = Target(13, "arm64")


@pytest.fixture
def pip() -> Pip:
    found = find_pip()
    assert found is not None
    return found


def test_the_pip_of_this_python_goes_before_that_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "pip3"
    other.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    found = find_pip()
    assert found is not None
    assert (found.tool.path, found.arguments) == (Path(sys.executable), ("-m", "pip"))

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    found = find_pip()
    assert found is not None
    assert (found.tool.path, found.arguments) == (other, ())

    other.unlink()
    assert find_pip() is None


def test_what_a_file_needs_is_resolved_for_the_target(pip: Pip, project: Path, wheels: Path) -> None:
    make_wheel(wheels, "first", requires=["second ; python_version >= '3'", "third ; sys_platform == 'win32'"])
    make_wheel(wheels, "second", "1.0", tag="py3-none-manylinux_2_28_aarch64")
    make_wheel(wheels, "second", "2.0", tag="py3-none-manylinux_2_28_x86_64")
    mine = make_wheel(project, "mine")
    write(project, {"r.txt": f"first\nmine @ {mine.as_uri()}\n"})

    lines = pip.resolve(project / "r.txt", TARGET, built=(), cwd=project, subject="a.py")

    assert sorted(lines) == ["first==1.0", f"mine @ {mine.as_uri()}", "second==1.0"]


def test_of_a_complete_list_nothing_else_is_installed(pip: Pip, project: Path, wheels: Path) -> None:
    make_wheel(wheels, "first", requires=["second"])
    write(project, {"r.txt": "first==1.0\n"})

    pip.install(project / "r.txt", project / "to", TARGET, built=(), complete=True, cwd=project, subject="a.py")

    assert modules(project / "to") == {"first.py"}
