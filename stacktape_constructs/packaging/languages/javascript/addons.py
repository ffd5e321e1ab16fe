"""Addons of Node.js: whether they run where a function does."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.javascript.installed import package_folder

#: What an ELF file has for the architectures of Lambda.
_MACHINES = {"x86_64": 0x3E, "arm64": 0xB7}

#: The interface that addons see of each Node.js, but for those that use Node-API, which is one for all.
#: https://nodejs.org/en/about/previous-releases
_INTERFACES = {18: 108, 20: 115, 22: 127, 24: 137}
_REGISTERED = re.compile(rb"node_register_module_v(\d+)")


def check_addons(folder: Path, *, architecture: str, node_version: int, title: str) -> None:
    """Refuses addons that do not run on Lambda.

    Args:
        folder: that of the bundle.
        architecture: `x86_64` or `arm64`.
        node_version: major version of the function's Node.js.
        title: what is packaged, for errors.

    Raises:
        PackagingError: there are some.
    """
    addons = sorted(_addons(folder / "node_modules"))
    machine = _MACHINES[architecture]
    if wrong := _of_no_use(addons, lambda addon: _runs_on(addon, machine)):
        raise PackagingError(
            path=title,
            problem=f"got native code that does not run on Lambda's {architecture} Linux: {_shown(wrong, folder)}; "
            "take a version of the package with prebuilt code for it, or where it does without such code, do not "
            "allow its install script (allowScripts in package.json), or package a ready folder (custom-artifact)",
        )
    if wrong := _of_no_use(addons, lambda addon: _is_for(addon, node_version)):
        raise PackagingError(
            path=title,
            problem=f"got native code that is not for Node.js {node_version}, which is the function's: "
            f"{_shown(wrong, folder)}; synthesize with Node.js {node_version}, or take a version of the package with "
            "prebuilt code for it",
        )


def runs_on(folder: Path, *, architecture: str) -> bool:
    """Whether the addons in the folder of a package run on an architecture; so does a package without any."""
    machine = _MACHINES[architecture]
    return not _of_no_use(_addons(folder), lambda addon: _runs_on(addon, machine))


def _addons(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.node") if path.is_file())


def _of_no_use(addons: Iterable[Path], is_usable: Callable[[Path], bool]) -> list[Path]:
    """The addons that their packages load, or may load, and cannot."""
    wrong: list[Path] = []
    carried: dict[str, list[Path]] = {}
    for addon in addons:
        folder = package_folder(str(addon))
        if "build" not in addon.relative_to(folder).parts:
            carried.setdefault(folder, []).append(addon)
        elif not is_usable(addon):
            # What was compiled here is what a package loads first.
            wrong.append(addon)
    for of_package in carried.values():
        # Packages may carry addons for every machine, and choose where they run.
        if not any(map(is_usable, of_package)):
            wrong += (addon for addon in of_package if not _is_prebuilt(addon))
    return wrong


def _is_prebuilt(addon: Path) -> bool:
    # Of these, packages know which there are, and what to do without.
    return "prebuilds" in {part.lower() for part in addon.parts}


def _runs_on(addon: Path, machine: int) -> bool:
    with addon.open("rb") as file:
        head = file.read(20)
    return head[:4] == b"\x7fELF" and len(head) == 20 and struct.unpack("<H", head[18:20])[0] == machine


def _is_for(addon: Path, node_version: int) -> bool:
    registered = _REGISTERED.search(addon.read_bytes())
    wanted = _INTERFACES.get(node_version)
    return registered is None or wanted is None or int(registered[1]) == wanted


def _shown(addons: list[Path], folder: Path) -> str:
    return ", ".join(addon.relative_to(folder).as_posix() for addon in addons)
