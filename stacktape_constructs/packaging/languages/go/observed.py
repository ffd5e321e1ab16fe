"""What the Go toolchain looked at for a program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any

from stacktape_constructs.packaging.bundling.observations import Observations

# Those that are ignored may be so by a constraint that is written in them.
_SOURCES = ("GoFiles", "IgnoredGoFiles", "IgnoredOtherFiles", "HFiles", "SFiles", "SysoFiles", "EmbedFiles")

#: What `go list` is asked of each package.
LISTED = (*_SOURCES, "Name", "Dir", "Standard", "DepOnly", "Module", "EmbedPatterns")

_GLOB = frozenset("*?[\\")


def observe(packages: Iterable[Mapping[str, Any]], settings: Mapping[str, str]) -> Observations:
    """Everything that decides whether the same program would be made again.

    These are the files of all packages but those of Go itself and of the module cache, which go.sum
    vouches for; the names beside them, for a new file is part of its package; and what says where a
    package comes from.
    """
    seen = Observations()
    for package in packages:
        if not package.get("Standard") and not _is_within(package["Dir"], settings["GOMODCACHE"]):
            _add_package(seen, package)
    _add_module(seen, Path(settings["GOMOD"]))
    seen.add_file(Path(settings["GOMOD"]).with_name("vendor") / "modules.txt")
    return seen


def observe_workspace(seen: Observations, work_file: Path, modules: Iterable[Path]) -> None:
    """Adds what decides about the modules that are worked on together: each may ask for newer versions."""
    for file in (work_file, work_file.with_name("go.work.sum"), work_file.with_name("vendor") / "modules.txt"):
        seen.add_file(file)
    for module in modules:
        _add_module(seen, module)


def _add_package(seen: Observations, package: Mapping[str, Any]) -> None:
    folder = Path(package["Dir"])
    seen.add_names(folder)
    for kind in _SOURCES:
        for name in package.get(kind) or ():
            seen.add_file(folder / name)
    if package["Name"] == "main":
        # A profile of that name steers the compiler.
        seen.add_file(folder / "default.pgo")
    for pattern in package.get("EmbedPatterns") or ():
        for embedded in _folders_of(folder, pattern):
            seen.add_names(embedded)
    module = package.get("Module") or {}
    if "GoMod" in module:
        _add_module(seen, Path(module["GoMod"]))
        # A go.mod on the way up would make another module of the package.
        for parent in (folder, *folder.parents):
            if not _is_within(os.fspath(parent), module["Dir"]):
                break
            seen.add_file(parent / "go.mod")


def _add_module(seen: Observations, module: Path) -> None:
    seen.add_file(module)
    seen.add_file(module.with_name("go.sum"))


def _folders_of(folder: Path, pattern: str) -> Iterator[Path]:
    """The folders in which a new file could match a pattern of `go:embed`."""
    steps = PurePosixPath(pattern.removeprefix("all:")).parts
    start = folder.joinpath(*takewhile(lambda step: not _GLOB.intersection(step), steps))
    for parent, folders, _ in os.walk(start):
        folders[:] = sorted(name for name in folders if name != ".git")
        yield Path(parent)


def _is_within(folder: str, above: str) -> bool:
    return bool(above) and Path(folder).is_relative_to(above)
