"""The versions that a project has of packages, for npm where it installs some of them elsewhere.

https://docs.npmjs.com/cli/configuring-npm/package-json#overrides
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.packaging.languages.javascript.installed import InstalledPackage, with_dependencies


def exactly(name: str, package: InstalledPackage) -> str:
    """What npm takes for that version of a package, under whatever name."""
    return package.version if name == package.name else f"npm:{package.name}@{package.version}"


def overrides(packages: Mapping[str, InstalledPackage]) -> Mapping[str, Any]:
    """The versions that are installed of what packages depend on, as npm's `overrides`.

    A name of which all take one version is said once; others are said of each package that depends on them.
    """
    known: dict[str, dict[str, InstalledPackage]] = {
        name: {exactly(name, package): package} for name, package in packages.items()
    }
    for package in with_dependencies(packages.values()):
        for name, dependency in _from_registry(package):
            known.setdefault(name, {})[exactly(name, dependency)] = dependency

    def rule(name: str, package: InstalledPackage, above: frozenset[Path] = frozenset()) -> str | Mapping[str, Any]:
        version = exactly(name, package)
        if package.folder in above:
            return version
        below = {
            other: rule(other, dependency, above | {package.folder})
            for other, dependency in _from_registry(package)
            if len(known[other]) > 1
        }
        return {".": version, **below} if below else version

    # Of a name with several versions, the code itself may take one, too.
    taken = {name: packages.get(name, next(iter(versions.values()))) for name, versions in known.items()}
    return {name: rule(name, taken[name]) for name in sorted(known) if name in packages or len(known[name]) == 1}


def _from_registry(package: InstalledPackage) -> Iterator[tuple[str, InstalledPackage]]:
    """What a package depends on, but for what comes from a repository, a file or a workspace."""
    for name, dependency in package.dependencies():
        versions = package.needs[name]
        if dependency.version and (versions.startswith("npm:") or not {":", "/"} & set(versions)):
            yield name, dependency
