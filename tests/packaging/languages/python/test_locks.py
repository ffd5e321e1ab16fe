"""Lock files: what they name is installed, and nothing for development."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.locks import (
    read_pdm_lock,
    read_pipfile_lock,
    read_poetry_lock,
    read_pylock,
)
from stacktape_constructs.packaging.languages.python.requirements import Requirements
from stacktape_constructs.packaging.languages.python.uv import find_uv
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import BACKEND, HANDLER, OF_THE_PROJECT, bundle, make_wheel, modules

Reader = Callable[[Path, ProjectFolder], Requirements]

MANIFEST = """
[project]
name = "shop"
version = "1"
requires-python = ">=3.10"
dependencies = ["first"]

[dependency-groups]
dev = ["second"]
"""


@pytest.fixture
def digests(wheels: Path) -> dict[str, str]:
    """Two packages, each with the digest of its wheel."""
    return {name: f"sha256:{sha256(make_wheel(wheels, name).read_bytes()).hexdigest()}" for name in ("first", "second")}


def poetry_lock(digests: dict[str, str]) -> str:
    packages = "".join(
        f"""
[[package]]
name = "{name}"
version = "1.0"
optional = false
groups = ["{group}"]
files = [{{file = "{name}-1.0-py3-none-any.whl", hash = "{digests[name]}"}}]
"""
        for name, group in (("first", "main"), ("second", "dev"))
    )
    return f'{packages}\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.12"\ncontent-hash = "x"\n'


def pylock(digests: dict[str, str]) -> str:
    return f"""
lock-version = "1.0"
created-by = "a tool"

[[packages]]
name = "first"
version = "1.0"
wheels = [{{name = "first-1.0-py3-none-any.whl", hashes = {{sha256 = "{digests["first"].partition(":")[2]}"}}}}]

