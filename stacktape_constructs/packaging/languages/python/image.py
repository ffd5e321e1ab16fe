"""The image of a Python file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.image import (
    COPY_SOURCES,
    OFFICIAL,
    cached,
    common_folder,
    copy_from_build,
    place,
    shell,
    version_of,
    work_folder,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.languages.python.excluded import meets
from stacktape_constructs.packaging.languages.python.imports import read_source
from stacktape_constructs.packaging.languages.python.missing import check_own_folders
from stacktape_constructs.packaging.languages.python.modules import Entry, Module, Tracer, entry_module
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from stacktape_constructs.packaging.languages.python.outside import Outside
from stacktape_constructs.packaging.languages.python.required_python import check_python
from stacktape_constructs.packaging.languages.python.targets import is_standard

_VERSION = "3.13"
_UV = "0.13"
#: What installs from the lock files of tools, but for uv's.
_TOOLS = {
    "poetry.lock": "poetry==2.5.*",
    # Its HTTP cache, hishel, it cannot use from version 2 on, and does not say so.
    "pdm.lock": "pdm==2.29.* 'hishel<2'",
    "Pipfile.lock": "pipenv==2026.10.*",
}

_ANOTHER_VERSION = "give another version (version, in YAML pythonVersion)"

# Without it a job's last lines are lost when it is ended from outside.
_UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


def package_for_image(request: ImageRequest) -> ImageSource:
    """The file and the modules that it imports, or the whole project where packages have to be installed."""
    options = request.options_as(PythonOptions) or PythonOptions()
    if options.uv is not None:
        raise PackagingError(
            path=request.title, problem="is built where the image is, so uv cannot be given; remove uv from the options"
        )
    version = version_of(request, _VERSION)
    named = DependencyFile.for_source(request, options.requirements)
    newer, minor = _is_newer(version), _minor(version)
    entry = _entry(request, newer=newer)
    tracer = Tracer((entry.root, *_roots(request, named)), request.folder, newer)
    traced = tracer.trace(entry)
    elsewhere = [one for one in traced.outside if one.name and not is_standard(one.name, minor)]
    if named is not None and (elsewhere or options.requirements is not None):
        if "." in version:
            check_python(named, minor, runs="gets an image of", remedy=_ANOTHER_VERSION, title=request.title)
        return _project(request, named, entry, version)
    _check_none_missing(elsewhere, request)
    return ImageSource(
        base=f"{OFFICIAL}/python:{version}-slim",
        copies=(COPY_SOURCES,),
        environment=_UNBUFFERED,
        command=_command(entry, request.entry.name),
        files={
            request.entry.name if file == request.entry and not _is_of_package(entry) else name: file
            for name, file in traced.files.items()
        },
    )


def _entry(request: ImageRequest, *, newer: bool) -> Entry:
    """The file as Python runs it: by itself, or as a module of its package if it imports relative to that."""
    imports = read_source(request.entry, shown=request.title, newer=newer).imports
    if any(imported.level and not imported.below for imported in imports):
        return entry_module(request.entry, request.folder, title=request.title, newer=newer)
    # The name of a file that is run need not be that of a module.
    return Entry(Module(request.entry.stem, request.entry), request.entry.parent)


def _command(entry: Entry, file: str) -> tuple[str, ...]:
    return ("python", "-m", entry.module.name) if _is_of_package(entry) else ("python", file)


def _is_of_package(entry: Entry) -> bool:
    return entry.module.file is not None and entry.root != entry.module.file.parent


def _project(request: ImageRequest, named: DependencyFile, entry: Entry, version: str) -> ImageSource:
    if named.lock is None:
        # Refuses what only the lock file of another tool tells, which pip and uv would not install.
        named.read(request.folder, None, title=request.title)
    start_file = entry.root / "__init__.py"
    root = common_folder(request, [named.manifest, *([named.lock] if named.lock else []), start_file])
    folder = work_folder(root, named.folder)
    file = (named.lock or named.manifest).name
    start = [work_folder(root, entry.root)] if _is_of_package(entry) else []
    paths = dict.fromkeys(
        (*start, "/app", folder, *(path for path in ("/app/src", f"{folder}/src") if _is_there(root, path)))
    )
    return ImageSource(
        base=f"{OFFICIAL}/python:{version}-slim",
        build=(
            f"FROM {OFFICIAL}/python:{version} AS build",
            *_tools(file),
            "WORKDIR /app",
            "COPY app/ ./",
            *(() if folder == "/app" else (f"WORKDIR {folder}",)),
            *_installation(request, file),
        ),
        copies=("COPY --from=build /venv /venv", copy_from_build("/app")),
        environment={**_UNBUFFERED, "PATH": "/venv/bin:$PATH", "PYTHONPATH": ":".join(paths)},
        command=_command(entry, place(request.entry, root, title=request.title)),
        folder=root,
        leftovers=("node_modules", "venv", "*.egg-info", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox"),
    )


def _tools(file: str) -> Iterator[str]:
    """The instructions that install what installs: before the sources are there, for they do not change with them."""
    if file == "uv.lock":
        yield f"RUN pip install --no-cache-dir uv=={_UV}.*"
        # The Python of the image, whatever version the project's files ask uv to download.
        yield "ENV UV_PROJECT_ENVIRONMENT=/venv UV_PYTHON=/usr/local/bin/python UV_LINK_MODE=copy"
        return
    yield "RUN python -m venv /venv"
    yield "ENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH"
    tool = _TOOLS.get(file, f"uv=={_UV}.*" if file.endswith(".toml") else None)
    if tool is not None:
        yield f"RUN /usr/local/bin/pip install --no-cache-dir {tool}"


def _installation(request: ImageRequest, file: str) -> Iterator[str]:
    """The instructions that make `/venv`, by the tool that made the lock file."""
    left_out = sorted(request.exclude_dependencies)
    if file == "uv.lock":
        without = " ".join(f"--no-install-package {shell(name)}" for name in left_out)
        yield cached("/root/.cache/uv", f"uv sync --locked --no-dev --no-editable {without}".rstrip())
        return
    if file == "poetry.lock":
        yield cached("/root/.cache/pypoetry", "poetry install --only main --no-root --no-interaction")
    elif file == "pdm.lock":
        yield cached("/root/.cache/pdm", "pdm sync --prod --no-self --no-editable")
    elif file == "Pipfile.lock":
        yield cached("/root/.cache", "pipenv sync")
    elif file.endswith(".toml"):
        yield cached("/root/.cache/uv", f"UV_LINK_MODE=copy uv pip install -r {shell(file)}")
    else:
        yield cached("/root/.cache/pip", f"pip install -r {shell(file)}")
    if left_out:
        remove = "uv pip uninstall" if file.endswith(".toml") else "pip uninstall --yes"
        yield f"RUN {remove} {shell(*left_out)}"


def _roots(request: ImageRequest, named: DependencyFile | None) -> Iterator[Path]:
    """Where the modules of the project are looked for. Without a project these are the file's own neighbours."""
    if named is not None and request.folder.holds(named.folder.resolve()):
        yield from (named.folder, named.folder / "src")


def _check_none_missing(elsewhere: list[Outside], request: ImageRequest) -> None:
    parts = [part for one in elsewhere for part in one.parts if not meets(request.exclude_dependencies, part)]
    check_own_folders(parts, title=request.title)
    for one in elsewhere:
        if one.required and not all(meets(request.exclude_dependencies, part) for part in one.parts):
            raise PackagingError(
                path=request.title,
                problem=f"imports '{one.name}' ({one.at}), which is neither in the project nor part of Python, and no "
                "requirements.txt, pyproject.toml or Pipfile names what is to be installed; add one",
            )


def _minor(version: str) -> int:
    """The minor version; of a version such as `3`, one that has what all have that may be meant."""
    _, dot, minor = version.partition(".")
    return int(minor.partition(".")[0]) if dot else sys.version_info.minor


def _is_newer(version: str) -> bool:
    """Whether the image has a newer Python than this one, which may not know all that its code is written in."""
    return tuple(int(part) for part in version.split("."))[:2] > sys.version_info[:2]


def _is_there(root: Path, path: str) -> bool:
    return (root / path.removeprefix("/app").lstrip("/")).is_dir()
