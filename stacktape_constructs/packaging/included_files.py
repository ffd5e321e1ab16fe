"""Files that go into a package beside the one it starts at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.left_out import is_asked_for
from stacktape_constructs.packaging.project_folder import ProjectFolder


def with_included_files(
    own: Mapping[str, Path], folder: ProjectFolder, *, include: Iterable[str], exclude: Iterable[str]
) -> Mapping[str, Path]:
    """The files of a package by their path in it: its own, and those that patterns name.

    Args:
        own: the files that the package has anyway.
        folder: where the patterns start. An included file keeps its path in this folder.
        include: glob patterns such as `templates/*.html`, or `assets/**` for all below a folder. What is
            left out of packages by default (`.env`, `.git`) must be asked for, as `.env*` does.
        exclude: patterns of files to leave out of these again.

    Raises:
        PackagingError: a pattern to include names no file, or only files that are left out; a pattern
            leads out of the folder; or two files have one place in the package.
    """
    included: set[Path] = set()
    for pattern in include:
        found = matches(folder, pattern)
        asked_for = {path for path in found if is_asked_for(path, folder.path, pattern)}
        # A slip in a pattern would only be noticed when the running code misses the file.
        if not found:
            raise PackagingError(path=pattern, problem=f"no file in {folder.path} matches this pattern")
        if not asked_for:
            one = min(path.relative_to(folder.path).as_posix() for path in found)
            problem = f"matches only what is left out of packages, such as {one}; write that name to have it packaged"
            raise PackagingError(path=pattern, problem=problem)
        included |= asked_for
    for pattern in exclude:
        included -= matches(folder, pattern)
    names = sorted(path.relative_to(folder.path).as_posix() for path in included)
    files = {name: folder.resolve(name) for name in names}
    for name, file in own.items():
        if files.setdefault(name, file) != file:
            raise PackagingError(
                path=name,
                problem=f"the included file {files[name]} and {file} have one place in the package; "
                "rename one, or exclude the included one",
            )
    return files


def matches(folder: ProjectFolder, pattern: str) -> set[Path]:
    """The files that a pattern names.

    Raises:
        PackagingError: the pattern leads out of the project folder.
    """
    path = PurePosixPath(pattern)
    # Such a file would have no place in the package: its place is its path in the project folder.
    if not path.parts or path.is_absolute() or ".." in path.parts:
        raise PackagingError(path=pattern, problem="must be a pattern within the project folder")
    if "\\" in pattern:
        written = pattern.replace("\\", "/")
        raise PackagingError(path=pattern, problem=f"must have '/' between folders; write '{written}'")
    if any("**" in part and part != "**" for part in path.parts):
        written = "/".join(map(_alone, path.parts))
        raise PackagingError(path=pattern, problem=f"must have '**' alone between '/'; write '{written}'")
    found: set[Path] = set()
    for match in folder.path.glob(pattern):
        # `assets/**` and `assets` mean all files below the folder, as in Stacktape.
        below = match.rglob("*") if match.is_dir() else [match]
        found.update(file for file in below if file.is_file())
    return found


def _alone(part: str) -> str:
    """A part of a pattern in which `**` means any folders and nothing else."""
    if part == "**":
        return part
    return ("**/" if part.startswith("**") else "") + part.replace("**", "*")
