"""The versions of Python that a project needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.languages.python.required_python import allows, check_python
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import HANDLER, package

MINORS = range(8, 16)


def of_project(wanted: str) -> dict[str, str]:
    return {"pyproject.toml": f"[project]\nname = 'a'\nrequires-python = '{wanted}'\n"}


def check(project: Path, files: Mapping[str, str], minor: int) -> None:
    write(project, files)
    named = DependencyFile.nearest(project, project)
    assert named is not None
    check_python(named, minor, runs="runs on", remedy="take another one", title="a.py")


@pytest.mark.parametrize(
    "wanted",
    [
        *("", ">=3.12", ">= 3.10, < 4", ">=3.10,<3.13", "<3.13", "<=3.12", ">3.12", "==3.12.*", "!=3.12.*,>=3.9"),
        *("==3.12", "~=3.11", "~=3.11.2", "~=3.11.2,!=3.11.4", "===3.12.1", ">=3.12.4", "<3.12.4,>=3.12"),
        *(">=3.9, !=3.9.0", ">=3", "<4", "==3.*", ">=3.13.0rc1", "<3.14.0a1", ">=2.7,!=3.0.*,!=3.1.*", "<3", ">=4"),
        *(">=3.10,<3.10", "!=3.12"),
    ],
)
def test_conditions_mean_what_packaging_says(wanted: str) -> None:
    specifiers = SpecifierSet(wanted)

    assert [allows(wanted, minor) for minor in MINORS] == [
        any(specifiers.contains(f"3.{minor}.{patch}") for patch in range(30)) for minor in MINORS
    ]


@pytest.mark.parametrize(
    ("wanted", "minors"),
    [
        ("^3.12", [12, 13, 14, 15]),
        ("^3.12.3", [12, 13, 14, 15]),
        ("^3", [*MINORS]),
        ("^2.7", []),
        ("~3.12", [12]),
        ("~3.12.2", [12]),
        ("~3", [*MINORS]),
        ("3.12", [12]),
        ("3.12.*", [12]),
        ("=3.12.1", [12]),
        ("*", [*MINORS]),
        (">=3.10 <3.12", [10, 11]),
        (">=3.10,<3.12", [10, 11]),
        ("~3.9 || ^3.14", [9, 14, 15]),
        ("~2.7 | 3.10.*", [10]),
    ],
)
def test_poetry_has_ways_of_its_own_to_write_them(wanted: str, minors: list[int]) -> None:
    assert [minor for minor in MINORS if allows(wanted, minor, of_poetry=True)] == minors


@pytest.mark.parametrize("wanted", ["^3.12", "3.12", "~3.12", ">=3.9 || <3", "~=3", "three", ">=3.x", ">=", "*"])
def test_what_nobody_can_read_is_not_guessed(wanted: str) -> None:
    assert allows(wanted, 12) is None


@pytest.mark.parametrize("wanted", ["three", ">=", "^"])
def test_neither_is_what_poetry_cannot_read(wanted: str) -> None:
    assert allows(wanted, 12, of_poetry=True) is None


def test_a_function_on_another_python_is_refused_with_what_to_do(project: Path) -> None:
    write(project, {"a.py": "import first\n" + HANDLER, **of_project(">=3.12")})

    with pytest.raises(PackagingError) as caught:
        package(project, "a.py", runtime="python3.9")

    assert str(caught.value) == (
        f"a.py: runs on Python 3.9, and {project}/pyproject.toml has requires-python = '>=3.12'; give the function "
        "another runtime, or change requires-python"
    )
    assert package(project, "a.py", runtime="python3.12").handler == "a.handler"


def test_a_function_that_needs_nothing_of_a_project_may_have_any_python(project: Path) -> None:
    # The project may be that of the CDK app.
    write(project, {"a.py": "import json\n" + HANDLER, **of_project(">=3.12")})

    assert package(project, "a.py", runtime="python3.9").handler == "a.handler"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"pyproject.toml": "[tool.poetry]\n[tool.poetry.dependencies]\npython = '^3.12'\n", "poetry.lock": ""},
            "tool.poetry.dependencies.python = '^3.12'",
        ),
        ({"Pipfile": "[requires]\npython_version = '3.12'\n"}, "python_version = '3.12'"),
        ({"Pipfile": "[requires]\npython_full_version = '3.12.4'\n"}, "python_full_version = '3.12.4'"),
        # Of which the lines are made, as it stands beside them.
        ({**of_project(">=3.12"), "requirements.txt": ""}, "requires-python = '>=3.12'"),
        ({**of_project(">=3.12"), "uv.lock": ""}, "requires-python = '>=3.12'"),
    ],
)
def test_each_tool_has_its_own_place_for_it(files: Mapping[str, str], said: str, project: Path) -> None:
    with pytest.raises(PackagingError) as caught:
        check(project, files, 11)

    assert said in caught.value.problem
    check(project, files, 12)


@pytest.mark.parametrize(
    "files",
    [
        of_project("three"),
        {"pyproject.toml": "[project]\nname = 'a'\nrequires-python = 3\n"},
        {"pyproject.toml": "[project]\n[tool]\npoetry = 1\n"},
        {"pyproject.toml": "[project]\n[project\n"},
        {"Pipfile": "requires = 1\n"},
        {"Pipfile": "[requires]\npython_version = 'any'\n"},
        {"Pipfile": "[requires]\npython_version = '3'\n"},
        {"requirements.txt": "[[[\n"},
        {"requirements.txt": "", "pyproject.toml": "[[[\n"},
    ],
)
def test_nothing_is_said_of_what_cannot_be_read(files: Mapping[str, str], project: Path) -> None:
    check(project, files, 11)
