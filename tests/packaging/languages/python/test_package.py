"""Packages of Python files and what they need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.languages.python import package as package_module
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import (
    BACKEND,
    HANDLER,
    OF_THE_PROJECT,
    bundle,
    calls,
    copy,
    counting_uv,
    make_wheel,
    modules,
    package,
    refusal,
    tree,
)

OF_THIS_PYTHON = f"python3.{sys.version_info.minor}"


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
        assert source.warnings == {}

    def test_nothing_is_installed_for_it_either(self, project: Path) -> None:
        write(project, {"a.py": "import json, boto3\n" + HANDLER, "requirements.txt": "requests\n"})

        source = package(project, "a.py")

        assert (source.bundle, source.warnings) == (None, {})

    @pytest.mark.parametrize(
        "text", ["import boto3\n", "import importlib, os\nimportlib.import_module(os.environ['A'])\n"]
    )
    def test_a_file_that_may_need_one_of_the_dependencies_gets_them(self, project: Path, text: str) -> None:
        write(project, {"a.py": text + HANDLER, "requirements.txt": "boto3==1.40\n"})

        assert package(project, "a.py").bundle is not None

    def test_a_file_whose_requirements_are_named_gets_them(self, project: Path) -> None:
        write(project, {"a.py": HANDLER, "layer.txt": "requests==2\n"})

        assert package(project, "a.py", options=PythonOptions(requirements="layer.txt")).bundle is not None

    @pytest.mark.parametrize(
        "text",
        [
            "try:\n    import orjson\nexcept ImportError:\n    import json\n",
            "def f():\n    import orjson\n",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import orjson\n",
            "import aws_lambda_powertools\n",
        ],
    )
    def test_an_import_that_need_not_be_met_is_no_matter(self, project: Path, text: str) -> None:
        write(project, {"a.py": text + HANDLER})

        assert package(project, "a.py", exclude_dependencies=("aws-lambda-powertools",)).bundle is None


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


class TestRequirementsFile:
    def test_its_files_constraints_and_conditions_count(self, project: Path, wheels: Path) -> None:
        for name, version in (("first", "1.0"), ("first", "2.0"), ("second", "1.0"), ("old", "1.0")):
            make_wheel(wheels, name, version)
        write(
            project,
            {
                "requirements.txt": "-r more.txt\n-c limits.txt\nfirst\nold==1.0 ; python_version < '3.10'\n",
                "more.txt": "second==1.0\n",
                "limits.txt": "first<2\n",
                "a.py": "import first, second\n" + HANDLER,
            },
        )

        folder = bundle(project, "a.py")

        assert modules(folder) == {"a.py", "first.py", "second.py"}
        assert (folder / "first.py").read_text() == "version = '1.0'\n"

    def test_a_wheel_of_another_content_than_its_hash_says_is_refused(self, project: Path, wheels: Path) -> None:
        make_wheel(wheels, "first")
        write(
            project, {"requirements.txt": f"first==1.0 --hash=sha256:{'0' * 64}\n", "a.py": "import first\n" + HANDLER}
        )

        error = refusal(project, "a.py")

        assert "uv cannot install what requirements.txt names" in error.problem
        assert "hash" in error.details.lower()

    def test_a_package_of_the_project_is_built(self, project: Path) -> None:
        write(
            project,
            {
                "mine/pyproject.toml": OF_THE_PROJECT,
                "mine/backend.py": BACKEND.format(tag="py3-none-any"),
                "mine/mine.py": "",
                "requirements.txt": "./mine\n",
                "a.py": "import mine\n" + HANDLER,
            },
        )

        assert modules(bundle(project, "a.py")) == {"a.py", "mine.py"}

    def test_the_project_itself_is_packaged_once_with_what_it_needs(self, project: Path, wheels: Path) -> None:
        make_wheel(wheels, "first")
        write(
            project,
            {
                "pyproject.toml": OF_THE_PROJECT + 'dependencies = ["first==1.0"]\n',
                "requirements.txt": "-e .\n",
                "src/mine/__init__.py": "import first\n",
                "src/mine/api.py": "from . import first\n" + HANDLER,
            },
        )

        source = package(project, "src/mine/api.py")

        assert source.handler == "mine.api.handler"
        assert modules(bundle(project, "src/mine/api.py")) == {"mine/__init__.py", "mine/api.py", "first.py"}

    def test_what_is_excluded_is_not_there_and_neither_is_what_only_it_needs(self, project: Path, wheels: Path) -> None:
        make_wheel(wheels, "first")
        make_wheel(wheels, "second", requires=["third"])
        make_wheel(wheels, "third")
        write(project, {"requirements.txt": "first==1.0\nsecond==1.0\n", "a.py": "import first\n" + HANDLER})

        folder = bundle(project, "a.py", exclude_dependencies=("second",))

        assert "second.py" not in modules(folder)
        assert "first.py" in modules(folder)

    def test_the_imports_of_the_others_are_checked(self, project: Path, wheels: Path) -> None:
        make_wheel(wheels, "first")
        make_wheel(wheels, "second", requires=["third"])
        make_wheel(wheels, "third")
        write(project, {"requirements.txt": "first==1.0\nsecond==1.0\n"})

        write(project, {"a.py": "import first, second, third\n" + HANDLER})
        assert "first.py" in modules(bundle(project, "a.py", exclude_dependencies=("second",)))

        write(project, {"a.py": "import first, second, third, fourth\n" + HANDLER})
        error = refusal(project, "a.py", exclude_dependencies=("second",))
        assert "imports 'fourth' (a.py:1), which is neither" in error.problem

    def test_one_that_nothing_needs_is_a_warning(self, project: Path, wheels: Path) -> None:
        make_wheel(wheels, "first", requires=["second"])
        make_wheel(wheels, "second")
        write(project, {"requirements.txt": "first==1.0\n", "a.py": "import first\n" + HANDLER})

        made = package(project, "a.py", exclude_dependencies=("secnd",)).bundle
        assert made is not None
        assert made.warnings() == (
            "the dependency 'secnd' is to be left out, and nothing that requirements.txt names needs it, and nothing "
            "imports it; did you mean 'second'?",
        )
        assert "second.py" not in modules(bundle(project, "a.py", exclude_dependencies=("Second",)))

    def test_a_version_that_is_left_open_is_a_warning(self, project: Path) -> None:
        write(project, {"requirements.txt": "first\n", "a.py": "import first\n" + HANDLER})

        warnings = package(project, "a.py").warnings

        assert warnings.keys() == {"openVersions"}
        assert "does not say which version of first is installed" in warnings["openVersions"]


class TestOnce:
    def test_nothing_is_installed_twice_or_again(self, project: Path, wheels: Path, tmp_path: Path) -> None:
        make_wheel(wheels, "first")
        source = "import first\n" + HANDLER
        write(project, {"requirements.txt": "first==1.0\n", "a.py": source, "b.py": source})
        options = PythonOptions(uv=counting_uv(tmp_path))

        bundle(project, "a.py", options=options)
        bundle(project, "b.py", options=options)
        bundle(project, "a.py", options=options)
        assert calls(tmp_path) == ["pip install"]

        write(project, {"a.py": source + "# changed\n"})
        assert "# changed" in (bundle(project, "a.py", options=options) / "a.py").read_text()
        assert calls(tmp_path) == ["pip install"]

        write(project, {"requirements.txt": "first==1.0 # again\nsecond==1.0\n"})
        make_wheel(wheels, "second")
        assert "second.py" in modules(bundle(project, "a.py", options=options))
        assert calls(tmp_path) == ["pip install", "pip install"]

    def test_another_folder_on_another_day_gives_the_same_bytes(
        self, project: Path, wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_wheel(wheels, "first", program="run-first")
        write(project, {"requirements.txt": "first==1.0\n", "src/a.py": "import first\n" + HANDLER})
        here = tree(bundle(project, "src/a.py"))

        monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "another cache"))
        there = tree(bundle(copy(project, tmp_path / "else" / "where"), "src/a.py"))

        assert here == there
        assert not [name for name in here if "bin/" in name or name.endswith((".pyc", ".lock"))]


class TestRefused:
    @pytest.mark.parametrize("installer", ["uv", "pip"])
    def test_a_package_without_a_wheel_for_lambda(
        self, project: Path, wheels: Path, installer: str, request: pytest.FixtureRequest
    ) -> None:
        if installer == "pip":
            request.getfixturevalue("without_uv")
        make_wheel(wheels, "native", tag="py3-none-macosx_11_0_arm64")
        write(project, {"requirements.txt": "native==1.0\n", "a.py": "import native\n" + HANDLER})

        error = refusal(project, "a.py")

        assert f"cannot be packaged: {installer} cannot install what requirements.txt names for" in error.problem
        assert "native" in error.details

    @pytest.mark.parametrize("installer", ["uv", "pip"])
    def test_a_line_that_the_tool_cannot_read(
        self, project: Path, installer: str, request: pytest.FixtureRequest
    ) -> None:
        if installer == "pip":
            request.getfixturevalue("without_uv")
        write(project, {"requirements.txt": "# those\n\nfirst=1.0\n", "a.py": "import first\n" + HANDLER})

        details = refusal(project, "a.py").details

        assert ("in requirements.txt\n" if installer == "uv" else "'first=1.0' (from requirements.txt)") in details
        assert "/requirements.txt" not in details

    def test_a_package_that_is_nowhere(self, project: Path) -> None:
        write(project, {"requirements.txt": "nowhere==1.0\n", "a.py": "import nowhere\n" + HANDLER})

        assert "nowhere" in refusal(project, "a.py").details

    def test_a_file_that_is_no_python(self, project: Path) -> None:
        write(project, {"a.py": "import os\ndef handler(event, context:\n"})

        with pytest.raises(PackagingError) as caught:
            package(project, "a.py", runtime=OF_THIS_PYTHON)

        assert str(caught.value) == "a.py:2: is not Python: '(' was never closed; correct it"

    def test_a_file_that_only_a_newer_python_may_read_is_a_warning(self, project: Path) -> None:
        write(project, {"a.py": "import os\ndef handler[T](event: T, context:\n"})

        warning = package(project, "a.py", runtime="python3.99").warnings["newerPython"]

        assert warning.startswith("a.py:2: this Python 3.")
        assert "), and the function's 3.99 may; synthesize with Python 3.99 to be sure, or correct it" in warning

    def test_a_file_without_its_handler(self, project: Path) -> None:
        write(project, {"a.py": "def handle(event, context): ...\n"})

        with pytest.raises(PackagingError, match=r"does not define 'handler'.*did you mean 'handle'"):
            package(project, "a.py")

    def test_a_uv_that_is_not_there(self, project: Path, tmp_path: Path) -> None:
        write(project, {"requirements.txt": "first==1.0\n", "a.py": "import first\n" + HANDLER})

        with pytest.raises(PackagingError, match="there is no uv at"):
            package(project, "a.py", options=PythonOptions(uv=tmp_path / "uv"))

    def test_a_lock_file_of_uv_without_uv(self, project: Path, without_uv: None) -> None:
        write(
            project,
            {
                "pyproject.toml": "[project]\nname = 'a'\nversion = '1'\n",
                "uv.lock": "",
                "a.py": "import first\n" + HANDLER,
            },
        )

        with pytest.raises(PackagingError, match="needs uv, which alone reads"):
            package(project, "a.py")
