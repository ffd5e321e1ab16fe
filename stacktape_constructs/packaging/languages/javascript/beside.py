"""Packages that are not bundled: npm installs them beside the bundle, as the project has them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.bundling.tool import on_path
from stacktape_constructs.packaging.languages.javascript.addons import check_addons, runs_on
from stacktape_constructs.packaging.languages.javascript.installed import (
    InstalledPackage,
    find_package,
    package_in,
    with_dependencies,
)
from stacktape_constructs.packaging.languages.javascript.native import native_among
from stacktape_constructs.packaging.languages.javascript.overrides import exactly, overrides
from stacktape_constructs.packaging.languages.javascript.pnp import manifest_above, unplugged
from stacktape_constructs.packaging.languages.language import LambdaRequest

#: What npm calls the architectures of Lambda.
_CPUS = {"x86_64": "x64", "arm64": "arm64"}

#: Folders of node-gyp's that only the next compilation reads.
_STEPS = (".deps", "obj", "obj.target")

_PACKAGE_NAME = re.compile(r"(?:@[\w.~-]+/)?[\w~-][\w.~-]*")
_IN_YAML = "(in YAML dependenciesToExcludeFromBundle)"

#: npm's settings of a project, such as the registry of a company.
_SETTINGS = ".npmrc"


@attrs.frozen(kw_only=True)
class PackagesBeside:
    """Packages that stay outside of a bundle.

    Attributes:
        packages: the packages, by the names that the code imports them by.
        settings: where the project's .npmrc may be, the nearest first.
        scripts: the packages whose install scripts may run.
        optional: names of packages that others do without.
        excluded: names of packages that are left out, here as in the bundle.
        title: what is packaged, for errors.
    """

    packages: Mapping[str, InstalledPackage]
    settings: tuple[Path, ...]
    scripts: Mapping[str, Any]
    optional: frozenset[str]
    excluded: tuple[str, ...]
    title: str

    def observe(self, seen: Observations) -> None:
        """Adds the files that decide what is installed."""
        if self.packages:
            for file in self.settings:
                seen.add_file(file)
        for package in with_dependencies(self.packages.values()):
            seen.add_file(package.manifest_file)

    def install(self, folder: Path, *, architecture: str, node_version: int) -> None:
        """Installs the packages and what they depend on for Lambda's Linux, in the versions that the project has.

        Args:
            folder: that of the bundle.
            architecture: `x86_64` or `arm64`.
            node_version: major version of the Node.js that loads them.

        Raises:
            PackagingError: npm is not there or fails, or a package has no code for that machine.
        """
        if not self.packages:
            return
        npm = on_path("npm")
        if npm is None:
            names = ", ".join(self.packages)
            raise PackagingError(path=self.title, problem=f"needs npm on PATH to install {names} beside the bundle")
        cpu = _CPUS[architecture]
        manifest = folder / "package.json"
        manifest.write_text(json.dumps(self._manifest()), encoding="utf-8")
        settings = folder / _SETTINGS
        for file in filter(Path.is_file, reversed(self.settings)):
            shutil.copyfile(file, settings)
        npm.run(
            [
                *("install", "--omit=dev", "--no-package-lock", "--no-audit", "--no-fund", "--no-update-notifier"),
                *("--install-strategy=hoisted", "--loglevel=error", "--os=linux", f"--cpu={cpu}", "--libc=glibc"),
            ],
            folder=folder,
            subject=self.title,
            environment=_machine_for_scripts(cpu, node_version, title=self.title),
        )
        manifest.unlink()
        settings.unlink(missing_ok=True)
        installed = folder / "node_modules"
        _tidy(installed)
        for name in self.excluded:
            for package in (installed / name, *installed.glob(f"**/node_modules/{name}")):
                shutil.rmtree(package, ignore_errors=True)
        for name in self.optional:
            if not runs_on(installed / name, architecture=architecture):
                shutil.rmtree(installed / name)
        self._check_built(installed)
        check_addons(folder, architecture=architecture, node_version=node_version, title=self.title)

    def _manifest(self) -> Mapping[str, Any]:
        versions = {name: exactly(name, package) for name, package in self.packages.items()}
        return {
            "private": True,
            "dependencies": {name: version for name, version in versions.items() if name not in self.optional},
            # Their install scripts may fail.
            "optionalDependencies": {name: version for name, version in versions.items() if name in self.optional},
            "overrides": overrides(self.packages),
            "allowScripts": self.scripts,
        }

    def _check_built(self, installed: Path) -> None:
        """Refuses packages whose native code nobody made: from version 12 on, npm passes over scripts not allowed."""
        for name, package in self.packages.items():
            if name in self.optional or not (package.folder / "binding.gyp").is_file():
                continue
            # It may be in a package for the machine, too.
            if not any(True for place in (name, *package.needs) for _ in (installed / place).rglob("*.node")):
                raise PackagingError(
                    path=self.title,
                    problem=f"needs the package '{name}' beside its bundle, whose install script made no native code; "
                    "where the project does not allow it to run (allowScripts in package.json, ignore-scripts in "
                    f".npmrc), allow it: npm approve-scripts {name}",
                )


def packages_beside(names: Iterable[str], native: Iterable[InstalledPackage], request: LambdaRequest) -> PackagesBeside:
    """The packages that stay outside of a bundle.

    Args:
        names: those that are asked for.
        native: those that have native code.
        request: what is packaged.

    Raises:
        PackagingError: one is not installed, or installed in two versions.
    """
    start, title = request.entry.parent, request.title
    found = {}
    for name in names:
        if not _PACKAGE_NAME.fullmatch(name):
            problem = f"must have names of packages in external_dependencies {_IN_YAML}, got '{name}'; correct it"
            raise PackagingError(path=title, given=name, problem=problem)
        package = find_package(name, start) or _unplugged(name, start)
        if package is None:
            raise PackagingError(
                path=title,
                given=name,
                problem=f"needs the package '{name}' beside its bundle, and it is not installed; install it in your "
                f"project: npm i {name}",
            )
        if "node_modules" not in package.folder.parts:
            raise PackagingError(
                path=title,
                given=name,
                problem=f"cannot have '{name}' beside its bundle, for that is a package of the workspace, which npm "
                f"installs from nowhere; remove it from external_dependencies {_IN_YAML}, and it is bundled",
            )
        found[name] = package
    for package in native:
        other = found.setdefault(package.imported_as, package)
        if other.version != package.version:
            raise PackagingError(
                path=title,
                problem=f"needs the package '{package.name}' beside its bundle, where there is place for one version, "
                f"and imports {' and '.join(sorted((other.version, package.version)))}; have all that depends on it "
                "take one of them (overrides in package.json)",
            )
    # Nearly no bundle has any, and to look for settings takes time.
    folders = list(request.folders_upward()) if found else []
    return PackagesBeside(
        packages=dict(sorted(found.items())),
        settings=tuple(folder / _SETTINGS for folder in folders),
        scripts=_allowed_scripts(folders, found.values()),
        optional=_optional(folders, names) if found else frozenset(),
        excluded=request.exclude_dependencies,
        title=title,
    )


def _allowed_scripts(folders: Iterable[Path], packages: Iterable[InstalledPackage]) -> Mapping[str, Any]:
    """What the project says, or else those scripts that are needed.

    https://docs.npmjs.com/cli/commands/npm-approve-scripts
    """
    for folder in folders:
        project = package_in(folder)
        if project is not None and isinstance(said := project.manifest.get("allowScripts"), dict):
            return said
    packages = list(packages)
    return {package.name: True for package in (*packages, *native_among(with_dependencies(packages)))}


def _optional(folders: Iterable[Path], asked_for: Iterable[str]) -> frozenset[str]:
    """The packages that are installed only for others which do without them."""
    projects = [project for folder in folders if (project := package_in(folder)) is not None]
    optional: set[str] = set()
    needed = set(asked_for)
    for package in with_dependencies(projects):
        mine = package.named_in("optionalDependencies").keys()
        optional |= mine
        # npm has those in both.
        needed |= package.named_in("dependencies").keys() - mine
    return frozenset(optional - needed - {name for project in projects for name in project.needs})


def _unplugged(name: str, folder: Path) -> InstalledPackage | None:
    manifest = manifest_above(folder)
    package = None if manifest is None else unplugged(manifest, name)
    return None if package is None else package_in(package)


def _machine_for_scripts(cpu: str, node_version: int, *, title: str) -> Mapping[str, str]:
    """What install scripts that fetch a prebuilt addon ask for which one."""
    system = {"platform": "linux", "arch": cpu, "target_platform": "linux", "target_arch": cpu, "target_libc": "glibc"}
    version = {"runtime": "node", "target": f"{node_version}.0.0"}
    node = on_path("node")
    if node is not None and node.run(["--version"], folder=Path.cwd(), subject=title).output.startswith(
        f"v{node_version}."
    ):
        # Left out where it says nothing new: node-pre-gyp refuses to be told of a Node.js newer than itself.
        version = {}
    return {f"npm_config_{name}": value for name, value in {**system, **version}.items()}


def _tidy(installed: Path) -> None:
    # npm's own record names the registry that the packages came from.
    (installed / ".package-lock.json").unlink(missing_ok=True)
    # Install scripts call programs there, and links have the paths of this machine.
    for programs in list(installed.rglob(".bin")):
        shutil.rmtree(programs, ignore_errors=True)
    for settings in list(installed.rglob("build*/config.gypi")):
        _remove_steps(settings.parent)


def _remove_steps(build: Path) -> None:
    """Removes what node-gyp leaves beside an addon that it compiled, which has the paths of this machine, too."""
    for path in build.iterdir():
        if path.is_file():
            path.unlink()
    for steps in _STEPS:
        shutil.rmtree(build / "Release" / steps, ignore_errors=True)
