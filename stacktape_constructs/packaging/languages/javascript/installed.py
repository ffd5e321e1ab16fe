"""The packages that a project has installed in `node_modules`."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

_INSTALLED = f"{os.sep}node_modules{os.sep}"

#: What a package needs where it runs, and not only where it is worked on.
_NEEDED = ("dependencies", "optionalDependencies", "peerDependencies")


@attrs.frozen(kw_only=True)
class InstalledPackage:
    """A package that is installed.

    Attributes:
        folder: where, with all links followed.
        name: what its package.json calls it.
        version: the version, empty where its package.json has none.
        manifest: what is in its package.json.
    """

    folder: Path
    name: str
    version: str
    manifest: Mapping[str, Any] = attrs.field(eq=False)

    @property
    def imported_as(self) -> str:
        """The name that code imports it by, which is another one where it is installed as `other@npm:name`."""
        parts = self.folder.parts
        if "node_modules" not in parts:
            return self.name
        after = parts[len(parts) - parts[::-1].index("node_modules") :]
        return "/".join(after) or self.name

    @property
    def manifest_file(self) -> Path:
        """Its package.json."""
        return self.folder / "package.json"

    @property
    def needs(self) -> Mapping[str, str]:
        """What it depends on where it runs: which versions of which packages."""
        return {name: str(versions) for kind in _NEEDED for name, versions in self.named_in(kind).items()}

    def named_in(self, kind: str) -> Mapping[str, Any]:
        """The packages of one kind, such as `dependencies`, that its package.json names, with their versions."""
        named = self.manifest.get(kind)
        return named if isinstance(named, dict) else {}

    def dependencies(self) -> Iterator[tuple[str, InstalledPackage]]:
        """What it depends on as far as that is installed, by the names that it knows it by.

        Those that are optional, such as native code for other machines, are often missing.
        """
        for name in self.needs:
            found = find_package(name, self.folder)
            if found is not None:
                yield name, found


def package_name(imported: str) -> str:
    """The name of the package that an import such as `@scope/name/file` is from."""
    return "/".join(imported.split("/")[: 2 if imported.startswith("@") else 1])


def package_in(folder: Path | str) -> InstalledPackage | None:
    """The package in a folder; none where there is no readable package.json."""
    manifest = os.path.join(folder, "package.json")  # noqa: PTH118
    try:
        found = os.stat(manifest)  # noqa: PTH116
    except OSError:
        return None
    return _read(manifest, found.st_ino, found.st_size, found.st_mtime_ns)


@functools.lru_cache(maxsize=4096)
def _read(manifest: str, *_state: int) -> InstalledPackage | None:
    """The package of a package.json, which the functions of a stack share while it does not change."""
    try:
        content = json.loads(Path(manifest).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict):
        return None
    folder = Path(manifest).parent
    return InstalledPackage(
        folder=folder.resolve(),
        name=str(content.get("name", folder.name)),
        version=str(content.get("version", "")),
        manifest=content,
    )


def find_package(name: str, start: Path) -> InstalledPackage | None:
    """The package that code in a folder finds by a name, as Node.js looks for it."""
    for folder in (start, *start.parents):
        found = package_in(folder / "node_modules" / name)
        if found is not None:
            return found
    return None


def packages_of(files: Iterable[str]) -> Iterator[InstalledPackage]:
    """The packages in `node_modules` that files belong to, each once."""
    for folder in sorted({folder for file in files if (folder := package_folder(file))}):
        found = package_in(folder)
        if found is not None:
            yield found


def with_dependencies(packages: Iterable[InstalledPackage]) -> list[InstalledPackage]:
    """Packages, and all that they depend on."""
    found: dict[Path, InstalledPackage] = {}
    left = list(packages)
    while left:
        package = left.pop()
        if package.folder not in found:
            found[package.folder] = package
            left += (dependency for _, dependency in package.dependencies())
    return [found[folder] for folder in sorted(found)]


def package_folder(file: str) -> str:
    """The folder of the package in `node_modules` that a file belongs to; empty where it belongs to none."""
    # A bundle may have thousands, so that they stay text.
    before, _, inside = file.rpartition(_INSTALLED)
    if not before:
        return ""
    name, _, rest = inside.partition(os.sep)
    if name.startswith("@"):
        name += os.sep + rest.partition(os.sep)[0]
    return before + _INSTALLED + name