[[packages]]
name = "second"
version = "1.0"
marker = "python_version < '3'"
"""


def pipfile_lock(digests: dict[str, str]) -> str:
    def entry(name: str) -> dict[str, object]:
        return {"hashes": [digests[name]], "version": "==1.0"}

    return json.dumps({"_meta": {}, "default": {"first": entry("first")}, "develop": {"second": entry("second")}})


@pytest.mark.parametrize("lock", ["uv.lock", "poetry.lock", "Pipfile.lock", "pylock.toml"])
def test_what_a_lock_file_names_is_installed(lock: str, project: Path, digests: dict[str, str]) -> None:
    write(project, {"a.py": "import first\n" + HANDLER})
    if lock == "uv.lock":
        write(project, {"pyproject.toml": MANIFEST})
        lock_by_uv(project)
    elif lock == "poetry.lock":
        write(project, {"pyproject.toml": MANIFEST, lock: poetry_lock(digests)})
    elif lock == "Pipfile.lock":
        write(project, {"Pipfile": "[packages]\nfirst = '*'\n", lock: pipfile_lock(digests)})
    else:
        write(project, {lock: pylock(digests)})

    assert modules(bundle(project, "a.py")) == {"a.py", "first.py"}


def test_a_member_of_a_workspace_gets_the_members_that_it_needs(project: Path, digests: dict[str, str]) -> None:
    write(
        project,
        {
            "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
            "packages/api/pyproject.toml": MANIFEST.replace('["first"]', '["first", "mine"]')
            + "\n[tool.uv.sources]\nmine = { workspace = true }\n",
            "packages/api/a.py": "import first, mine\n" + HANDLER,
            "packages/mine/pyproject.toml": OF_THE_PROJECT,
            "packages/mine/backend.py": BACKEND.format(tag="py3-none-any"),
            "packages/mine/mine.py": "",
        },
    )
    lock_by_uv(project)

    assert modules(bundle(project, "packages/api/a.py")) == {"a.py", "first.py", "mine.py"}


def test_a_wheel_of_the_project_in_a_lock_file_of_uv_is_installed(project: Path, wheels: Path) -> None:
    make_wheel(project / "vendor", "first")
    sources = '\n[tool.uv.sources]\nfirst = { path = "vendor/first-1.0-py3-none-any.whl" }\n'
    write(
        project,
        {
            "a.py": "import first\n" + HANDLER,
            "pyproject.toml": MANIFEST.partition("[dependency-groups]")[0] + sources,
        },
    )
    lock_by_uv(project)

    assert modules(bundle(project, "a.py")) == {"a.py", "first.py"}


def lock_by_uv(project: Path) -> None:
    uv = find_uv(None, title="tests")
    assert uv is not None
    subprocess.run([uv.tool.path, "lock", "--quiet", "--python", sys.executable], cwd=project, check=True)


def test_a_digest_in_a_lock_file_is_checked(project: Path, digests: dict[str, str]) -> None:
    wrong = re.sub("sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", poetry_lock(digests))
    write(project, {"a.py": "import first\n" + HANDLER, "pyproject.toml": MANIFEST, "poetry.lock": wrong})

    with pytest.raises(PackagingError) as caught:
        bundle(project, "a.py")

    assert "poetry.lock" in caught.value.problem
    assert "hash" in caught.value.details.lower()


def lines(read: Reader, name: str, text: str, project: Path) -> list[str]:
    write(project, {name: text})
    return [line.line for line in read(project / name, ProjectFolder(project)).lines]


class TestPoetry:
    def of_package(self, more: str, project: Path) -> list[str]:
        text = (
            f'[[package]]\nname = "first"\nversion = "1.0"\noptional = false\ngroups = ["main"]\nfiles = []\n{more}\n'
            '[metadata]\nlock-version = "2.1"\n'
        )
        return lines(read_poetry_lock, "poetry.lock", text, project)

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ("", ["first==1.0"]),
            ("""markers = "sys_platform == 'linux'" """, ["first==1.0 ; sys_platform == 'linux'"]),
            ("""markers = { main = "python_version < '3'" }""", ["first==1.0 ; python_version < '3'"]),
            ("extras = { all = ['second'] }", ["first==1.0"]),
            (
                '[package.source]\ntype = "legacy"\nurl = "https://packages.example.com/simple"\nreference = "own"',
                ["--extra-index-url https://packages.example.com/simple", "first==1.0"],
            ),
            (
                '[package.source]\ntype = "git"\nurl = "https://example.com/first.git"\nreference = "main"\n'
                'resolved_reference = "0a1b"\nsubdirectory = "python"',
                ["first @ git+https://example.com/first.git@0a1b#subdirectory=python"],
            ),
            (
                '[package.source]\ntype = "git"\nurl = "git@example.com:shop/first.git"\nreference = "main"\n'
                'resolved_reference = "0a1b"',
                ["first @ git+ssh://git@example.com/shop/first.git@0a1b"],
            ),
            (
                '[package.source]\ntype = "url"\nurl = "https://example.com/first-1.0-py3-none-any.whl"',
                ["first @ https://example.com/first-1.0-py3-none-any.whl"],
            ),
        ],
    )
    def test_a_package_is_taken_from_where_it_is(self, more: str, expected: list[str], project: Path) -> None:
        assert self.of_package(more, project) == expected

    def test_a_package_of_the_project_is_its_folder(self, project: Path) -> None:
        write(project, {"libraries/first/pyproject.toml": ""})

        found = self.of_package('[package.source]\ntype = "directory"\nurl = "libraries/first"', project)

        assert found == [f"first @ {(project / 'libraries/first').as_uri()}"]

    def test_packages_of_extras_are_not_installed(self, project: Path) -> None:
        text = """[[package]]\nname = "first"\nversion = "1"\noptional = true\ngroups = ["main"]\n"""

        assert lines(read_poetry_lock, "poetry.lock", f'{text}[metadata]\nlock-version = "2.1"\n', project) == []


class TestPylock:
    def of_package(self, more: str, project: Path, *, before: str = "") -> list[str]:
        text = f'lock-version = "1.0"\n{before}\n[[packages]]\nname = "first"\n{more}\n'
        return lines(read_pylock, "pylock.toml", text, project)

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ('version = "1.0"', "first==1.0"),
            (
                'version = "1.0"\nsdist = { url = "u", hashes = { sha256 = "b" } }\n'
                'wheels = [{ url = "v", hashes = { sha256 = "a" } }, { url = "w", hashes = { sha512 = "c" } }]',
                "first==1.0 --hash=sha256:a --hash=sha256:b --hash=sha512:c",
            ),
            (
                'vcs = { type = "git", url = "https://example.com/first.git", commit-id = "0a1b" }',
                "first @ git+https://example.com/first.git@0a1b",
            ),
            (
                'archive = { url = "https://example.com/first-1.0.tar.gz", hashes = {}, subdirectory = "python" }',
                "first @ https://example.com/first-1.0.tar.gz#subdirectory=python",
            ),
        ],
    )
    def test_a_package_is_taken_from_where_it_is(self, more: str, expected: str, project: Path) -> None:
        assert self.of_package(more, project) == [expected]

    @pytest.mark.parametrize(
        ("condition", "written"),
        [
            ("'dev' in dependency_groups", "python_version < '3'"),
            ("'dev' not in dependency_groups", "python_version >= '3'"),
            ("'run' in dependency_groups", "python_version >= '3'"),
            ("'run' in extras", "python_version < '3'"),
            ("os_name == 'nt' or 'run' in dependency_groups", "os_name == 'nt' or python_version >= '3'"),
        ],
    )
    def test_groups_are_those_that_are_taken_by_default(self, condition: str, written: str, project: Path) -> None:
        found = self.of_package(f'version = "1.0"\nmarker = "{condition}"', project, before='default-groups = ["run"]')

        assert found == [f"first==1.0 ; {written}"]


class TestPipfile:
    def of_package(self, project: Path, **package: Any) -> list[str]:
        text = json.dumps({"_meta": {"sources": package.pop("sources", [])}, "default": {"first": package}})
        return lines(read_pipfile_lock, "Pipfile.lock", text, project)

    @pytest.mark.parametrize(
        ("package", "expected"),
        [
            ({"version": "==1.0", "extras": ["b", "a"]}, "first[b,a]==1.0"),
            ({"version": "==1.0", "markers": "python_version >= '3.9'"}, "first==1.0 ; python_version >= '3.9'"),
            (
                {"git": "https://example.com/first.git", "ref": "0a1b", "subdirectory": "python"},
                "first @ git+https://example.com/first.git@0a1b#subdirectory=python",
            ),
            # As Pipenv leaves a package whose condition does not hold where it runs.
            ({"version": "*", "markers": "sys_platform == 'win32'"}, "first ; sys_platform == 'win32'"),
            ({"file": "https://example.com/first-1.0.tar.gz"}, "first @ https://example.com/first-1.0.tar.gz"),
        ],
    )
    def test_a_package_is_taken_from_where_it_is(self, package: dict[str, Any], expected: str, project: Path) -> None:
        assert self.of_package(project, **package) == [expected]

    def test_a_package_of_the_project_is_its_folder(self, project: Path) -> None:
        write(project, {"mine/pyproject.toml": ""})

        assert self.of_package(project, path="mine", editable=True) == [f"first @ {(project / 'mine').as_uri()}"]

    def test_other_indexes_than_the_usual_one_are_named(self, project: Path) -> None:
        sources = [
            {"name": "pypi", "url": "https://usual.example.com/simple"},
            {"name": "own", "url": "https://own.example.com/simple"},
        ]

        assert self.of_package(project, version="==1.0", sources=sources) == [
            "--extra-index-url https://own.example.com/simple",
            "first==1.0",
        ]
        assert self.of_package(project, version="==1.0", sources=sources[::-1])[0] == (
            "--index-url https://own.example.com/simple"
        )


@pytest.mark.parametrize(
    ("read", "name", "text", "said"),
    [
        (read_poetry_lock, "poetry.lock", '[metadata]\nlock-version = "1.1"\n', "by a Poetry before 2.0"),
        (read_pylock, "pylock.toml", "packages = []\n", "must have the lock-version 1.0, got None"),
        (read_pylock, "pylock.toml", 'lock-version = "1.0"\npackages = [{name = "a"}]\n', "not as its tool writes it"),
        (read_pipfile_lock, "Pipfile.lock", "{}", "not as its tool writes it: there is no 'default'"),
        (read_pipfile_lock, "Pipfile.lock", "no json", "not as its tool writes it: Expecting value"),
        (read_pipfile_lock, "Pipfile.lock", '{"default": [1], "_meta": {}}', "not as its tool writes it"),
        (read_pipfile_lock, "Pipfile.lock", "[]", r"not as its tool writes it: it must hold an object, got \[\]"),
        (read_pipfile_lock, "Pipfile.lock", "null", "not as its tool writes it: it must hold an object, got None"),
        (read_poetry_lock, "poetry.lock", "metadata = 1\n", "as its tool writes it: a value in it is of another kind"),
        (
            read_poetry_lock,
            "poetry.lock",
            '[[package]]\nname = "a"\nversion = "1"\n[metadata]\nlock-version = "2.1"\n',
            "not as its tool writes it: there is no 'groups'",
        ),
        (
            read_poetry_lock,
            "poetry.lock",
            '[[package]]\nname = "a"\ngroups = ["main"]\n[metadata]\nlock-version = "2.1"\n',
            "not as its tool writes it: there is no 'version'",
        ),
        (
            read_pdm_lock,
            "pdm.lock",
            'package = [{name = "a", groups = ["default"]}]\n[metadata]\nstrategy = ["inherit_metadata"]\n',
            "not as its tool writes it: there is no 'version'",
        ),
    ],
)
def test_what_is_no_lock_file_is_refused_with_what_to_do(
    read: Reader, name: str, text: str, said: str, project: Path
) -> None:
    write(project, {name: text})

    with pytest.raises(PackagingError, match=said) as caught:
        read(project / name, ProjectFolder(project))

    assert caught.value.path == str(project / name)
    assert "again" in caught.value.problem
