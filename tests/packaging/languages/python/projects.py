"""Projects in Python, with wheels of their own in the place of a registry."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaSource
from stacktape_constructs.packaging.languages.python.package import package_for_lambda
from stacktape_constructs.packaging.languages.python.uv import find_uv
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.requests import request_for

HANDLER = "def handler(event, context): ...\n"

#: A build backend that needs no other package.
BACKEND = """
import zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "mine-1-{tag}.whl"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.write("mine.py")
        wheel.writestr("mine-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: mine\\nVersion: 1\\n")
        wheel.writestr("mine-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: {tag}\\n")
        wheel.writestr("mine-1.dist-info/RECORD", "mine.py,,\\n")
    return name
"""

#: The pyproject.toml of what it builds, where it is `backend.py`.
OF_THE_PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "mine"
version = "1"
"""


def make_wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    *,
    files: Mapping[str, str] | None = None,
    requires: Sequence[str] = (),
    tag: str = "py3-none-any",
    program: str | None = None,
) -> Path:
    """Writes a wheel, which is a zip file. Without files it has one module of its name."""
    metadata = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"]
    metadata += [f"Requires-Dist: {line}\n" for line in requires]
    info = f"{name}-{version}.dist-info"
    content = {
        **(files or {f"{name}.py": f"version = {version!r}\n"}),
        f"{info}/METADATA": "".join(metadata),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    if program is not None:
        content[f"{info}/entry_points.txt"] = f"[console_scripts]\n{program} = {name}:main\n"
    record = [f"{path},sha256={_digest(text)},{len(text)}" for path, text in content.items()]
    content[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in content.items():
            archive.writestr(path, text)
    return wheel


def _digest(text: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def package(project: Path, entry: str, **changes: Any) -> LambdaSource:
    values = {"title": entry, "folder": ProjectFolder(project), "runtime": "python3.13", **changes}
    return package_for_lambda(request_for(project / entry, **values))


def bundle(project: Path, entry: str, **changes: Any) -> Path:
    """The package's folder, as `LambdaPackage.from_file` makes it."""
    source = package(project, entry, **changes)
    assert source.bundle is not None
    return source.bundle.with_files(source.files).folder()


def refusal(project: Path, entry: str, **changes: Any) -> PackagingError:
    with pytest.raises(PackagingError) as caught:
        bundle(project, entry, **changes)
    return caught.value


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The contents and modes of all files."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in folder.rglob("*")
        if path.is_file()
    }


def modules(folder: Path) -> set[str]:
    """The files that can be imported."""
    return {name for name in tree(folder) if name.endswith(".py")}


def counting_uv(folder: Path) -> Path:
    """The uv of this machine, which notes what it is told in `calls`."""
    uv = find_uv(None, title="tests")
    assert uv is not None, "the tests need uv, which requirements-dev.lock has"
    program = folder / "counting" / "uv"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "$1 $2" >> {folder}/calls\nexec {uv.tool.path} "$@"\n')
    program.chmod(0o755)
    return program


def calls(folder: Path) -> list[str]:
    file = folder / "calls"
    return file.read_text().splitlines() if file.exists() else []


def copy(project: Path, to: Path) -> Path:
    shutil.copytree(project, to)
    for path in to.rglob("*"):
        os.utime(path, (1, 1))
    return to
