"""Which program is the user's esbuild."""

from __future__ import annotations

import functools
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool, nearest_in_node_modules, on_path
from stacktape_constructs.packaging.languages.javascript.pnp import manifest_above, unplugged

#: esbuild's own variable for the program to run.
BINARY_VARIABLE = "ESBUILD_BINARY_PATH"

# What esbuild calls the machine, in the names of the packages that have its program.
_SYSTEM = {"linux": "linux", "darwin": "darwin", "win32": "win32"}.get(sys.platform, sys.platform)
_PROCESSOR = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def find_esbuild(explicit: Path | None, entry: Path, title: str) -> Tool:
    """The user's esbuild.

    Raises:
        PackagingError: there is none.
    """
    given = explicit or (Path(os.environ[BINARY_VARIABLE]) if os.environ.get(BINARY_VARIABLE) else None)
    if given is not None:
        if not given.is_file():
            raise PackagingError(path=title, problem=f"cannot be bundled: there is no esbuild at {given}")
        return Tool(given)
    found = nearest_in_node_modules("esbuild", entry.parent) or _unplugged(entry.parent) or on_path("esbuild")
    if found is None:
        raise PackagingError(
            path=title,
            problem="cannot be bundled without esbuild, which is in no node_modules/.bin from the file's folder "
            "upward and not on PATH; install it in your project: npm i -D esbuild",
        )
    return _program_of(found)


def _unplugged(folder: Path) -> Tool | None:
    manifest = manifest_above(folder)
    package = None if manifest is None else unplugged(manifest, f"@esbuild/{_SYSTEM}-{_PROCESSOR}")
    return None if package is None else next(map(Tool, _programs_in(package)), None)


def _programs_in(package: Path) -> Iterator[Path]:
    for program in sorted(package.glob("**/esbuild*")):
        if program.is_file() and os.access(program, os.X_OK):
            yield program


@functools.cache
def _program_of(launcher: Tool) -> Tool:
    """The program that esbuild's launcher starts, if it is one: without it there is no Node.js in between."""
    real = launcher.path.resolve()
    with real.open("rb") as file:
        is_launcher = file.read(2) == b"#!" or real.suffix == ".cmd"
    if is_launcher:
        # Of node_modules/esbuild/bin/esbuild, and of node_modules/.bin/esbuild where that is no link.
        for packages in (*real.parents[2:3], *launcher.path.parents[1:2]):
            for program in _programs_in(packages / "@esbuild" / f"{_SYSTEM}-{_PROCESSOR}"):
                return Tool(program)
    return launcher
