"""esbuild: where it is, and what it is told."""

from __future__ import annotations

import functools
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool, nearest_in_node_modules, on_path
from stacktape_constructs.packaging.languages.javascript.installed import package_name
from stacktape_constructs.packaging.languages.javascript.pnp import archive_folders, manifest_above, unplugged
from stacktape_constructs.packaging.languages.javascript.source_map import relocate_sources, rename_in_bundle

#: esbuild's own variable for the program to run.
BINARY_VARIABLE = "ESBUILD_BINARY_PATH"

#: Packages that are written for CommonJS and land in an ES module still ask for these. They are not
#: declared, so code that declares them itself is not in the way.
ESM_BANNER = (
    'import { createRequire as __createRequire } from "node:module";'
    'import { fileURLToPath as __fileURLToPath } from "node:url";'
    "globalThis.require ??= __createRequire(import.meta.url);"
    "globalThis.__filename ??= __fileURLToPath(import.meta.url);"
    'globalThis.__dirname ??= __fileURLToPath(new URL(".", import.meta.url));'
)
#: What ES modules know of themselves, in a CommonJS bundle. The URL has to be made first.
_URL = "__bundle_url"
CJS_DEFINITIONS = {"import.meta.url": _URL, "import.meta.dirname": "__dirname", "import.meta.filename": "__filename"}
CJS_BANNER = f'const {_URL} = require("node:url").pathToFileURL(__filename).href;'

# What esbuild calls the machine, in the names of the packages that have its program.
_SYSTEM = {"linux": "linux", "darwin": "darwin", "win32": "win32"}.get(sys.platform, sys.platform)
_PROCESSOR = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
_ERROR = "[ERROR]"
_MISSING = re.compile(r'\[ERROR\] Could not resolve "(?P<name>[^"]+)"\n\s+(?P<importer>[^\n]+):\d+:\d+:')
_ARCHIVES = ".yarn/cache/"


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


@attrs.frozen(kw_only=True)
class EsbuildRun:
    """One bundle by esbuild.

    Attributes:
        entry: the source file.
        title: what it is called in errors.
        root: the folder esbuild runs in. Paths in the bundle are relative to it, and so the same on
            every machine.
        node_version: major version of Node.js that the bundle is for.
        esm: make an ES module.
        source_maps: make a source map.
        minify: write the shortest code.
        tsconfig: a tsconfig.json, if not the one esbuild finds.
        external: packages that stay outside.
        external_patterns: further imports that stay outside, such as `@aws-sdk/*`.
    """

    entry: Path
    title: str
    root: Path
    node_version: int
    esm: bool
    source_maps: bool
    minify: bool
    tsconfig: Path | None
    external: tuple[str, ...] = ()
    external_patterns: tuple[str, ...] = ()

    @property
    def output_name(self) -> str:
        """The bundle's file."""
        return "index.mjs" if self.esm else "index.js"

    def run(self, esbuild: Tool, folder: Path) -> Mapping[str, Any]:
        """Makes the bundle in a folder and gives what esbuild tells of it.

        Raises:
            PackagingError: the code is wrong or imports what is not there.
        """
        output = folder / self.output_name
        told = self._write(esbuild, output, banner=ESM_BANNER if self.esm else None)
        if not self.esm and _URL.encode() in output.read_bytes():
            told = self._write(esbuild, output, banner=CJS_BANNER)
        if self.source_maps:
            relocate_sources(output.with_name(f"{output.name}.map"), self.root)
        _rename_archives(output, told["inputs"], self.root)
        return told

    def _write(self, esbuild: Tool, output: Path, *, banner: str | None) -> Mapping[str, Any]:
        metafile = output.with_name(f"{output.name}.json")
        arguments = [*self._arguments(), f"--outfile={output}", f"--metafile={metafile}"]
        if banner is not None:
            arguments.append(f"--banner:js={banner}")
        try:
            esbuild.run(
                arguments,
                folder=self.root,
                subject=self.title,
                # esbuild's launcher would start what this names, which may be the launcher itself.
                environment={BINARY_VARIABLE: ""},
            )
        except PackagingError as error:
            raise _with_advice(error) from None
        told = json.loads(metafile.read_bytes())
        metafile.unlink()
        assert isinstance(told, dict)
        return told

    def _arguments(self) -> Iterable[str]:
        yield str(self.entry)
        yield from ("--bundle", "--platform=node", f"--target=node{self.node_version}", "--charset=utf8")
        yield from ("--log-level=warning", "--color=false", "--log-limit=20")
        # A native addon is of no use in a bundle; the package that has it is found by what it loads.
        yield "--loader:.node=empty"
        yield f"--format={'esm' if self.esm else 'cjs'}"
        if not self.esm:
            yield from (f"--define:{name}={value}" for name, value in CJS_DEFINITIONS.items())
        if self.source_maps:
            yield "--sourcemap"
        if self.minify:
            yield from ("--minify", "--keep-names")
        if self.tsconfig is not None:
            yield f"--tsconfig={self.tsconfig}"
        for package in self.external:
            yield f"--external:{package}"
            yield f"--external:{package}/*"
        for pattern in self.external_patterns:
            yield f"--external:{pattern}"


def _with_advice(error: PackagingError) -> PackagingError:
    """The error with what can be done about imports of packages that are not there, if these are all that is wrong."""
    missing = [found for found in _MISSING.finditer(error.details) if not found["name"].startswith((".", "/"))]
    if not missing or len(missing) < error.details.count(_ERROR):
        return error
    names = ", ".join(sorted({package_name(found["name"]) for found in missing}))
    optional = any("node_modules/" in found["importer"] for found in missing)
    return PackagingError(
        path=error.path,
        problem=f"imports what is not installed: {names}; install it in your project"
        + (", or where the package that imports it does without it, leave it out" if optional else ", or leave it out")
        + " (exclude_dependencies, in YAML excludeDependencies):",
        details=error.details,
    )


def _rename_archives(output: Path, inputs: Iterable[str], root: Path) -> None:
    """Gives archives of packages the same names on every machine, where they are in a folder of the user's."""
    manifest = manifest_above(root)
    if manifest is None:
        return
    for folder in sorted(archive_folders(inputs)):
        if not (root / folder).resolve().is_relative_to(manifest.parent.resolve()):
            rename_in_bundle(output, folder, _ARCHIVES)
