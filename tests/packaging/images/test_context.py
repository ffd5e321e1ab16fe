from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.images.context import image_context, tool_context
from stacktape_constructs.packaging.languages.language import ImageSource
from stacktape_constructs.packaging.project_folder import ProjectFolder

FILES = {
    "job/main.ts": "main",
    "job/readme.md": "",
    "job/notes.md": "",
    "job/dist/main.js": "",
    "job/src/dist/main.js": "",
    "job/.env": "PASSWORD=1",
    "job/.npmrc": "//registry/:_authToken=1",
    "job/.git/config": "",
    "job/node_modules/pg/index.js": "",
    "job/.dockerignore": "notes.md\n!.npmrc\n!node_modules\n",
    "shared/table.csv": "a,b",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    for name, text in FILES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    return project


def _source(project: Path) -> ImageSource:
    return ImageSource(
        base="node:24-slim",
        command=("node", "main.cjs"),
        folder=project / "job",
        leftovers=("node_modules",),
        generated={"more.txt": "more"},
    )


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _context(project: Path, **arguments: Any) -> Path:
    return image_context(_source(project), ProjectFolder(project), shown="job/main.ts", **arguments)


def test_a_project_is_built_without_credentials_and_what_tools_leave(project: Path) -> None:
    assert _files(_context(project)) == {
        "Dockerfile",
        "more.txt",
        "app/.dockerignore",
        "app/.npmrc",
        "app/dist/main.js",
        "app/main.ts",
        "app/readme.md",
        "app/src/dist/main.js",
    }


def test_files_are_left_out_and_put_beside_the_program(project: Path) -> None:
    context = _context(project, include=["shared/*", "job/*.md"], exclude=["job/dist", "job/readme.md"])

    assert _files(context) == {
        "Dockerfile",
        "more.txt",
        "app/.dockerignore",
        "app/.npmrc",
        "app/main.ts",
        "app/src/dist/main.js",
        "included/job/notes.md",
        "included/shared/table.csv",
    }
    assert "COPY --chown=1000:1000 included/ ./\n" in (context / "Dockerfile").read_text()


def test_commands_of_the_user_are_checked(project: Path) -> None:
    assert "RUN true\n" in (_context(project, commands=["true"]) / "Dockerfile").read_text()
    with pytest.raises(PackagingError, match="must be one line of a shell"):
        _context(project, commands=["true\nUSER root"])


def test_a_link_that_leads_out_of_the_project_is_refused(project: Path) -> None:
    (project / "job" / "link").symlink_to("/etc/hostname")

    with pytest.raises(PackagingError, match="has the link link, which leads out of the project folder"):
        _context(project)


def test_what_is_installed_anew_may_lead_anywhere(project: Path) -> None:
    (project / "job" / "node_modules" / "link").symlink_to("/etc/hostname")

    assert "app/node_modules/link" not in _files(_context(project))


def test_a_link_within_the_project_is_kept(project: Path) -> None:
    (project / "job" / "latest.ts").symlink_to("main.ts")

    assert (_context(project) / "app" / "latest.ts").read_text() == "main"


def test_a_tool_gets_the_folder_with_its_own_file(project: Path) -> None:
    folder = tool_context("job", ProjectFolder(project), generated={"plan.json": "{}"}, instead_of=["nixpacks.toml"])

    assert "main.ts" in _files(folder)
    assert "plan.json" in _files(folder)
    assert ".env" not in _files(folder)


def test_a_folder_that_says_otherwise_itself_is_refused(project: Path) -> None:
    (project / "job" / "nixpacks.toml").touch()

    with pytest.raises(PackagingError) as caught:
        tool_context("job", ProjectFolder(project), instead_of=["nixpacks.toml"])

    assert str(caught.value) == "job: has a nixpacks.toml of its own; write into it what is said here, or remove it"


@pytest.mark.parametrize(("folder", "said"), [("nope", "there is no such folder"), ("..", "leads out of the project")])
def test_a_folder_that_is_not_in_the_project_is_refused(folder: str, said: str, project: Path) -> None:
    with pytest.raises(PackagingError, match=said):
        tool_context(folder, ProjectFolder(project))
