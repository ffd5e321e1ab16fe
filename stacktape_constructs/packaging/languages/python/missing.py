"""Imports that nothing in the package of a function can meet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.modules import Outside
from stacktape_constructs.packaging.languages.python.requirements import normal_name, normal_names
from stacktape_constructs.packaging.languages.python.site_folder import has_module
from stacktape_constructs.packaging.languages.python.targets import IN_THE_RUNTIME

_NAMED = 5


def check_nothing_is_needed(elsewhere: Iterable[Outside], *, title: str, left_out: Iterable[str]) -> None:
    """Refuses a file that needs packages, in a project without a file that names any.

    Raises:
        PackagingError: an import could only fail.
    """
    without = normal_names(left_out)
    _refuse(
        [one for one in _needed(elsewhere) if normal_name(one.name) not in without],
        "and no requirements.txt, pyproject.toml or Pipfile names what is to be installed; add one",
        title=title,
    )


def check_installed(
    elsewhere: Iterable[Outside], packages: Path, *, named_by: str, title: str, left_out: Iterable[str]
) -> None:
    """Refuses a file that needs what was not installed.

    Args:
        elsewhere: the imports.
        packages: the folder of what was installed.
        named_by: the name of the file that says what to install.
        title: what is packaged.
        left_out: packages that are not installed. What modules they have cannot be told by their names.

    Raises:
        PackagingError: an import could only fail.
    """
    if not any(left_out):
        _refuse(
            [one for one in _needed(elsewhere) if not has_module(packages, one.name)],
            f"and no package that {named_by} names has it; name the one that does",
            title=title,
        )


def _needed(elsewhere: Iterable[Outside]) -> Iterable[Outside]:
    return (one for one in elsewhere if one.required and one.name and one.name not in IN_THE_RUNTIME)


def _refuse(missing: list[Outside], why: str, *, title: str) -> None:
    if not missing:
        return
    names = ", ".join(f"'{one.name}' ({one.at})" for one in missing[:_NAMED])
    raise PackagingError(
        path=title,
        problem=f"imports {names}{' and others' if len(missing) > _NAMED else ''}, which is neither in the project nor "
        f"part of the runtime, {why}, or exclude the dependency '{missing[0].name}' if a layer has it",
    )
