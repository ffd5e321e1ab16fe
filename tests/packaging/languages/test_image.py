from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.image import (
    cached,
    check_commands,
    common_folder,
    copy_from_build,
    dockerfile,
    environment,
    folders_upward,
    nearest_file,
    place,
    shell,
    version_of,
    work_folder,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.project_folder import ProjectFolder


def _request(project: Path, entry: str = "jobs/report.py", **changes: str) -> ImageRequest:
    return ImageRequest(entry=project / entry, title=entry, folder=ProjectFolder(project), **changes)


def test_commands_of_the_user_run_as_root_before_the_program_is_there() -> None:
    source = ImageSource(base="debian:13", copies=("COPY app/ ./",), environment={"A": "1"}, command=("./ä b",))

    assert dockerfile(source, commands=["apt-get update"], included=True).splitlines() == [
        "FROM debian:13",
        "ENV A=1",
        "WORKDIR /app",
        "RUN apt-get update",
        "COPY app/ ./",
        "COPY --chown=1000:1000 included/ ./",
        "USER 1000:1000",
        'CMD ["./ä b"]',
    ]


@pytest.mark.parametrize("command", ["", "  ", "true\nUSER root", "true \\", "true\r"])
def test_a_command_is_one_line(command: str) -> None:
    with pytest.raises(PackagingError, match="must be one line of a shell, which a build runs, got"):
        check_commands(["true", command])


@pytest.mark.parametrize("version", ["3.12", "24", "8.4.1"])
def test_a_version_is_that_of_the_user(version: str, tmp_path: Path) -> None:
    assert version_of(_request(tmp_path, version=version), "1") == version


@pytest.mark.parametrize("version", ["latest", "3.12\nUSER root", "3.12-alpine", "3."])
def test_a_version_is_numbers(version: str, tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match=r"jobs/report.py: takes a version such as 3.13, got '"):
        version_of(_request(tmp_path, version=version), "3.13")


def test_words_are_quoted_for_the_shell() -> None:
    assert shell("./cmd", "a b", "$HOME") == "./cmd 'a b' '$HOME'"


def test_a_word_cannot_begin_a_new_instruction() -> None:
    with pytest.raises(PackagingError, match="cannot be part of a command"):
        shell("a\nUSER root")


def test_paths_with_spaces_are_copied() -> None:
    assert copy_from_build("/app/my jobs") == 'COPY --chown=1000:1000 --from=build ["/app/my jobs", "./"]'
    assert copy_from_build("/app") == "COPY --chown=1000:1000 --from=build /app ./"


def test_values_with_spaces_are_quoted() -> None:
    assert environment("PATH", "/app/bin:$PATH") == "ENV PATH=/app/bin:$PATH"
    assert environment("PATH", '/app/my "jobs":$PATH') == 'ENV PATH="/app/my \\"jobs\\":$PATH"'


def test_a_cache_is_no_part_of_the_image() -> None:
    assert cached("/root/.npm", "npm ci") == "RUN --mount=type=cache,target=/root/.npm npm ci"


def test_files_are_looked_for_up_to_the_project_folder(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "jobs").mkdir(parents=True)
    (tmp_path / "go.mod").touch()
    (project / "Cargo.toml").touch()

    assert list(folders_upward(_request(project))) == [project / "jobs", project]
    assert nearest_file(_request(project), "go.mod", "Cargo.toml") == project / "Cargo.toml"
    assert nearest_file(_request(project), "go.mod") is None


def test_of_a_file_outside_of_the_project_only_its_neighbours_are_seen(tmp_path: Path) -> None:
    request = ImageRequest(
        entry=tmp_path / "elsewhere" / "report.py",
        title="report.py",
        folder=ProjectFolder(tmp_path / "project", allow_outside=True),
    )

    assert list(folders_upward(request)) == [tmp_path / "elsewhere"]


def test_what_is_built_must_be_in_the_folder_of_the_sources(tmp_path: Path) -> None:
    assert place(tmp_path / "a" / "b.py", tmp_path, title="b.py") == "a/b.py"
    assert (work_folder(tmp_path, tmp_path), work_folder(tmp_path, tmp_path / "a")) == ("/app", "/app/a")
    with pytest.raises(PackagingError, match="is not in that folder; move it there"):
        place(tmp_path / "b.py", tmp_path / "a", title="b.py")


def test_the_folder_of_the_sources_must_be_in_the_project(tmp_path: Path) -> None:
    request = _request(tmp_path / "project")

    assert common_folder(request, [tmp_path / "project" / "lib" / "a.py"]) == tmp_path / "project"
    with pytest.raises(PackagingError, match="is not in the project folder"):
        common_folder(request, [tmp_path / "elsewhere" / "a.py"])
