"""Bundles by esbuild: what it is told, and what it makes.

https://esbuild.github.io/api/
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.gathering import Gathering
from stacktape_constructs.packaging.bundling.tool import Tool
from stacktape_constructs.packaging.languages.javascript.esbuild_program import BINARY_VARIABLE
from stacktape_constructs.packaging.languages.javascript.installed import package_name
from stacktape_constructs.packaging.languages.javascript.pnp import archive_folders, manifest_above
from stacktape_constructs.packaging.languages.javascript.source_map import relocate_sources, rename_in_bundle

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


#: What it says, and how much of it.
LOGGING = ("--log-level=warning", "--color=false", "--log-limit=20")
#: What it warns of, as one more part of its metafile.
WARNINGS = "warnings"

_ERROR = "[ERROR]"
# `empty` is the newest of what it is told.
_TOO_OLD = re.compile(r'Invalid loader[^\n]*: "empty"')
_MISSING = re.compile(r'\[ERROR\] Could not resolve "(?P<name>[^"]+)"\n\s+(?P<importer>[^\n]+):\d+:\d+:')
_ARCHIVES = ".yarn/cache/"


@attrs.frozen(kw_only=True)
class _Part:
    """What is made of one entry by a run for several.

    Attributes:
        entry: the source file.
        title: what it is called in errors.
        folder: where the bundle is to be.
    """

    entry: Path
    title: str
    folder: Path


@attrs.frozen(kw_only=True)
class _Command:
    """What esbuild is told for all of several entries.

    Attributes:
        esbuild: the program.
        root: the folder that it runs in.
        output: the folder that has those of the bundles.
        arguments: what it is told.
    """

    esbuild: Tool
    root: Path
    output: Path
    arguments: tuple[str, ...]

    def run(self, parts: Sequence[_Part]) -> Sequence[Mapping[str, Any]]:
        """Makes a bundle of each entry, and gives what esbuild tells of each.

        Linked on its own, each is the same as if esbuild ran for it alone, and what they share is read once.

        Raises:
            PackagingError: one of them cannot be made, and then none is; or it warns, and not of one alone.
        """
        metafile = parts[0].folder / "esbuild.json"
        said = self.esbuild.run(
            [
                # From the root: in a path from there, esbuild would take a `*` of a folder above for a pattern.
                *(f"{part.folder.name}/index={from_root(self.root, part.entry)}" for part in parts),
                *self.arguments,
                f"--outdir={self.output}",
                f"--metafile={metafile}",
            ],
            folder=self.root,
            subject=parts[0].title,
            # esbuild's launcher would start what this names, which may be the launcher itself.
            environment={BINARY_VARIABLE: ""},
        )
        told = json.loads(metafile.read_bytes())
        metafile.unlink()
        assert isinstance(told, dict)
        if said.warnings and len(parts) > 1:
            # Which of them it warns of, it says where it runs for each alone.
            raise PackagingError(path=parts[0].title, problem="has warnings, or others have", details=said.warnings)
        told[WARNINGS] = said.warnings
        return [told] if len(parts) == 1 else [_told_of(part, told) for part in parts]


_gathering = Gathering(_Command.run)


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
        told = self._write(esbuild, folder, banner=ESM_BANNER if self.esm else None)
        if not self.esm and _URL.encode() in output.read_bytes():
            told = self._write(esbuild, folder, banner=CJS_BANNER)
        if self.source_maps:
            relocate_sources(output.with_name(f"{output.name}.map"), self.root)
        _rename_archives(output, told["inputs"], self.root)
        return told

    def _write(self, esbuild: Tool, folder: Path, *, banner: str | None) -> Mapping[str, Any]:
        if "*" in from_root(self.root, self.entry):
            problem = "cannot be bundled: esbuild takes a path with a '*' for several files; rename it"
            raise PackagingError(path=self.title, problem=problem)
        arguments = (*self._arguments(), *(() if banner is None else (f"--banner:js={banner}",)))
        command = _Command(esbuild=esbuild, root=self.root, output=folder.parent, arguments=arguments)
        try:
            return _gathering.run(command, _Part(entry=self.entry, title=self.title, folder=folder))
        except PackagingError as error:
            raise _with_advice(error, esbuild) from None

    def _arguments(self) -> Iterable[str]:
        yield from ("--bundle", "--platform=node", f"--target=node{self.node_version}", "--charset=utf8")
        yield from LOGGING
        # A native addon is of no use in a bundle; the package that has it is found by what it loads.
        yield "--loader:.node=empty"
        yield f"--format={'esm' if self.esm else 'cjs'}"
        if self.esm:
            yield "--out-extension:.js=.mjs"
        else:
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


def from_root(root: Path, entry: Path) -> str:
    """A source file as esbuild is told of it, where it runs in a folder."""
    # With the dot, so that it is not taken for the name of a package.
    return f".{os.sep}{os.path.relpath(entry, root)}"


def _told_of(part: _Part, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What esbuild tells of one of several bundles, as if it had made that one alone."""
    # On every system esbuild has slashes between folders.
    above = f"/{part.folder.name}/"
    outputs = {name: output for name, output in told["outputs"].items() if above in f"/{name}"}
    left = [output["entryPoint"] for output in outputs.values() if "entryPoint" in output]
    inputs: dict[str, Any] = {}
    while left:
        name = left.pop()
        if name not in inputs and name in told["inputs"]:
            inputs[name] = told["inputs"][name]
            left += [imported["path"] for imported in inputs[name]["imports"] if not imported.get("external")]
    return {"inputs": inputs, "outputs": outputs, WARNINGS: told[WARNINGS]}


def _with_advice(error: PackagingError, esbuild: Tool) -> PackagingError:
    """The error with what can be done, where all that is wrong is an old esbuild, or packages that are not there."""
    if _TOO_OLD.search(error.details):
        problem = (
            f"cannot be bundled by {esbuild.path}, which is older than 0.16; install a newer one: "
            "npm i -D esbuild@latest. It said:"
        )
        return PackagingError(path=error.path, problem=problem, details=error.details)
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
