from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from tests.packaging.languages.image_requests import image, refused, text

_REQUESTS = {"report.py": "import requests\n", "requirements.txt": "requests\n"}


def test_a_file_of_the_standard_library_and_the_project_needs_no_project(project: Path) -> None:
    files = {"jobs/report.py": "import json\nimport lib.a\n", "jobs/lib/a.py": "", "requirements.txt": "requests\n"}

    source = image(project, "jobs/report.py", files)

    assert source.build == ()
    assert source.files.keys() == {"report.py", "lib/a.py"}


def test_a_script_may_have_a_name_that_cannot_be_imported(project: Path) -> None:
    source = image(project, "my.daily-report.py", {"my.daily-report.py": "print(1)\n"})

    assert source.files.keys() == {"my.daily-report.py"}
    assert source.command == ("python", "my.daily-report.py")


_OF_A_PACKAGE = {"src/shop/__init__.py": "", "src/shop/jobs/__init__.py": "", "src/shop/util.py": "y = 1\n"}


def test_a_file_that_imports_relative_to_its_package_is_run_as_its_module(project: Path) -> None:
    source = image(
        project, "src/shop/jobs/r.py", {**_OF_A_PACKAGE, "src/shop/jobs/r.py": "from ..util import y\nprint(y)\n"}
    )

    assert source.files.keys() == {"shop/__init__.py", "shop/jobs/__init__.py", "shop/jobs/r.py", "shop/util.py"}
    assert source.command == ("python", "-m", "shop.jobs.r")


def test_so_it_is_where_packages_are_installed(project: Path) -> None:
    files = {
        **_OF_A_PACKAGE,
        "requirements.txt": "requests\n",
        "src/shop/jobs/r.py": "import requests\nfrom ..util import y\n",
    }
    source = image(project, "src/shop/jobs/r.py", files)

    assert source.command == ("python", "-m", "shop.jobs.r")
    assert source.environment["PYTHONPATH"] == "/app/src:/app"


def test_a_package_that_nothing_installs_is_missing(project: Path) -> None:
    said = refused(project, "report.py", {"report.py": "\nimport boto3\n"})

    assert said == (
        "report.py: imports 'boto3' (report.py:2), which is neither in the project nor part of Python, and no "
        "requirements.txt, pyproject.toml or Pipfile names what is to be installed; add one"
    )


def test_what_is_left_out_is_not_missing(project: Path) -> None:
    assert image(project, "report.py", {"report.py": "import boto3\n"}, exclude_dependencies=("boto3",)).files


def test_what_a_file_can_do_without_is_not_missing(project: Path) -> None:
    files = {"report.py": "try:\n    import ujson as json\nexcept ImportError:\n    import json\n"}

    assert image(project, "report.py", files).files


def test_a_named_file_of_dependencies_is_installed_in_any_case(project: Path) -> None:
    files = {"report.py": "", "deploy/requirements-job.txt": "requests\n"}

    made = text(
        project,
        "report.py",
        files,
        options=PythonOptions(requirements=project / "deploy" / "requirements-job.txt"),
    )

    assert "WORKDIR /app/deploy\n" in made
    assert "pip install -r requirements-job.txt\n" in made
    assert "ENV PYTHONPATH=/app:/app/deploy\n" in made
    assert 'CMD ["python", "report.py"]' in made


def test_a_member_of_a_workspace_is_installed_with_the_lock_file_above_it(project: Path) -> None:
    files = {
        "pyproject.toml": '[tool.uv.workspace]\nmembers = ["jobs"]\n',
        "uv.lock": "version = 1\n",
        "jobs/pyproject.toml": '[project]\nname = "jobs"\nversion = "1"\ndependencies = ["requests"]\n',
        "jobs/report.py": "import requests\n",
    }

    source = image(project, "jobs/report.py", files)

    assert source.folder == project
    assert "WORKDIR /app/jobs" in source.build
    assert source.command == ("python", "jobs/report.py")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"Pipfile": "[packages]\nrequests = '*'\n"}, "has no Pipfile.lock beside it; run pipenv lock"),
        (
            {"pyproject.toml": "[tool.poetry]\n[tool.poetry.dependencies]\npython = '^3.12'\nrequests = '*'\n"},
            "has [tool.poetry.dependencies] and no poetry.lock beside it; run poetry lock",
        ),
    ],
)
def test_what_only_a_lock_file_tells_is_not_guessed(files: dict[str, str], said: str, project: Path) -> None:
    assert said in refused(project, "report.py", {"report.py": "import requests\n", **files})


def test_uv_of_this_machine_cannot_install_what_is_built_elsewhere(project: Path) -> None:
    assert "so uv cannot be given" in refused(project, "report.py", _REQUESTS, options=PythonOptions(uv=Path("uv")))


def test_options_of_another_language_are_refused(project: Path) -> None:
    said = refused(project, "report.py", _REQUESTS, options=JavaScriptOptions())

    assert said == "report.py: takes PythonOptions as its options, got JavaScriptOptions"


def test_a_file_that_is_not_python_is_refused(project: Path) -> None:
    assert "report.py" in refused(project, "report.py", {"report.py": "def (:\n"}, version="3.8")


def test_a_lock_file_of_pdm_is_installed_by_pdm(project: Path) -> None:
    files = {"report.py": "import requests\n", "pyproject.toml": "[project]\n", "pdm.lock": ""}

    made = text(project, "report.py", files)

    assert "pip install --no-cache-dir pdm==2." in made
    assert "pdm sync --prod --no-self --no-editable\n" in made


def test_an_image_has_a_python_that_its_project_needs(project: Path) -> None:
    files = {**_REQUESTS, "pyproject.toml": "[project]\nname = 'a'\nrequires-python = '<3.12'\n"}

    assert refused(project, "report.py", files) == (
        f"report.py: gets an image of Python 3.13, and {project}/pyproject.toml has requires-python = '<3.12'; give "
        "another version (version, in YAML pythonVersion), or change requires-python"
    )
    assert "python:3.11-slim" in text(project, "report.py", files, version="3.11")
    assert "python:3-slim" in text(project, "report.py", files, version="3")
