"""Lock files of Poetry, PDM and Pipenv, and the common one, as requirements."""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.requirements import Requirements, requirement
from stacktape_constructs.packaging.languages.toml import read_toml, table
from stacktape_constructs.packaging.project_folder import ProjectFolder

# What Pipenv and PDM call the index that tools use anyway. To name it again would undo a mirror of it.
_DEFAULT_INDEX = "pypi"
# What Pipenv leaves of a package whose condition the machine that locked it does not meet: no version, no digest.
_ANY_VERSION = "*"
_OF_GIT_ALONE = re.compile(r"(?P<host>[^/:]+):(?P<path>.+)")
_GROUP = re.compile(r"""(['"])(?P<name>[^'"]+)\1\s+(?P<not>not\s+)?in\s+(?P<kind>extras|dependency_groups)""")
# What conditions of requirements have in the place of true and false.
_ALWAYS, _NEVER = "python_version >= '3'", "python_version < '3'"


_Reader = Callable[[Path, ProjectFolder], Requirements]


def _lock_file(read: _Reader) -> _Reader:
    """A reader that tells what is missing in a lock file, or is of another kind than its tool writes."""

    @functools.wraps(read)
    def checked(lock: Path, folder: ProjectFolder) -> Requirements:
        try:
            return read(lock, folder)
        except KeyError as error:
            found = f"there is no {error}"
        except (TypeError, AttributeError):
            found = "a value in it is of another kind"
        except ValueError as error:
            found = str(error)
        raise PackagingError(path=os.fspath(lock), problem=f"is not as its tool writes it: {found}; write it again")

    return checked


@_lock_file
def read_poetry_lock(lock: Path, folder: ProjectFolder) -> Requirements:
    """The packages of Poetry's main group, without extras.

    Raises:
        PackagingError: the file is not as Poetry 2 writes it, or names what is out of the project folder.
    """
    content = read_toml(lock)
    version = str(content.get("metadata", {}).get("lock-version", ""))
    if [int(part) for part in re.findall(r"\d+", version)] < [2, 1]:
        # Only with the manifest and a solver could one tell what of it is for development.
        raise PackagingError(
            path=os.fspath(lock),
            problem="was written by a Poetry before 2.0 and does not say what its packages are for; write it again "
            "with Poetry 2 (poetry lock), or export it (poetry export -o requirements.txt) and name that file",
        )
    main = [package for package in content.get("package", []) if _is_main(package)]
    sources = [package.get("source", {}) for package in main]
    indexes = sorted({f"--extra-index-url {source['url']}" for source in sources if source.get("type") == "legacy"})
    return _locked(lock, [*indexes, *map(_poetry_line, main)], folder)


def _is_main(package: Mapping[str, Any]) -> bool:
    return "main" in package["groups"] and not package.get("optional")


def _poetry_line(package: Mapping[str, Any]) -> str:
    markers = package.get("markers", "")
    if not isinstance(markers, str):
        markers = markers.get("main", "")
    source = package.get("source", {})
    kind, url = source.get("type"), str(source.get("url", ""))
    if kind == "git":
        return _by_url(package, _git(url, source["resolved_reference"]), source.get("subdirectory"), markers)
    if kind in ("url", "file", "directory"):
        return _by_url(package, url, source.get("subdirectory"), markers)
    return _by_version(package, (file["hash"] for file in package.get("files", ())), markers)


@_lock_file
def read_pdm_lock(lock: Path, folder: ProjectFolder) -> Requirements:
    """The packages of PDM's default group, without extras.

    Raises:
        PackagingError: the file does not say what its packages are for, or names what is out of the project folder.
    """
    content = read_toml(lock)
    if "inherit_metadata" not in content.get("metadata", {}).get("strategy", ()):
        raise PackagingError(
            path=os.fspath(lock),
            problem="does not say what its packages are for, and for which machines; write it again "
            "(pdm lock --update-reuse -S inherit_metadata)",
        )
    main = [package for package in content.get("package", []) if "default" in package.get("groups", ())]
    return _locked(lock, [*_pdm_indexes(lock.with_name("pyproject.toml")), *map(_pdm_line, main)], folder)


def _pdm_line(package: Mapping[str, Any]) -> str:
    marker = package.get("marker", "")
    url = _url(package, commit="revision", places=("path", "url"))
    if url is not None:
        return _by_url(package, url, package.get("subdirectory"), marker)
    return _by_version(package, (file["hash"] for file in package.get("files", ())), marker)


def _pdm_indexes(manifest: Path) -> Iterator[str]:
    """Where packages come from, which only the manifest says."""
    if not manifest.is_file():
        return
    for source in table(read_toml(manifest), "tool", "pdm", file=manifest).get("source", ()):
        if source.get("type") == "find_links":
            yield f"--find-links {source['url']}"
        else:
            # PDM's own name for the usual index: who gives it another URL replaces that.
            yield f"--{'' if source.get('name') == _DEFAULT_INDEX else 'extra-'}index-url {source['url']}"


