"""The file of a project that names its dependencies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import SourceRequest
from stacktape_constructs.packaging.languages.python.locks import (
    read_pdm_lock,
    read_pipfile_lock,
    read_poetry_lock,
    read_pylock,
)
from stacktape_constructs.packaging.languages.python.requirements import (
    Requirement,
    Requirements,
    normal_name,
    read_requirements,
    requirement,
)
from stacktape_constructs.packaging.languages.python.uv import Uv
from stacktape_constructs.packaging.languages.toml import check_toml, read_toml, table
from stacktape_constructs.packaging.project_folder import ProjectFolder

_PYLOCK = re.compile(r"pylock(?:\.[^.]+)?\.toml")
# Among them setup.py, and conda's environment.yml.
_OF_OTHER_TOOLS = frozenset({".py", ".cfg", ".yml", ".yaml", ".ini"})
# Lock files that belong to a pyproject.toml, the first that is there; and what reads them, but for uv's own.
_OF_PYPROJECT = ("uv.lock", "poetry.lock", "pdm.lock")
_READERS = {"poetry.lock": read_poetry_lock, "pdm.lock": read_pdm_lock, "Pipfile.lock": read_pipfile_lock}
# Where it configures tools alone, it says nothing about dependencies.
_NAMES_DEPENDENCIES = re.compile(r"^\[(?:project|tool\.poetry)\]", re.MULTILINE)
_WORKSPACE = re.compile(r"^\[tool\.uv\.workspace\]", re.MULTILINE)


@attrs.frozen
class DependencyFile:
    """A file that names dependencies, and the lock file that says which versions they have.

    Attributes:
        manifest: what the user writes.
        lock: what a tool made of it.
    """

    manifest: Path
    lock: Path | None = None

    @staticmethod
    def of(file: Path, top: Path) -> DependencyFile:
        """The dependency file that a user named.

        Args:
            file: the file.
            top: the highest folder that its lock file may be in.

        Raises:
            PackagingError: it is not there, or is of a kind that names none.
        """
        if file.suffix in _OF_OTHER_TOOLS:
            raise PackagingError(
                path=os.fspath(file),
                problem="is no file that pip or uv installs from; give a requirements.txt, pyproject.toml, Pipfile or "
                "lock file",
            )
        if not file.is_file():
            raise PackagingError(path=os.fspath(file), problem="there is no such file, which is to name dependencies")
        if file.name in _OF_PYPROJECT:
            return DependencyFile(file.with_name("pyproject.toml"), file)
        if file.name in ("Pipfile", "Pipfile.lock"):
            return _pipfile(file.parent)
        if file.name == "pyproject.toml":
            return _pyproject(file, top)
        return DependencyFile(file, file if _PYLOCK.fullmatch(file.name) else None)

    @staticmethod
    def for_source(request: SourceRequest, named: str | os.PathLike[str] | None) -> DependencyFile | None:
        """The dependency file of a source file: the one that a user named, or the nearest in its project.

        Raises:
            PackagingError: the one that is named is not there, or the nearest is damaged.
        """
        top = request.folder.boundary
        if named is not None:
            return DependencyFile.of(request.folder.resolve(named), top)
        start = request.entry.parent
        return DependencyFile.nearest(start, top if start.is_relative_to(top) else start)

    @staticmethod
    def nearest(start: Path, top: Path) -> DependencyFile | None:
        """The dependency file in the nearest folder that has one.

        Args:
            start: the first folder to look into.
            top: the last one, above it.

        Raises:
            PackagingError: a pyproject.toml on the way is not TOML.
        """
        for folder in (start, *start.parents):
            found = _in(folder, top)
            if found is not None:
                return found
            if folder == top:
                break
        return None

    @property
    def folder(self) -> Path:
        """The folder of the project whose dependencies they are."""
        return self.manifest.parent

    @property
    def shown(self) -> str:
        """What messages call it."""
        return (self.lock or self.manifest).name

    @property
    def needs_uv(self) -> bool:
        """Whether only uv can read it."""
        return self.lock is not None and self.lock.name == "uv.lock"

    def mentions(self, module: str, folder: ProjectFolder) -> bool:
        """Whether the user may have named the package of a module.

        Args:
            module: a module whose package has its name, or that with `python-` before it.
            folder: what the files must stay in.

        Raises:
            PackagingError: a file that it includes is not there.
        """
        files: Iterable[Path] = (self.manifest,)
        if self.lock is None and self.manifest.name not in ("pyproject.toml", "Pipfile"):
            files = read_requirements(self.manifest, folder).looked_at
        name = "[-_.]".join(map(re.escape, module.split("_")))
        # A name ends at what compares versions: `boto3` is not mentioned by `boto3-stubs`.
        mentioned = re.compile(rf"(?<![\w-])(?:python-)?{name}(?![\w-])", re.IGNORECASE)
        return any(mentioned.search(file.read_text(encoding="utf-8", errors="replace")) for file in files)

    def read(self, folder: ProjectFolder, uv: Uv | None, *, title: str) -> Requirements:
        """What it requires, beside the project itself, whose modules are packaged anyway.

        Args:
            folder: what local packages must stay in.
            uv: reads its own lock file.
            title: what is packaged, for errors of uv.

        Raises:
            PackagingError: it is wrong.
        """
        read = self._read(folder, uv, title=title)
        itself = folder.resolve(self.folder)
        if all(line.local != itself for line in read.lines):
            return read
        lines = tuple(
            one for line in read.lines for one in ([line] if line.local != itself else self._needs(line, folder))
        )
        return attrs.evolve(read, lines=lines, looked_at=(*read.looked_at, self.folder / "pyproject.toml"))

    def _needs(self, itself: Requirement, folder: ProjectFolder) -> Iterable[Requirement]:
        """What stands for the project itself, as in `-e .[extra]`: what it needs, which a lock file has anyway."""
        manifest = self.folder / "pyproject.toml"
        if self.lock is not None:
            return ()
        return _of_pyproject(manifest, folder, itself.extras).lines if manifest.is_file() else (itself,)

    def _read(self, folder: ProjectFolder, uv: Uv | None, *, title: str) -> Requirements:
        if self.lock is None:
            if self.manifest.name == "pyproject.toml":
                return _of_pyproject(self.manifest, folder)
            if self.manifest.name == "Pipfile":
                raise PackagingError(
                    path=os.fspath(self.manifest), problem="has no Pipfile.lock beside it; run pipenv lock"
                )
            return read_requirements(self.manifest, folder)
        if self.lock.name != "uv.lock":
            return _READERS.get(self.lock.name, read_pylock)(self.lock, folder)
        assert uv is not None, "without uv, its lock file is refused before"
        lines = uv.export(self.folder, subject=title)
        return Requirements(
            file=self.lock,
            lines=tuple(requirement(line, self.lock.parent, folder) for line in lines),
            complete=True,
            looked_at=(self.lock, self.manifest),
        )


def _in(folder: Path, top: Path) -> DependencyFile | None:
    manifest = folder / "pyproject.toml"
    for lock in _OF_PYPROJECT:
        if (folder / lock).is_file() and manifest.is_file():
            return DependencyFile(manifest, folder / lock)
    if (folder / "Pipfile").is_file():
        return _pipfile(folder)
    for name in ("pylock.toml", "requirements.txt"):
        if (folder / name).is_file():
            return DependencyFile.of(folder / name, top)
    if manifest.is_file():
        if _NAMES_DEPENDENCIES.search(manifest.read_text(encoding="utf-8", errors="replace")):
            return _pyproject(manifest, top)
        # Of one that is damaged nobody knows what it would name.
        check_toml(manifest)
    return None


def _pipfile(folder: Path) -> DependencyFile:
    lock = folder / "Pipfile.lock"
    return DependencyFile(folder / "Pipfile", lock if lock.is_file() else None)


def _pyproject(manifest: Path, top: Path) -> DependencyFile:
    """A pyproject.toml with its lock file, which for a member of a uv workspace is above it."""
    for lock in _OF_PYPROJECT:
        if manifest.with_name(lock).is_file():
            return DependencyFile(manifest, manifest.with_name(lock))
    for folder in manifest.parent.parents:
        if not folder.is_relative_to(top):
            break
        workspace = folder / "pyproject.toml"
        if (folder / "uv.lock").is_file() and workspace.is_file():
            if _WORKSPACE.search(workspace.read_text(encoding="utf-8", errors="replace")):
                return DependencyFile(manifest, folder / "uv.lock")
            break
    return DependencyFile(manifest)


def _of_pyproject(manifest: Path, folder: ProjectFolder, extras: Iterable[str] = ()) -> Requirements:
    content = read_toml(manifest)
    for tool, kind in (("poetry", "dependencies"), ("uv", "sources")):
        # They may say that a package is to be had elsewhere than in the registry, where its name may be taken.
        if table(content, "tool", tool, kind, file=manifest).keys() - {"python"}:
            raise PackagingError(
                path=os.fspath(manifest),
                problem=f"has [tool.{tool}.{kind}] and no {tool}.lock beside it; run {tool} lock",
            )
    project = table(content, "project", file=manifest)
    of_extras = table(content, "project", "optional-dependencies", file=manifest)
    optional = {normal_name(name): needs for name, needs in of_extras.items()}
    lines: list[str] = []
    for given in (project.get("dependencies", []), *(optional.get(normal_name(extra), []) for extra in extras)):
        if not isinstance(given, list) or not all(isinstance(line, str) for line in given):
            raise PackagingError(
                path=os.fspath(manifest),
                problem=f"must name dependencies by a list of texts, such as ['requests'], got {given!r}",
            )
        lines += given
    required = tuple(requirement(line, manifest.parent, folder) for line in lines)
    return Requirements(file=manifest, lines=required, looked_at=(manifest,))
