"""Folders that are packaged as they are: a ready artifact, the build context of an image."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import aws_cdk as cdk

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.left_out import LEFT_OUT, holds_private_key, is_left_out
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
        elif holds_private_key(path):
            patterns.append(literal(folder, path))
    output = _assembly_in(folder)
    if output is not None:
        patterns.append(literal(folder, output))
    patterns += own
    patterns += [f"**/{name}" for name in leftovers]
    for link in _leading_out(links, project):
        if not cdk.IgnoreStrategy.docker(str(folder), patterns).ignores(str(link)):
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
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def _paths(folder: Path, leftovers: Sequence[str] = ()) -> Iterator[Path]:
    """Everything in a folder in the order of the names, but not what is left out by its name."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not is_left_out(name) and not any(fnmatchcase(name, one) for one in leftovers)
        )
        yield from (Path(parent, name) for name in sorted((*folders, *files)))


def _leading_out(links: Sequence[Path], project: ProjectFolder, above: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """The links that lead out of the project folder, here or in the folders that links lead to."""
    for link in links:
        target = link.resolve()
        if not project.holds(target):
            yield link
        elif target.is_dir() and target not in above:
            inner = [path for path in _paths(target) if path.is_symlink()]
            yield from (link / path.relative_to(target) for path in _leading_out(inner, project, above | {target}))


def _assembly_in(folder: Path) -> Path | None:
    """What this very synth writes, if that is in the folder: to package it would never end."""
    given = os.environ.get("CDK_OUTDIR")
    output = None if given is None else Path(given).absolute()
    return output if output is not None and folder in output.parents else None


def literal(folder: Path, path: Path) -> str:
    """The pattern that names one file or folder, and nothing else."""
    return _SPECIAL.sub(r"\\\g<0>", path.relative_to(folder).as_posix())
