"""What the files around the package promise: locks, metadata, the built wheel, the make targets."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "stacktape_constructs"
MOST_LINES = 400


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pinned() -> list[Requirement]:
    lines = (REPOSITORY / "requirements-dev.lock").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.fixture(scope="module")
def npm_lock() -> dict[str, Any]:
    lock = json.loads((REPOSITORY / "package-lock.json").read_text("utf-8"))
    assert isinstance(lock, dict)
    return lock


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the wheel that is built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def modules() -> Iterator[Path]:
    for folder in ("stacktape_constructs", "tests", "examples", "tools"):
        yield from (REPOSITORY / folder).rglob("*.py")
    yield from REPOSITORY.glob("*.py")


class TestLocks:
    @pytest.mark.parametrize(
        "name", ["package-lock.json", "requirements-dev.lock", "docs/requirements.txt", "tests/e2e/package-lock.json"]
    )
    def test_a_lock_file_names_no_host(self, name: str) -> None:
        text = (REPOSITORY / name).read_text("utf-8")
        assert re.findall(r"\w+://\S+|--(?:extra-)?index-url.*|--find-links.*|\"resolved\".*", text) == []

    def test_npm_is_told_to_keep_registries_out_of_the_lock(self) -> None:
        settings = (REPOSITORY / ".npmrc").read_text("utf-8").splitlines()
        assert "omit-lockfile-registry-resolved=true" in settings

    def test_each_development_package_is_pinned_to_one_version(self, pinned: list[Requirement]) -> None:
        assert pinned
        loose = [str(pin) for pin in pinned if not re.fullmatch(r"==[\w.]+", str(pin.specifier))]
        assert loose == []

    def test_the_pins_satisfy_what_the_project_asks_for(
        self, pyproject: dict[str, Any], pinned: list[Requirement]
    ) -> None:
        asked = map(Requirement, pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["dev"])
        versions: dict[str, list[str]] = {}
        for pin in pinned:
            versions.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier)[2:])
        for requirement in asked:
            chosen = versions.get(canonicalize_name(requirement.name), [])
            assert chosen, f"{requirement} is missing from requirements-dev.lock: run make lock"
            assert all(requirement.specifier.contains(version) for version in chosen), requirement

    def test_what_builds_the_site_leaves_the_development_tools_as_they_are(self, pinned: list[Requirement]) -> None:
        lines = (REPOSITORY / "docs" / "requirements.txt").read_text("utf-8").splitlines()
        for_the_site = [Requirement(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]
        versions = {canonicalize_name(pin.name): str(pin.specifier) for pin in pinned}

        assert {"zensical", "mkdocstrings-python"} <= {pin.name for pin in for_the_site}
        shared = [pin for pin in for_the_site if canonicalize_name(pin.name) in versions]
        assert [str(pin) for pin in shared if str(pin.specifier) != versions[canonicalize_name(pin.name)]] == []

    def test_the_cdk_command_line_is_one_exact_version_2(self, npm_lock: dict[str, Any]) -> None:
        manifest = json.loads((REPOSITORY / "package.json").read_text("utf-8"))
        version = manifest["devDependencies"]["aws-cdk"]
        assert re.fullmatch(r"2\.\d+\.\d+", version)
        assert npm_lock["packages"]["node_modules/aws-cdk"]["version"] == version

    def test_what_npm_installs_is_checked_against_a_digest(self, npm_lock: dict[str, Any]) -> None:
        packages = {path: package for path, package in npm_lock["packages"].items() if path}
        assert packages
        assert [path for path, package in packages.items() if not package.get("integrity")] == []


class TestMetadata:
    def test_the_version_stands_in_one_place(self, pyproject: dict[str, Any], npm_lock: dict[str, Any]) -> None:
        assert re.fullmatch(r"\d+\.\d+\.\d+", pyproject["project"]["version"])
        assert "dynamic" not in pyproject["project"]
        assert "version" not in json.loads((REPOSITORY / "package.json").read_text("utf-8"))
        assert "version" not in npm_lock
        modules_of_the_package = PACKAGE.rglob("*.py")
        assert [path for path in modules_of_the_package if "__version__ =" in path.read_text("utf-8")] == []

    def test_the_changelog_names_no_later_version_than_the_metadata(self, pyproject: dict[str, Any]) -> None:
        changelog = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
        headings = re.findall(r"^## \[(.+?)\]", changelog, re.M)
        assert headings[0] == "Unreleased"
        assert headings[1:2] in ([], [pyproject["project"]["version"]])

    def test_the_licence_is_the_one_that_the_metadata_names(self, pyproject: dict[str, Any]) -> None:
        assert pyproject["project"]["license"] == "Apache-2.0"
        text = (REPOSITORY / "LICENSE").read_text("utf-8")
        assert "Apache License" in text
        assert "END OF TERMS AND CONDITIONS" in text

    def test_mypy_reads_every_cdk_module_that_the_package_imports(self, pyproject: dict[str, Any]) -> None:
        skipped, read = pyproject["tool"]["mypy"]["overrides"]
        assert (skipped["follow_imports"], read["follow_imports"]) == ("skip", "normal")
        imported = {name for path in PACKAGE.rglob("*.py") for name in cdk_modules_imported_by(path)}
        assert "aws_cdk" in imported
        unread = imported - set(read["module"])
        assert unread == set(), "name these in pyproject.toml, else their types are Any"


def cdk_modules_imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # `from aws_cdk import aws_events` imports a module, `from aws_cdk import Stack` a class.
            submodules = [alias.name for alias in node.names if alias.name.startswith("aws_")]
            names = [node.module, *(f"{node.module}.{name}" for name in submodules)]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == "aws_cdk")


class TestWheel:
    def test_the_wheel_has_the_mark_of_a_typed_package(self, contents: set[str]) -> None:
        assert "stacktape_constructs/py.typed" in contents

    def test_the_wheel_has_every_file_of_the_package(self, contents: set[str]) -> None:
        files = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
        missing = {path.relative_to(REPOSITORY).as_posix() for path in files} - contents
        assert missing == set()

    def test_the_wheel_has_nothing_but_the_package_and_its_metadata(self, contents: set[str]) -> None:
        tops = {name.split("/")[0] for name in contents}
        assert {top for top in tops if not top.endswith(".dist-info")} == {"stacktape_constructs"}

    def test_the_wheel_has_the_licence(self, contents: set[str]) -> None:
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in contents)


class TestMake:
    @pytest.mark.skipif(shutil.which("make") is None, reason="make is not on PATH")
    def test_make_alone_describes_every_target(self) -> None:
        makefile = (REPOSITORY / "Makefile").read_text("utf-8")
        (targets,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.M)
        done = subprocess.run(["make"], cwd=REPOSITORY, check=True, capture_output=True, text=True)
        described = re.findall(r"^make (\w+) +\S", done.stdout, re.M)
        assert described == targets.split()


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert len(lengths) > 10
    long = {str(path.relative_to(REPOSITORY)): lines for path, lines in lengths.items() if lines > MOST_LINES}
    assert long == {}
