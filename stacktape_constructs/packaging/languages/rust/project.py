"""What cargo tells of the project that a source file belongs to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.language import SourceRequest
from stacktape_constructs.packaging.languages.source_folder import observe_folder, observe_upward


@attrs.frozen(kw_only=True)
class Program:
    """A program of a package.

    Attributes:
        name: its name.
        package: the name of the package.
        folder: the folder of the package.
        workspace: the folder of the workspace that the package is in.
        target_folder: where cargo writes.
        local: the folders of all packages of the workspace and of others by their path, by their names.
    """

    name: str
    package: str
    folder: Path
    workspace: Path
    target_folder: Path
    local: tuple[tuple[str, Path], ...]

    def remapped(self, cargo_home: Path) -> Iterator[tuple[Path, str]]:
        """The names that paths get in the program, so that it has none of this machine's. The last counts."""
        yield self.workspace, "/src"
        for name, folder in self.local:
            if not folder.is_relative_to(self.workspace):
                yield folder, f"/src/{name}"
        yield self.target_folder, "/target"
        yield cargo_home, "/cargo"


def package_folder(request: SourceRequest) -> Path:
    """The nearest folder with a Cargo.toml, from the file upward.

    Raises:
        PackagingError: there is none.
    """
    for folder in request.folders_upward():
        if (folder / "Cargo.toml").is_file():
            return folder
    raise PackagingError(
        path=request.title,
        problem="is part of no package, for there is no Cargo.toml in its folder or above it, within the project "
        f"folder {request.folder.boundary}; make one with cargo init",
    )


def program_of(file: Path, metadata: str, title: str) -> Program:
    """The program that starts at a file.

    Args:
        file: the source file.
        metadata: what `cargo metadata` told.
        title: what the file is called in errors.

    Raises:
        PackagingError: no program starts there.
    """
    told = json.loads(metadata)
    local = [package for package in told["packages"] if package["source"] is None]
    programs: dict[Path, tuple[dict[str, Any], str]] = {}
    for package in local:
        for target in package["targets"]:
            if "bin" in target["kind"]:
                programs[Path(target["src_path"]).resolve()] = (package, target["name"])
    if file.resolve() not in programs:
        starts = ", ".join(sorted(path.name if path.parent.name == "src" else f"bin/{path.name}" for path in programs))
        raise PackagingError(
            path=title,
            problem=f"starts no program of its package; {f'give one of {starts}' if starts else 'none is there'}, or "
            "add a [[bin]] with this path to Cargo.toml",
        )
    package, name = programs[file.resolve()]
    return Program(
        name=name,
        package=package["name"],
        folder=Path(package["manifest_path"]).parent,
        workspace=Path(told["workspace_root"]),
        target_folder=Path(told["target_directory"]),
        local=tuple((one["name"], Path(one["manifest_path"]).parent) for one in local),
    )


def observe(program: Program, target: str, cargo_home: Path) -> Observations:
    """Everything that decides whether the same program would be made again.

    A build script may read each file of its package, so all of them are observed, and those beside that
    rustc has read. Packages of a registry are vouched for by Cargo.lock.

    Args:
        program: what was compiled.
        target: what for, as rustc calls it.
        cargo_home: where cargo keeps its configuration.
    """
    seen = Observations()
    for _, folder in program.local:
        observe_folder(seen, folder, without={program.target_folder.name})
    for name in ("Cargo.toml", "Cargo.lock"):
        seen.add_file(program.workspace / name)
    observe_upward(
        seen, program.folder, ("rust-toolchain", "rust-toolchain.toml", ".cargo/config", ".cargo/config.toml")
    )
    for name in ("config", "config.toml"):
        seen.add_file(cargo_home / name)
    for file in _read(program.target_folder / target / "release" / f"{program.name}.d"):
        if not file.is_relative_to(program.target_folder):
            seen.add_file(file)
    return seen


def _read(rule: Path) -> Iterator[Path]:
    """The files that a program was made of, by the rule for `make` that cargo writes beside it."""
    text = rule.read_text(encoding="utf-8") if rule.is_file() else ""
    for line in text.splitlines():
        _, _, files = line.partition(": ")
        yield from (Path(name.replace("\\ ", " ")) for name in re.split(r"(?<!\\) ", files) if name)
