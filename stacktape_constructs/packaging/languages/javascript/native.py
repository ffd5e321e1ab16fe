"""Packages with native code, which are installed beside a bundle for the machine that it runs on."""

from __future__ import annotations

import json
import os
import shutil
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import on_path

#: What npm calls the architectures of Lambda, and what an ELF file has for them.
_CPUS = {"x86_64": ("x64", 0x3E), "arm64": ("arm64", 0xB7)}

#: Packages that load or build native code for others.
_LOADERS = frozenset(
    "bindings node-addon-api node-gyp node-gyp-build node-pre-gyp @mapbox/node-pre-gyp prebuild-install "
    "cmake-js nan".split()
)
_PLATFORM_PACKAGE = ("-linux-x64", "-linux-arm64")


def native_packages(files: Iterable[str]) -> Mapping[str, str]:
    """The packages with native code that a bundle's files belong to, with their versions."""
    found: dict[str, str] = {}
    folders = {file.rpartition(os.sep)[0] for file in files if "node_modules" in file}
    for folder in {package for name in folders if (package := _package_folder(Path(name))) is not None}:
        try:
            manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict) and _is_native(folder, manifest):
            found[str(manifest.get("name"))] = str(manifest.get("version"))
    return dict(sorted(found.items()))


def _package_folder(folder: Path) -> Path | None:
    """The folder of the package in `node_modules` that a folder belongs to."""
    parts = folder.parts
    if "node_modules" not in parts[:-1]:
        return None
    at = len(parts) - 1 - parts[::-1].index("node_modules")
    length = 2 if parts[at + 1].startswith("@") else 1
    return Path(*parts[: at + 1 + length])


def _is_native(folder: Path, manifest: Mapping[str, Any]) -> bool:
    if manifest.get("gypfile") or "binary" in manifest or (folder / "binding.gyp").is_file():
        return True
    dependencies = {*manifest.get("dependencies", {}), *manifest.get("optionalDependencies", {})}
    if dependencies & _LOADERS:
        return True
    return any(name.endswith(_PLATFORM_PACKAGE) or "-linux-x64-" in name for name in dependencies)


def installed_manifest(package: str, start: Path, *, title: str) -> Path:
    """The package.json of the package that code in a folder finds.

    Raises:
        PackagingError: it is not installed.
    """
    for folder in (start, *start.parents):
        manifest = folder / "node_modules" / package / "package.json"
        if manifest.is_file():
            return manifest
    raise PackagingError(
        path=title,
        problem=f"needs the package '{package}' beside its bundle, and it is not installed; install it in your "
        f"project: npm i {package}",
    )


def version_in(manifest: Path) -> str:
    """The version that a package.json has."""
    return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])


def install(packages: Mapping[str, str], folder: Path, *, architecture: str, node_version: int, title: str) -> None:
    """Installs packages, and what they depend on, for Lambda's Linux.

    Args:
        packages: versions by name.
        folder: that of the bundle.
        architecture: `x86_64` or `arm64`.
        node_version: major version of the Node.js that loads them.
        title: what is packaged, for errors.

    Raises:
        PackagingError: npm is not there or fails, or a package has no code for that machine.
    """
    npm = on_path("npm")
    names = ", ".join(packages)
    if npm is None:
        raise PackagingError(path=title, problem=f"needs npm on PATH to install {names} beside the bundle")
    cpu, machine = _CPUS[architecture]
    manifest = folder / "package.json"
    manifest.write_text(json.dumps({"private": True, "dependencies": dict(packages)}), encoding="utf-8")
    npm.run(
        [
            *("install", "--omit=dev", "--no-package-lock", "--no-audit", "--no-fund"),
            *("--no-update-notifier", "--loglevel=error", "--os=linux", f"--cpu={cpu}", "--libc=glibc"),
        ],
        folder=folder,
        subject=title,
        # Install scripts that fetch a prebuilt addon ask these which one.
        environment={"npm_config_platform": "linux", "npm_config_arch": cpu, "npm_config_target_platform": "linux",
                     "npm_config_target_arch": cpu, "npm_config_target_libc": "glibc",
                     "npm_config_runtime": "node", "npm_config_target": f"{node_version}.0.0"},
    )  # fmt: skip
    manifest.unlink()
    # npm's own record names the registry that the packages came from.
    (folder / "node_modules" / ".package-lock.json").unlink(missing_ok=True)
    # Install scripts call programs there, and links have the paths of this machine.
    for programs in list((folder / "node_modules").rglob(".bin")):
        shutil.rmtree(programs, ignore_errors=True)
    wrong = sorted(addon.relative_to(folder).as_posix() for addon in _addons(folder) if not _runs_on(addon, machine))
    if wrong:
        raise PackagingError(
            path=title,
            problem=f"got native code that does not run on Lambda's {architecture} Linux: {', '.join(wrong)}; "
            "take a version of the package with prebuilt code for it, or package a ready folder (custom-artifact)",
        )


def _addons(folder: Path) -> Iterator[Path]:
    return (path for path in (folder / "node_modules").rglob("*.node") if path.is_file() and _is_for_node(path))


def _is_for_node(addon: Path) -> bool:
    # Packages that carry addons for every system have a folder for each.
    folders = {part.lower() for part in addon.parts}
    return "prebuilds" not in folders


def _runs_on(addon: Path, machine: int) -> bool:
    with addon.open("rb") as file:
        head = file.read(20)
    return head[:4] == b"\x7fELF" and len(head) == 20 and struct.unpack("<H", head[18:20])[0] == machine
