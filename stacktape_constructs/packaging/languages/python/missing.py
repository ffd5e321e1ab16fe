"""Imports that nothing in the package of a function can meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.excluded import Excluded, meets
from stacktape_constructs.packaging.languages.python.outside import Outside, Part
from stacktape_constructs.packaging.languages.python.site_folder import first_missing
from stacktape_constructs.packaging.languages.python.targets import IN_THE_RUNTIME

_NAMED = 5


def check_nothing_is_needed(elsewhere: Iterable[Outside], *, title: str, left_out: Iterable[str]) -> None:
    """Refuses a file that needs packages, in a project without a file that names any.

    Raises:
        PackagingError: an import could only fail.
    """
    without = [*left_out]
    missing = [part for part in _needed(elsewhere) if not meets(without, part)]
    check_own_folders(missing, title=title)
    _refuse(
        [(part.root, part.at) for part in missing],
        "and no requirements.txt, pyproject.toml or Pipfile names what is to be installed; add one",
        title=title,
    )


def check_installed(
    elsewhere: Sequence[Outside], packages: Path, *, named_by: str, title: str, excluded: Excluded
) -> None:
    """Refuses a file that needs what was not installed.

    Args:
        elsewhere: the imports.
        packages: the folder of what was installed.
        named_by: the name of the file that says what to install.
        title: what is packaged.
        excluded: packages that are not installed, which a layer may have.

    Raises:
        PackagingError: an import could only fail.
    """
    lacked = {part: name for part in _needed(elsewhere) if (name := first_missing(packages, part.name))}
    missing = excluded.not_met(lacked, elsewhere)
    check_own_folders(missing, title=title, named_by=named_by)
    _refuse(
        [(lacked[part], part.at) for part in missing],
        f"and no package that {named_by} names has it; name the one that does",
        title=title,
    )


def check_own_folders(missing: Iterable[Part], *, title: str, named_by: str | None = None) -> None:
    """Refuses imports of modules that a folder of the project would have, if it had not been for their names.

    Args:
        missing: the imports that nothing meets.
        title: what is packaged.
        named_by: the name of the file that names packages, which may have more modules of such a folder.

    Raises:
        PackagingError: there is one.
    """
    for part in missing:
        if part.within:
            folder = part.within.replace(".", "/")
            leaf = part.name[len(part.within) + 1 :].partition(".")[0]
            others, more = "", ""
            if named_by is not None:
                others = f", nor has a package that {named_by} names"
                more = ", or name the package that has it"
            raise PackagingError(
                path=title,
                problem=f"imports '{part.name}' ({part.at}), and the project's folder '{folder}' has no module "
                f"'{leaf}'{others}; correct the name{more}",
            )


def _needed(elsewhere: Iterable[Outside]) -> Iterator[Part]:
    for one in elsewhere:
        if one.required and one.name and one.name not in IN_THE_RUNTIME:
            yield from one.parts or (Part(one.name, one.at),)


def _refuse(missing: Iterable[tuple[str, str]], why: str, *, title: str) -> None:
    places: dict[str, str] = {}
    for name, at in missing:
        places.setdefault(name, at)
    if not places:
        return
    names = [*places]
    shown = ", ".join(f"'{name}' ({places[name]})" for name in names[:_NAMED])
    raise PackagingError(
        path=title,
        problem=f"imports {shown}{' and others' if len(names) > _NAMED else ''}, which is neither in the project nor "
        f"part of the runtime, {why}, or exclude the dependency '{names[0]}' if a layer has it",
    )
