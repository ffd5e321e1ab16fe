"""Packages with native code, which cannot be bundled."""

from __future__ import annotations

from collections.abc import Iterable

from stacktape_constructs.packaging.languages.javascript.installed import InstalledPackage

#: Packages that load or build native code for others.
_LOADERS = frozenset(
    "bindings node-addon-api node-gyp node-gyp-build node-pre-gyp @mapbox/node-pre-gyp prebuild-install "
    "cmake-js nan require-addon".split()
)
#: What npm runs where it installs a package.
_SCRIPTS = frozenset(("preinstall", "install", "postinstall"))
#: What packages for a machine have in their names.
_MACHINES = ("linux-x64", "linux-arm64")


def native_among(packages: Iterable[InstalledPackage]) -> list[InstalledPackage]:
    """Those packages that have native code."""
    return [package for package in packages if _is_native(package)]


def _is_native(package: InstalledPackage) -> bool:
    manifest = package.manifest
    if manifest.get("gypfile") or "binary" in manifest or (package.folder / "binding.gyp").is_file():
        return True
    if _SCRIPTS & package.named_in("scripts").keys() and any(package.folder.rglob("*.node")):
        return True
    return any(name in _LOADERS or any(machine in name for machine in _MACHINES) for name in package.needs)
