from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.project_folder import ProjectFolder


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    return ProjectFolder(tmp_path)


def _write(project: ProjectFolder, *names: str) -> None:
    for name in names:
        path = project.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def test_a_path_with_an_extension_is_that_file(project: ProjectFolder) -> None:
    _write(project, "src/consumer.py", "src/consumer.js")

    assert find_entry_file("src/consumer.py", project) == project.path / "src" / "consumer.py"


@pytest.mark.parametrize(
    "name",
    [
        "jobs/consumer.py",
        "jobs/consumer.js",
        "jobs/consumer.mjs",
        "jobs/consumer.ts",
        "jobs/consumer/index.js",
        "jobs/consumer/index.py",
    ],
)
def test_a_path_without_an_extension_is_the_one_file_that_fits(project: ProjectFolder, name: str) -> None:
    _write(project, name, "jobs/consumer.md", "jobs/consumer-test.py", "jobs/other/index.js")

    assert find_entry_file("jobs/consumer", project) == project.path / name


def test_a_name_with_a_dot_is_not_taken_for_one_with_an_extension(project: ProjectFolder) -> None:
    _write(project, "orders.v2.py")

    assert find_entry_file("orders.v2", project) == project.path / "orders.v2.py"


def test_two_files_that_fit_are_both_named(project: ProjectFolder) -> None:
    _write(project, "jobs/consumer.py", "jobs/consumer/index.ts")

    with pytest.raises(PackagingError) as caught:
        find_entry_file("jobs/consumer", project)

    assert str(caught.value) == ("jobs/consumer: may be any of consumer.py, consumer/index.ts; give the extension too")


def test_a_missing_file_without_an_extension_says_what_was_looked_for(project: ProjectFolder) -> None:
    with pytest.raises(PackagingError) as caught:
        find_entry_file("jobs/consumer", project)

    assert str(caught.value).startswith(
        f"jobs/consumer: there is no such file in {project.path}; looked for consumer.* and consumer/index.* "
        "with the extensions .py, .js, .mjs, .cjs, .ts"
    )


def test_a_missing_file_with_an_extension_is_not_looked_for_under_another(project: ProjectFolder) -> None:
    _write(project, "consumer.py", "consumer.js.py")

    with pytest.raises(PackagingError) as caught:
        find_entry_file("consumer.js", project)

    assert str(caught.value) == f"consumer.js: there is no such file in {project.path}"


def test_a_found_file_must_not_lead_out_of_the_project_folder(tmp_path: Path) -> None:
    project = ProjectFolder(tmp_path / "project")
    project.path.mkdir()
    (tmp_path / "secret.py").write_text("")
    (project.path / "consumer.py").symlink_to(tmp_path / "secret.py")

    with pytest.raises(PackagingError, match="leads out of the project folder"):
        find_entry_file("consumer", project)


def test_a_function_behind_the_file_has_a_place_of_its_own(project: ProjectFolder) -> None:
    _write(project, "consumer.py")

    with pytest.raises(PackagingError) as caught:
        find_entry_file("consumer.py:app", project)

    assert str(caught.value) == (
        f"consumer.py:app: there is no such file in {project.path}; give 'consumer.py', and 'app' as handler_function "
        "(in YAML handlerFunction)"
    )
