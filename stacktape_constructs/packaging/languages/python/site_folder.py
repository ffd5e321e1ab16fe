"""Folders of installed packages: what is in them, and what depends on the machine that made them."""

from __future__ import annotations

import csv
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.file_modes import packaged_mode
from stacktape_constructs.packaging.languages.python.requirements import normal_name

# Which tool installed a package, and from where: https://packaging.python.org/en/latest/specifications/
_OF_THE_INSTALLER = frozenset({"INSTALLER", "REQUESTED", "direct_url.json", "uv_build.json", "uv_cache.json"})
_LOCK_OF_UV = ".lock"
# Programs start with the path of this machine's Python.
_PROGRAMS = ("bin", "Scripts")
_OF_MODULES = frozenset({".py", ".pyc", ".pyd", ".so"})


def same_everywhere(folder: Path) -> None:
    """Gives a folder of packages the content that it has whichever tool installed it, on whatever machine."""
    (folder / _LOCK_OF_UV).unlink(missing_ok=True)
    for name in _PROGRAMS:
        if not (folder / name / "__init__.py").exists():
            shutil.rmtree(folder / name, ignore_errors=True)
    there: set[str] = set()
    _tidy(str(folder), "", there)
    for record in folder.glob("*.dist-info/RECORD"):
        _rewrite(record, there)


def _tidy(folder: str, below: str, there: set[str]) -> None:
    """Removes what differs from one machine to another, sets modes, and notes the files that stay.

    Args:
        folder: the folder, as text: there are thousands of files.
        below: its path in the folder of all packages, with a slash at its end.
        there: gets the paths of files.
    """
    os.chmod(folder, 0o755)  # noqa: PTH101
    of_the_installer = _OF_THE_INSTALLER if below.endswith(".dist-info/") else frozenset()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name == "__pycache__":
                    shutil.rmtree(entry.path)
                else:
                    _tidy(entry.path, f"{below}{entry.name}/", there)
            elif entry.name in of_the_installer:
                os.unlink(entry.path)  # noqa: PTH108
            else:
                _set_mode(entry.path)
                there.add(below + entry.name)


def _set_mode(file: str) -> None:
    # By text, for there are thousands, of which few have another mode.
    state = os.stat(file)  # noqa: PTH116
    mode = packaged_mode(state)
    if stat.S_IMODE(state.st_mode) == mode:
        return
    if state.st_nlink > 1:
        # uv links to the files of its own cache, whose modes are not ours to set.
        copy = Path(f"{file}.copy")
        shutil.copyfile(file, copy)
        copy.replace(file)
    Path(file).chmod(mode)


def _rewrite(record: Path, there: set[str]) -> None:
    """Leaves what is there in a list of a package's files, whose paths start at the folder."""
    lines = record.read_text(encoding="utf-8").splitlines()
    kept = sorted(line for line in lines if _path_in(line) in there)
    # The file may be a link as well.
    record.unlink()
    record.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8", newline="\n")


def _path_in(line: str) -> str:
    # A path with a comma or a quote is the only thing that needs a reader of CSV.
    return next(csv.reader([line]))[0] if line.startswith('"') else line.partition(",")[0]


def has_module(folder: Path, name: str) -> bool:
    """Whether something in a folder can be imported by a name without dots, in Python or compiled."""
    return (folder / name).is_dir() or any(file.is_file() for file in folder.glob(f"{name}.*"))


def first_missing(folder: Path, name: str) -> str | None:
    """The part of a name with dots that nothing in a folder can be imported by; None if there is none.

    What a package with an `__init__.py` has, only its code could tell. Without one it has what its folder has.
    """
    parts = name.split(".")
    for length, part in enumerate(parts, 1):
        if not has_module(folder, part):
            return ".".join(parts[:length])
        if any(file.suffix in _OF_MODULES for file in folder.glob(f"{part}.*")):
            return None
        folder = folder / part
        if any(folder.glob("__init__.*")):
            return None
    return None


def installed_packages(folder: Path) -> frozenset[str]:
    """The names of the packages in a folder, in normal form."""
    return frozenset(normal_name(info.name.partition("-")[0]) for info in folder.glob("*.dist-info"))


def is_pure(folder: Path, package: str) -> bool:
    """Whether an installed package runs on any machine. What is not installed there does."""
    for metadata in folder.glob("*.dist-info/WHEEL"):
        if normal_name(metadata.parent.name.partition("-")[0]) == package:
            lines = metadata.read_text(encoding="utf-8", errors="replace").splitlines()
            return all(line.endswith("-any") for line in lines if line.startswith("Tag:"))
    return True


def link(source: Path, folder: Path) -> None:
    """Puts packages into a bundle.

    Functions of one project have the same packages, and each edit makes a bundle: they share the files by
    hard links, which take no time and no disk. None of them is ever changed, and CDK makes its own copies.
    """
    _link(str(source), str(folder))


def _link(source: str, folder: str) -> None:
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 (of thousands of files, so that paths stay text)
    with os.scandir(source) as entries:
        for entry in entries:
            target = f"{folder}{os.sep}{entry.name}"
            if entry.is_dir():
                _link(entry.path, target)
            else:
                _link_or_copy(entry.path, target)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Some file systems have no links, or only so many of one file.
        shutil.copy(source, target)


def check_names(files: Mapping[str, Path], packages: Path, *, title: str) -> None:
    """Refuses modules of the project that would hide a package, or be hidden by one.

    Raises:
        PackagingError: a module has the name of a package.
    """
    for top in {name.partition("/")[0].removesuffix(".py") for name in files}:
        own = files.get(f"{top}.py") or files.get(f"{top}/__init__.py")
        folder = packages / top
        # Folders without an __init__.py on both sides are one to Python.
        hidden = folder.is_dir() and (own is not None or (folder / "__init__.py").is_file())
        if hidden or (packages / f"{top}.py").is_file():
            where = own or next(file for name, file in files.items() if name.startswith(f"{top}/"))
            raise PackagingError(
                path=title,
                problem=f"has the module '{top}' in its project ({where}), and one of its dependencies has that "
                "name, too; rename the module",
            )
