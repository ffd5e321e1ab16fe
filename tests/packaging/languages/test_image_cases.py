"""Each folder of `images/` is a project, and has beside it what its image is built of.

`UPDATE_IMAGES=1 pytest tests/packaging/languages/test_image_cases.py` writes these texts anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.images.context import image_context
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.language import ImageRequest
from stacktape_constructs.packaging.project_folder import ProjectFolder

if TYPE_CHECKING:
    from stacktape_constructs.packaging.languages import LanguageOptions

IMAGES = Path(__file__).with_name("images")
HADOLINT = Path(sysconfig.get_path("scripts")) / "hadolint"


@attrs.frozen(kw_only=True)
class Case:
    entry: str
    version: str | None = None
    without: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    options: LanguageOptions | None = None


CASES = {
    "dotnet": Case(entry="Program.cs"),
    "go": Case(entry="cmd/report/main.go"),
    "java-gradle": Case(entry="jobs/src/main/java/com/example/Report.java", version="25"),
    "java-maven": Case(entry="src/main/java/com/example/Report.java"),
    "javascript-alone": Case(entry="job.mjs", version="22"),
    "javascript-yarn": Case(
        entry="job.js", options=JavaScriptOptions(source_maps=False, minify=True), without=("fsevents",)
    ),
    "php-alone": Case(entry="report.php"),
    "php-composer": Case(entry="report.php", commands=("docker-php-ext-install pcntl",)),
    "python-alone": Case(entry="jobs/report.py"),
    "python-pip": Case(entry="report.py", version="3.12", without=("certifi",)),
    "python-pipenv": Case(entry="report.py"),
    "python-poetry": Case(entry="report.py"),
    "python-pyproject": Case(entry="report.py"),
    "python-uv": Case(
        entry="src/reports/main.py",
        commands=("apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*",),
        without=("certifi",),
    ),
    "ruby-alone": Case(entry="report.rb"),
    "ruby-bundler": Case(entry="report.rb"),
    "rust-workspace": Case(entry="jobs/src/main.rs"),
    "typescript-npm": Case(entry="src/index", include=("templates/*",)),
    "typescript-pnpm-workspace": Case(entry="packages/jobs/src/main.ts"),
}


def _context(name: str, project: Path) -> Path:
    case = CASES[name]
    folder = ProjectFolder(project)
    entry = find_entry_file(case.entry, folder)
    request = ImageRequest(
        entry=entry,
        title=case.entry,
        folder=folder,
        version=case.version,
        exclude_dependencies=case.without,
        options=case.options,
    )
    source = language_of(entry).package_for_image(request)
    return image_context(source, folder, shown=case.entry, include=case.include, commands=case.commands)


def _files(context: Path) -> dict[str, bytes]:
    return {path.relative_to(context).as_posix(): path.read_bytes() for path in context.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", CASES)
def test_the_build_of_an_image_is_as_written_down(name: str) -> None:
    files = _files(_context(name, IMAGES / name / "project"))
    found = {
        "Dockerfile": files.pop("Dockerfile").decode(),
        "context.txt": "".join(f"{file}\n" for file in sorted(files)),
    }
    if "UPDATE_IMAGES" in os.environ:
        for file, text in found.items():
            (IMAGES / name / file).write_text(text)

    assert found == {file: (IMAGES / name / file).read_text() for file in found}


@pytest.mark.parametrize("name", CASES)
def test_the_same_sources_elsewhere_are_built_of_the_same_files(name: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "some" / "where" / "else"
    shutil.copytree(IMAGES / name / "project", elsewhere)
    for file in elsewhere.rglob("*"):
        if file.is_file():
            os.utime(file, (1, 1))
    (elsewhere / ".env").write_text("PASSWORD=1")
    (elsewhere / ".git").mkdir()
    (elsewhere / ".git" / "config").write_text("[user]")

    assert _files(_context(name, elsewhere)) == _files(_context(name, IMAGES / name / "project"))


@pytest.mark.parametrize("name", CASES)
def test_a_linter_has_nothing_to_say_of_a_dockerfile(name: str) -> None:
    linted = subprocess.run(
        # DL3008 is about what users run: Debian packages without a version.
        [HADOLINT, "--no-color", "--ignore", "DL3008", IMAGES / name / "Dockerfile"],
        capture_output=True,
        text=True,
    )

    assert (linted.returncode, linted.stdout, linted.stderr) == (0, "", "")


def test_every_project_is_a_case() -> None:
    assert sorted(CASES) == sorted(folder.name for folder in IMAGES.iterdir())
