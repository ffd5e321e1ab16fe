"""Packages of Python files and what they need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.python import package as package_module
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import (
    HANDLER,
    bundle,
    make_wheel,
    modules,
    package,
)


@pytest.fixture
def without_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "find_uv", lambda *_, **__: None)


class TestWithoutDependencies:
    def test_a_file_that_imports_no_package_is_copied_with_its_modules(self, project: Path) -> None:
        write(
            project, {"src/a.py": "import json, boto3, shared.db\n" + HANDLER, "src/shared/db.py": "", "src/b.py": ""}
        )

        source = package(project, "src/a.py")

        assert source.bundle is None
        assert source.handler == "a.handler"
        assert source.files == {"a.py": project / "src/a.py", "shared/db.py": project / "src/shared/db.py"}
        assert source.warnings == ()

    def test_nothing_is_installed_for_it_either(self, project: Path) -> None:
        write(project, {"a.py": "import json, boto3\n" + HANDLER, "requirements.txt": "requests\n"})

        source = package(project, "a.py")

        assert (source.bundle, source.warnings) == (None, ())

    @pytest.mark.parametrize(
        "text", ["import boto3\n", "import importlib, os\nimportlib.import_module(os.environ['A'])\n"]
    )
    def test_a_file_that_may_need_one_of_the_dependencies_gets_them(self, project: Path, text: str) -> None:
        write(project, {"a.py": text + HANDLER, "requirements.txt": "boto3==1.40\n"})

        assert package(project, "a.py").bundle is not None

    def test_a_file_whose_requirements_are_named_gets_them(self, project: Path) -> None:
        write(project, {"a.py": HANDLER, "layer.txt": "requests==2\n"})

        assert package(project, "a.py", options=PythonOptions(requirements="layer.txt")).bundle is not None

    def test_an_import_that_nothing_provides_is_a_warning(self, project: Path) -> None:
        write(project, {"src/a.py": "import os\nimport requests\n" + HANDLER})

        assert package(project, "src/a.py").warnings == (
            "src/a.py:2: imports 'requests', which is neither in the project nor part of the runtime, and no "
            "requirements.txt, pyproject.toml or Pipfile names what is to be installed; add one, or exclude the "
            "dependency 'requests' if a layer has it",
        )

    @pytest.mark.parametrize(
        "text",
        [
            "try:\n    import orjson\nexcept ImportError:\n    import json\n",
            "def f():\n    import orjson\n",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import orjson\n",
            "import aws_lambda_powertools\n",
        ],
    )
    def test_an_import_that_need_not_be_met_is_none(self, project: Path, text: str) -> None:
        write(project, {"a.py": text + HANDLER})

        assert package(project, "a.py", exclude_dependencies=("aws-lambda-powertools",)).warnings == ()


class TestInstalled:
    def test_a_bundle_has_the_file_its_modules_and_its_dependencies(self, project: Path, wheels: Path) -> None:
        make_wheel(wheels, "first", requires=["second>=1"])
        make_wheel(wheels, "second", "1.5")
        write(project, {"requirements.txt": "first==1.0\n", "src/a.py": "import first, b\n" + HANDLER, "src/b.py": ""})

        folder = bundle(project, "src/a.py")

        assert modules(folder) == {"a.py", "b.py", "first.py", "second.py"}
        run = [sys.executable, "-c", "import a; print(a.first.version)"]
        assert subprocess.run(run, cwd=folder, capture_output=True, text=True, check=True).stdout == "1.0\n"

    @pytest.mark.parametrize(
        ("runtime", "architecture", "installed"),
        [
            ("python3.13", "x86_64", "2023 x86"),
            ("python3.12", "arm64", "2023 arm"),
            ("python3.11", "x86_64", "2 x86"),
            ("python3.9", "arm64", "2 arm"),
        ],
    )
    @pytest.mark.parametrize("installer", ["uv", "pip"])
    def test_wheels_are_for_the_function_s_machine_and_system(
        self,
        project: Path,
        wheels: Path,
        request: pytest.FixtureRequest,
        runtime: str,
        architecture: str,
        installed: str,
        installer: str,
    ) -> None:
        if installer == "pip":
            request.getfixturevalue("without_uv")
        for machine, name in (("x86_64", "x86"), ("aarch64", "arm")):
            for glibc, system in ((17, "2"), (34, "2023"), (39, "newer")):
                tag = f"py3-none-manylinux_2_{glibc}_{machine}"
                make_wheel(wheels, "native", files={"native.py": f"{system} {name}"}, tag=tag)
        write(project, {"requirements.txt": "native==1.0\n", "a.py": "import native\n" + HANDLER})

        folder = bundle(project, "a.py", runtime=runtime, architecture=architecture)

        assert (folder / "native.py").read_text() == installed
