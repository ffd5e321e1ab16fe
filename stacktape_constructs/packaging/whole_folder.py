"""Folders that are packaged as they are: a ready artifact, the build context of an image."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import aws_cdk as cdk

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.left_out import LEFT_OUT, holds_private_key, is_environment, is_left_out
from stacktape_constructs.packaging.project_folder import ProjectFolder

_SPECIAL = re.compile(r"[^\w/.-]")


def exclusions(
    folder: Path, project: ProjectFolder, *, shown: str, own: Sequence[str] = (), leftovers: Sequence[str] = ()
) -> list[str]:
    """What a package of a whole folder leaves out: patterns as of a `.dockerignore`, in their order.

    Args:
        folder: the folder.
        project: what links in the folder must not lead out of.
        shown: the folder as it was given, for errors.
        own: patterns that the folder brings along. They come last, so they may take in again what is
            left out by default (`!.env`).
        leftovers: names of more files and folders to leave out in any case, as patterns.

    Raises:
        PackagingError: a link in the folder leads out of the project folder. CDK follows such a link
            and would package what it leads to.
    """
    patterns = [f"**/{name}" for name in LEFT_OUT]
    links = []
    for path in _paths(folder, leftovers):
        if path.is_symlink():
            links.append(path)
        elif holds_private_key(path) or is_environment(path):
            patterns.append(literal(folder, path))
    output = _assembly_in(folder)
    if output is not None:
        patterns.append(literal(folder, output))
    patterns += own
    patterns += [f"**/{name}" for name in leftovers]
    link = _packaged_link_out(folder, links, project, patterns)
    if link is not None:
        raise PackagingError(
            path=shown,
            problem=f"has the link {link.relative_to(folder).as_posix()}, which leads out of the project folder "
            f"{project.boundary}; remove the link, {project.remedy}",
        )
    return patterns


def sizes_in(folder: Path) -> dict[str, int]:
    """The files in a folder that are not left out by their name, by their path in it and with their size."""
    output = _assembly_in(folder)
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in _paths(folder)
        if path.is_file() and (output is None or output not in path.parents)
    }


def dockerignore(folder: Path) -> list[str]:
    """The patterns of the folder's `.dockerignore`, if it has one."""
    file = folder / ".dockerignore"
    # Windows' editors begin it with a mark, which Docker skips, too.
    return file.read_text(encoding="utf-8-sig", errors="replace").splitlines() if file.is_file() else []


def _paths(folder: Path, leftovers: Sequence[str] = ()) -> Iterator[Path]:
    """Everything in a folder in the order of the names, but not what is left out by its name or in an environment."""
    for parent, folders, files in os.walk(folder):
        taken = sorted(
            name for name in folders if not is_left_out(name) and not any(fnmatchcase(name, one) for one in leftovers)
        )
        folders[:] = [name for name in taken if not is_environment(Path(parent, name))]
        yield from (Path(parent, name) for name in sorted((*taken, *files)))


def _packaged_link_out(
    folder: Path, links: Sequence[Path], project: ProjectFolder, patterns: Sequence[str]
) -> Path | None:
    """A link that leads out of the project folder and is not left out, here or in the folders that links lead to."""
    leading = _folders_with_ways_out(links, project)
    waiting = [
        (link, frozenset[Path]()) for link in links if link.resolve() in leading or not project.holds(link.resolve())
    ]
    left_out = cdk.IgnoreStrategy.docker(str(folder), list(patterns)) if waiting else None
    while waiting and left_out is not None:
        link, above = waiting.pop(0)
        target = link.resolve()
        if not project.holds(target):
            if not left_out.ignores(str(link)):
                return link
        elif target not in above and not left_out.completely_ignores(str(link)):
            waiting += [(link / path.relative_to(target), above | {target}) for path in leading[target]]
    return None


def _folders_with_ways_out(links: Sequence[Path], project: ProjectFolder) -> Mapping[Path, Sequence[Path]]:
    """The folders that links lead to, if a link there leads out at last; with those of their links that do.

    Packages of a workspace link to each other, so each folder is looked at once and not on each way to it.
    """
    inner: dict[Path, dict[Path, Path]] = {}
    waiting = [link.resolve() for link in links]
    while waiting:
        folder = waiting.pop()
        if folder not in inner and project.holds(folder) and folder.is_dir():
            inner[folder] = {path: path.resolve() for path in _paths(folder) if path.is_symlink()}
            waiting += inner[folder].values()
    leading: dict[Path, Sequence[Path]] = {}
    found = -1
    while len(leading) > found:
        found = len(leading)
        for folder, paths in inner.items():
            ways = [path for path, target in paths.items() if target in leading or not project.holds(target)]
            if ways:
                leading[folder] = ways
    return leading


def _assembly_in(folder: Path) -> Path | None:
    """What this very synth writes, if that is in the folder: to package it would never end."""
    given = os.environ.get("CDK_OUTDIR")
    output = None if given is None else Path(given).absolute()
    return output if output is not None and folder in output.parents else None


def literal(folder: Path, path: Path) -> str:
    """The pattern that names one file or folder, and nothing else."""
    return _SPECIAL.sub(r"\\\g<0>", path.relative_to(folder).as_posix())
