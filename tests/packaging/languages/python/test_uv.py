"""Which uv is taken, and what it is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool
from stacktape_constructs.packaging.languages.python.targets import Target
from stacktape_constructs.packaging.languages.python.uv import PROGRAM_VARIABLE, Uv, find_uv

TARGET = Target(13, "arm64")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A uv in each place that it is looked for, none of which is this machine's."""
    found = {}
    for place in ("explicit", "variable", "beside", "path"):
        found[place] = tmp_path / place / "uv"
        found[place].parent.mkdir()
        found[place].touch(mode=0o755)
    monkeypatch.setenv(PROGRAM_VARIABLE, str(found["variable"]))
    monkeypatch.setattr(sys, "executable", str(found["beside"].with_name("python")))
    monkeypatch.setenv("PATH", str(found["path"].parent))
    return found


def test_the_nearest_uv_is_taken(places: dict[str, Path]) -> None:
    taken = []
    for place in places:
        uv = find_uv(places["explicit"] if place == "explicit" else None, title="a.py")
        assert uv is not None
        taken.append(uv.tool.path)
        uv.tool.path.unlink()

    assert taken == list(places.values())
    assert find_uv(None, title="a.py") is None


def test_a_uv_that_is_named_and_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match=f"there is no uv at {tmp_path / 'uv'}"):
        find_uv(tmp_path / "uv", title="a.py")


class TestTold:
    @pytest.fixture
    def uv(self, tmp_path: Path) -> Uv:
        """A program that notes its arguments and some variables in `told`, and prints two lines."""
        program = tmp_path / "uv"
        program.write_text(
            f'#!/bin/sh\necho "$@" >{tmp_path}/told\necho "$UV_LOCKED $UV_PYTHON_DOWNLOADS" >>{tmp_path}/told\n'
            "printf 'first==1 \\\\\\n    --hash=sha256:00\\nsecond==1\\n'\n"
        )
        program.chmod(0o755)
        return Uv(Tool(program))

    def told(self, tmp_path: Path) -> tuple[str, str]:
        arguments, variables = (tmp_path / "told").read_text().splitlines()
        return arguments, variables

    def test_packages_are_installed_from_wheels_for_the_target(self, uv: Uv, tmp_path: Path) -> None:
        uv.install(Path("r.txt"), Path("to"), TARGET, built=(), complete=False, cwd=tmp_path, subject="a.py")

        assert self.told(tmp_path)[0] == (
            "pip install --requirements r.txt --target to --python-platform aarch64-manylinux_2_34 "
            f"--python-version 3.13 --only-binary :all: --python {sys.executable} --quiet"
        )

    def test_a_complete_list_is_not_resolved_and_what_is_built_is_built_anew(self, uv: Uv, tmp_path: Path) -> None:
        uv.install(Path("r.txt"), Path("to"), TARGET, built=("mine",), complete=True, cwd=tmp_path, subject="a.py")

        assert self.told(tmp_path)[0].endswith(" --no-binary mine --refresh-package mine --no-deps --quiet")

    def test_settings_of_ci_do_not_contradict_what_is_asked_for(
        self, uv: Uv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("UV_LOCKED", "1")
        uv.install(Path("r.txt"), Path("to"), TARGET, built=(), complete=False, cwd=tmp_path, subject="a.py")

        assert self.told(tmp_path)[1] == "0 never"

    def test_a_lock_file_is_read_without_what_is_for_development(self, uv: Uv, tmp_path: Path) -> None:
        lines = uv.export(tmp_path, subject="a.py")

        assert [line.split() for line in lines] == [["first==1", "--hash=sha256:00"], ["second==1"]]
        assert self.told(tmp_path)[0].startswith("export --locked --no-default-groups --no-emit-project ")
