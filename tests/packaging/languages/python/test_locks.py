"""Lock files: what they name is installed, and nothing for development."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.locks import read_pipfile_lock, read_poetry_lock, read_pylock
from stacktape_constructs.packaging.languages.python.uv import find_uv
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import HANDLER, bundle, make_wheel, modules

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
        uv = find_uv(None, title="tests")
        assert uv is not None
        subprocess.run([uv.tool.path, "lock", "--quiet", "--python", sys.executable], cwd=project, check=True)
    elif lock == "poetry.lock":
        write(project, {"pyproject.toml": MANIFEST, lock: poetry_lock(digests)})
    elif lock == "Pipfile.lock":
        write(project, {"Pipfile": "[packages]\nfirst = '*'\n", lock: pipfile_lock(digests)})
    else:
        write(project, {lock: pylock(digests)})

    assert modules(bundle(project, "a.py")) == {"a.py", "first.py"}


def test_a_digest_in_a_lock_file_is_checked(project: Path, digests: dict[str, str]) -> None:
    wrong = re.sub("sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", poetry_lock(digests))
    write(project, {"a.py": "import first\n" + HANDLER, "pyproject.toml": MANIFEST, "poetry.lock": wrong})

    with pytest.raises(PackagingError) as caught:
        bundle(project, "a.py")

    assert "poetry.lock" in caught.value.problem
    assert "hash" in caught.value.details.lower()


@pytest.mark.parametrize(
    ("read", "name", "text", "said"),
    [
        (read_poetry_lock, "poetry.lock", '[metadata]\nlock-version = "1.1"\n', "by a Poetry before 2.0"),
        (read_pylock, "pylock.toml", "packages = []\n", "must have the lock-version 1.0, got None"),
        (read_pylock, "pylock.toml", 'lock-version = "1.0"\npackages = [{name = "a"}]\n', "not as its tool writes it"),
        (read_pipfile_lock, "Pipfile.lock", "{}", "is not as Pipenv writes it"),
        (read_pipfile_lock, "Pipfile.lock", "no json", "is not as Pipenv writes it"),
    ],
)
def test_what_is_no_lock_file_is_refused_with_what_to_do(read, name: str, text: str, said: str, project: Path) -> None:
    write(project, {name: text})

    with pytest.raises(PackagingError, match=said) as caught:
        read(project / name, ProjectFolder(project))

    assert caught.value.path == str(project / name)
    assert "again" in caught.value.problem
