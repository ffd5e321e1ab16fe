from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.included_files import with_included_files
from stacktape_constructs.packaging.project_folder import ProjectFolder

FILES = ("templates/mail.html", "templates/mail.txt", "assets/a.png", "assets/deep/b.png", "README.md")


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    for name in FILES:
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return ProjectFolder(tmp_path / "project")


def _included(project: ProjectFolder, include: Iterable[str], exclude: Iterable[str] = ()) -> list[str]:
    files = with_included_files({}, project, include=include, exclude=exclude)
    assert all(path == project.path / name for name, path in files.items())
    return list(files)


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        (["templates/*.html"], ["templates/mail.html"]),
        (["templates/*"], ["templates/mail.html", "templates/mail.txt"]),
        (["assets/**"], ["assets/a.png", "assets/deep/b.png"]),
        (["assets/**/*"], ["assets/a.png", "assets/deep/b.png"]),
        (["assets"], ["assets/a.png", "assets/deep/b.png"]),
        (["**/*.png", "README.md"], ["README.md", "assets/a.png", "assets/deep/b.png"]),
        (["README.md", "README.md"], ["README.md"]),
    ],
)
def test_patterns_name_files_of_the_project_folder(
    project: ProjectFolder, include: list[str], expected: list[str]
) -> None:
    assert _included(project, include) == expected


def test_excluded_files_are_left_out_again(project: ProjectFolder) -> None:
    assert _included(project, ["**/*"], ["assets/deep/**", "*.md", "matches-nothing/*"]) == [
        "assets/a.png",
        "templates/mail.html",
        "templates/mail.txt",
    ]


def test_a_pattern_that_matches_no_file_is_an_error(project: ProjectFolder) -> None:
    with pytest.raises(PackagingError) as caught:
        _included(project, ["template/*.html"])

    assert str(caught.value) == f"template/*.html: no file in {project.path} matches this pattern"


@pytest.mark.parametrize("pattern", ["../*", "assets/../../*", "/etc/*", ""])
def test_a_pattern_cannot_leave_the_project_folder(project: ProjectFolder, pattern: str) -> None:
    with pytest.raises(PackagingError, match="must be a pattern within the project folder"):
        _included(project, [pattern])


def test_a_matched_link_must_not_lead_out_of_the_project_folder(project: ProjectFolder) -> None:
    (project.path.parent / "secret.txt").write_text("secret")
    (project.path / "assets" / "innocent.txt").symlink_to(project.path.parent / "secret.txt")

    with pytest.raises(PackagingError, match=r"^assets/innocent\.txt: leads out of the project folder"):
        _included(project, ["assets/**"])


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        (["**/*"], FILES),
        (["config", "README.md"], ["README.md"]),
        (["config/.env"], ["config/.env"]),
        ([".git/*", "config/.env*"], [".git/config", "config/.env"]),
        (["myenv/**"], ["myenv/lib/a.py", "myenv/pyvenv.cfg"]),
    ],
)
def test_credentials_and_leftovers_have_to_be_asked_for(
    project: ProjectFolder, include: list[str], expected: Iterable[str]
) -> None:
    for name in ("config/.env", ".git/config", "assets/__pycache__/a.pyc", "myenv/pyvenv.cfg", "myenv/lib/a.py"):
        (project.path / name).parent.mkdir(parents=True, exist_ok=True)
        (project.path / name).write_text("")
    (project.path / "config" / "README.md").write_text("")

    included = [name for name in _included(project, include) if name != "config/README.md"]

    assert included == sorted(expected)


def test_a_pattern_that_matches_only_what_is_left_out_is_an_error(project: ProjectFolder) -> None:
    (project.path / "config").mkdir()
    (project.path / "config" / ".env").write_text("")

    with pytest.raises(PackagingError) as caught:
        _included(project, ["config/*"])

    assert str(caught.value) == (
        "config/*: matches only what is left out of packages, such as config/.env; write that name to have it packaged"
    )


def test_a_pattern_is_written_the_same_on_every_system(project: ProjectFolder) -> None:
    with pytest.raises(PackagingError) as caught:
        _included(project, ["assets\\*.png"])

    assert str(caught.value) == r"assets\*.png: must have '/' between folders; write 'assets/*.png'"


@pytest.mark.parametrize(("pattern", "written"), [("src/**.html", "src/**/*.html"), ("**s/**/a**", "**/*s/**/a*")])
def test_a_pattern_for_all_folders_stands_alone(pattern: str, written: str, project: ProjectFolder) -> None:
    with pytest.raises(PackagingError) as caught:
        _included(project, [pattern])

    assert str(caught.value) == f"{pattern}: must have '**' alone between '/'; write '{written}'"


def test_the_own_files_of_a_package_are_part_of_it(project: ProjectFolder) -> None:
    own = project.path / "src" / "orders.py"

    files = with_included_files({"orders.py": own}, project, include=["README.md"], exclude=["orders.py"])

    assert files == {"README.md": project.path / "README.md", "orders.py": own}


def test_two_files_cannot_have_one_place_in_a_package(project: ProjectFolder) -> None:
    own = project.path / "src" / "README.md"

    with pytest.raises(PackagingError) as caught:
        with_included_files({"README.md": own}, project, include=["README.md"], exclude=[])

    assert str(caught.value) == (
        f"README.md: the included file {project.path / 'README.md'} and {own} have one place in the package; "
        "rename one, or exclude the included one"
    )