@_lock_file
def read_pylock(lock: Path, folder: ProjectFolder) -> Requirements:
    """The packages of a `pylock.toml`.

    https://packaging.python.org/en/latest/specifications/pylock-toml/

    Raises:
        PackagingError: the file is no lock file, or names what is out of the project folder.
    """
    content = read_toml(lock)
    if not str(content.get("lock-version", "")).startswith("1."):
        raise PackagingError(
            path=os.fspath(lock),
            problem=f"must have the lock-version 1.0, got {content.get('lock-version')}; write it again",
        )
    groups = content.get("default-groups", ())
    return _locked(lock, (_pylock_line(package, groups) for package in content.get("packages", [])), folder)


def _pylock_line(package: Mapping[str, Any], groups: Iterable[str]) -> str:
    marker = _GROUP.sub(lambda group: _is_in(group, groups), package.get("marker", ""))
    if "vcs" in package:
        vcs = package["vcs"]
        where = vcs.get("url") or vcs.get("path")
        return _by_url(package, f"{vcs['type']}+{where}@{vcs['commit-id']}", vcs.get("subdirectory"), marker)
    for kind in ("directory", "archive"):
        if kind in package:
            source = package[kind]
            return _by_url(package, source.get("path") or source["url"], source.get("subdirectory"), marker)
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
    hashes = (f"{algorithm}:{digest}" for file in files for algorithm, digest in file.get("hashes", {}).items())
    return _by_version(package, hashes, marker)


def _is_in(group: re.Match[str], groups: Iterable[str]) -> str:
    """A condition on groups, which only this file's conditions know, as one that tools can read."""
    there = group["kind"] == "dependency_groups" and group["name"] in groups
    return _ALWAYS if there != bool(group["not"]) else _NEVER


@_lock_file
def read_pipfile_lock(lock: Path, folder: ProjectFolder) -> Requirements:
    """The packages of Pipenv's default category.

    Raises:
        PackagingError: the file is no lock file, or names what is out of the project folder.
    """
    content = json.loads(lock.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"it must hold an object, got {content!r}")
    lines = [_pipfile_line({"name": name, **package}) for name, package in content["default"].items()]
    return _locked(lock, [*_indexes(content["_meta"].get("sources", ())), *lines], folder)


def _pipfile_line(package: Mapping[str, Any]) -> str:
    marker = package.get("markers", "")
    url = _url(package, commit="ref", places=("path", "file"))
    if url is not None:
        return _by_url(package, url, package.get("subdirectory"), marker)
    version = package["version"].lstrip("=")
    if version == _ANY_VERSION:
        return f"{_with_extras(package)}{_condition(marker)}"
    return _by_version({**package, "version": version}, package.get("hashes", ()), marker)


def _indexes(sources: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    option = "--index-url"
    for source in sources:
        if source.get("name") != _DEFAULT_INDEX:
            yield f"{option} {source['url']}"
        option = "--extra-index-url"


def _by_version(package: Mapping[str, Any], hashes: Iterable[str], marker: str) -> str:
    # Without a version it is a folder of the project that its lock file does not describe.
    line = f"{_with_extras(package)}=={package['version']}{_condition(marker)}"
    return " ".join([line, *(f"--hash={digest}" for digest in sorted(set(hashes)))])


def _url(package: Mapping[str, Any], *, commit: str, places: Iterable[str]) -> str | None:
    """Where a package comes from that is in no index; None if it is in one.

    Args:
        package: the package, whose repository is at `git`.
        commit: the key of the repository's commit.
        places: the keys of paths and URLs.
    """
    if "git" in package:
        return _git(package["git"], package[commit])
    return next((str(package[key]) for key in places if key in package), None)


def _git(repository: str, commit: str) -> str:
    """The URL of a commit, whose repository may be named as git alone does: `git@example.com:shop/money.git`."""
    if "://" not in repository and (found := _OF_GIT_ALONE.fullmatch(repository)):
        repository = f"ssh://{found['host']}/{found['path']}"
    return f"git+{repository}@{commit}"


def _by_url(package: Mapping[str, Any], url: str, subdirectory: str | None, marker: str) -> str:
    if "://" not in url and not url.startswith((".", "/")):
        url = f"./{url}"
    fragment = f"#subdirectory={subdirectory}" if subdirectory else ""
    return f"{_with_extras(package)} @ {url}{fragment}{_condition(marker)}"


def _with_extras(package: Mapping[str, Any]) -> str:
    extras = ",".join(package.get("extras") or ()) if isinstance(package.get("extras"), list) else ""
    return f"{package['name']}[{extras}]" if extras else str(package["name"])


def _condition(marker: str) -> str:
    return f" ; {marker}" if marker else ""


def _locked(lock: Path, lines: Iterable[str], folder: ProjectFolder) -> Requirements:
    read = tuple(requirement(line, lock.parent, folder) for line in lines)
    return Requirements(file=lock, lines=read, complete=True, looked_at=(lock,))
