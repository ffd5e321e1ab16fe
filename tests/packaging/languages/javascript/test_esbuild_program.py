"""Which program is the user's esbuild."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript import esbuild_program
from stacktape_constructs.packaging.languages.javascript.esbuild_program import find_esbuild
from tests.packaging.languages.projects import write

LAUNCHER = "#!/usr/bin/env node\n"


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esbuild_program, "_SYSTEM", "plan9")
    monkeypatch.setattr(esbuild_program, "_PROCESSOR", platform.machine())


def made(project: Path, *programs: str) -> None:
    for program in programs:
        write(project, {program: LAUNCHER})
        (project / program).chmod(0o755)


def found(project: Path) -> str:
    return find_esbuild(None, project / "src" / "a.ts", "a").path.relative_to(project).as_posix()


@pytest.mark.parametrize("linked", [True, False], ids=["a link", "a script"])
def test_it_is_what_the_launcher_starts(linked: bool, project: Path) -> None:
    program = f"node_modules/@esbuild/plan9-{platform.machine()}/bin/esbuild"
    made(project, "node_modules/esbuild/bin/esbuild", program)
    launcher = project / "node_modules" / ".bin" / "esbuild"
    if linked:
        launcher.parent.mkdir()
        launcher.symlink_to("../esbuild/bin/esbuild")
    else:
        made(project, "node_modules/.bin/esbuild")

    assert found(project) == program


def test_it_is_the_launcher_where_the_program_is_not_known(project: Path) -> None:
    made(project, "node_modules/.bin/esbuild")

    assert found(project) == "node_modules/.bin/esbuild"
