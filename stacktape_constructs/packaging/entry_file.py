"""The source file that a package starts at."""

from __future__ import annotations

import os
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages import LANGUAGE_BY_SUFFIX
from stacktape_constructs.packaging.project_folder import ProjectFolder


def find_entry_file(path: str | os.PathLike[str], folder: ProjectFolder) -> Path:
    """The source file of a path, which need not have an extension.

    `jobs/report` is `jobs/report.py`, `jobs/report.js`, `jobs/report/index.js` and so on, whichever
    one of them is there.

    Raises:
        PackagingError: there is no such file, or more than one, or it is out of the folder.
    """
    given = folder.resolve(path)
    if given.is_file():
        return given
    shown = os.fspath(path)
    if given.suffix in LANGUAGE_BY_SUFFIX:
        raise PackagingError(path=shown, problem=f"there is no such file in {folder.path}")
    file, _, function = shown.rpartition(":")
    if file and folder.resolve(file).is_file():
        raise PackagingError(
            path=shown,
            problem=f"there is no such file in {folder.path}; give '{file}', and '{function}' as handler_function (in "
            "YAML handlerFunction)",
        )
    candidates = [
        candidate
        for suffix in LANGUAGE_BY_SUFFIX
        for candidate in (given.with_name(given.name + suffix), given / f"index{suffix}")
    ]
    found = [candidate for candidate in candidates if candidate.is_file()]
    if len(found) == 1:
        return folder.resolve(found[0])
    if found:
        names = ", ".join(os.path.relpath(candidate, given.parent) for candidate in found)
        raise PackagingError(path=shown, problem=f"may be any of {names}; give the extension too")
    raise PackagingError(
        path=shown,
        problem=f"there is no such file in {folder.path}; looked for {given.name}.* and {given.name}/index.* "
        f"with the extensions {', '.join(LANGUAGE_BY_SUFFIX)}",
    )
