from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "project" / "src").mkdir(parents=True)
    return ProjectFolder(tmp_path / "project")


@pytest.mark.parametrize("path", ["src/orders.py", "src/../src/orders.py", "./src/orders.py"])
def test_a_relative_path_starts_at_the_project_folder(project: ProjectFolder, path: str) -> None:
    assert project.resolve(path) == project.path / "src" / "orders.py"


def test_an_absolute_path_may_lead_into_the_project_folder(project: ProjectFolder) -> None:
    assert project.resolve(project.path / "src") == project.path / "src"


@pytest.mark.parametrize("path", ["../secret.txt", "src/../../secret.txt", "/etc/passwd"])
def test_a_path_that_leads_out_of_the_project_folder_is_refused(project: ProjectFolder, path: str) -> None:
    with pytest.raises(PackagingError) as caught:
        project.resolve(path)

    assert caught.value.path == path
    assert str(caught.value) == (
        f"{path}: leads out of the project folder {project.path}; move it into that folder, "
        "or allow such paths with ProjectFolder(..., allow_outside=True)"
    )


def test_a_folder_whose_name_starts_alike_is_outside(project: ProjectFolder) -> None:
    with pytest.raises(PackagingError, match="leads out of the project folder"):
        project.resolve(f"../{project.path.name}-of-others/orders.py")


def test_a_symbolic_link_that_leads_out_of_the_project_folder_is_refused(project: ProjectFolder) -> None:
    (project.path / "innocent.txt").symlink_to(project.path.parent / "secret.txt")
    (project.path / "src" / "up").symlink_to(project.path.parent, target_is_directory=True)

    with pytest.raises(PackagingError, match="leads out of the project folder"):
        project.resolve("innocent.txt")
    with pytest.raises(PackagingError, match="leads out of the project folder"):
        project.resolve("src/up/secret.txt")


def test_a_symbolic_link_within_the_project_folder_keeps_its_name(project: ProjectFolder) -> None:
    (project.path / "src" / "real.py").write_text("")
    (project.path / "orders.py").symlink_to(project.path / "src" / "real.py")

    assert project.resolve("orders.py").name == "orders.py"


def test_a_project_folder_may_be_reached_through_a_symbolic_link(tmp_path: Path, project: ProjectFolder) -> None:
    link = tmp_path / "link"
    link.symlink_to(project.path, target_is_directory=True)

    assert ProjectFolder(link).resolve("src") == link / "src"


def test_paths_may_lead_outside_when_that_is_allowed(project: ProjectFolder) -> None:
    folder = ProjectFolder(project.path, allow_outside=True)

    assert folder.resolve("../secret.txt") == project.path.parent / "secret.txt"


def test_paths_may_lead_into_a_wider_folder_and_not_out_of_that(project: ProjectFolder) -> None:
    folder = ProjectFolder(project.path / "src", within=project.path, remedy="or ask somebody")

    assert folder.resolve("../main.py") == project.path / "main.py"
    with pytest.raises(PackagingError) as caught:
        folder.resolve("../../secret.txt")
    assert str(caught.value) == (
        f"../../secret.txt: leads out of the project folder {project.path}; move it into that folder, or ask somebody"
    )


def test_a_relative_project_folder_does_not_move_with_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = ProjectFolder("project")
    monkeypatch.chdir("/")

    assert folder.path == tmp_path / "project"


def test_the_current_directory_restricts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert ProjectFolder.current().resolve("../elsewhere") == tmp_path.parent / "elsewhere"
