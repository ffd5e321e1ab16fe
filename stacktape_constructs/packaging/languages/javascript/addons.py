"""Addons of Node.js: whether they run where a function does."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from stacktape_constructs.errors import PackagingError

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
    addons = sorted(_addons(folder))
    machine = _MACHINES[architecture]
    if wrong := [addon for addon in addons if not _runs_on(addon, machine)]:
        raise PackagingError(
            path=title,
            problem=f"got native code that does not run on Lambda's {architecture} Linux: {_shown(wrong, folder)}; "
            "take a version of the package with prebuilt code for it, or package a ready folder (custom-artifact)",
        )
    if wrong := [addon for addon in addons if not _is_for(addon, node_version)]:
        raise PackagingError(
            path=title,
            problem=f"got native code that is not for Node.js {node_version}, which is the function's: "
            f"{_shown(wrong, folder)}; synthesize with Node.js {node_version}, or take a version of the package with "
            "prebuilt code for it",
        )


def _addons(folder: Path) -> Iterator[Path]:
    return (path for path in (folder / "node_modules").rglob("*.node") if path.is_file() and _is_for_one(path))


def _is_for_one(addon: Path) -> bool:
    # Packages that carry addons for every system have a folder for each.
    return "prebuilds" not in {part.lower() for part in addon.parts}


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
