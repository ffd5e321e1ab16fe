"""Yarn's Plug'n'Play: packages stay in archives, and a file of the project says where each is.

https://yarnpkg.com/advanced/pnp-spec
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

#: The file that says where the packages are. Another version of one is another file name in it.
_MANIFEST = ".pnp.cjs"

# Packages with peer dependencies, workspaces among them, are known by a path for each set of these.
_VIRTUAL = re.compile(r"(?P<before>.*)/__virtual__/[^/]+/(?P<levels>\d+)/(?P<after>.*)")
_ARCHIVED = re.compile(r"(?P<folder>.*/)[^/]+\.zip/node_modules/")


def manifest_above(folder: Path) -> Path | None:
    """The file that says where the packages of a folder are; None where they are in `node_modules`."""
    for above in (folder, *folder.parents):
        if (above / _MANIFEST).is_file():
            return above / _MANIFEST
    return None


def unplugged(manifest: Path, package: str) -> Path | None:
    """The folder of a package that has to be one, for it has a program or native code."""
    name = package.replace("/", "-")
    found = sorted((manifest.parent / ".yarn" / "unplugged").glob(f"{name}-*/node_modules/{package}"))
    return found[-1] if found else None


def real_path(path: str) -> str:
    """The path of a file on the disk, which may be in an archive there.

    >>> real_path("/shop/.yarn/__virtual__/lib-virtual-1a/1/packages/lib/index.ts")
    '/shop/packages/lib/index.ts'
    """
    # Nearly none is virtual, of which there may be thousands.
    if "__virtual__" not in path:
        return path
    virtual = _VIRTUAL.fullmatch(os.path.normpath(path).replace(os.sep, "/"))
    if virtual is None:
        return path
    folder = virtual["before"].split("/")
    kept = folder[: len(folder) - int(virtual["levels"])]
    return real_path("/".join([*kept, virtual["after"]]))


def is_archived(path: str) -> bool:
    """Whether a file is in the archive of a package."""
    return ".zip/" in path and _ARCHIVED.match(path) is not None


def archive_folders(paths: Iterable[str]) -> set[str]:
    """The folders of the archives that files are in, with a slash at their ends."""
    return {found["folder"] for path in paths if ".zip/" in path and (found := _ARCHIVED.match(path))}
