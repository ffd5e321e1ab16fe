"""The code of a function from a TypeScript or JavaScript file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.bundling.tool import Tool
from stacktape_constructs.packaging.languages.javascript.beside import packages_beside
from stacktape_constructs.packaging.languages.javascript.copied import copied
from stacktape_constructs.packaging.languages.javascript.decorators import metadata_warnings
from stacktape_constructs.packaging.languages.javascript.esbuild import WARNINGS, EsbuildRun
from stacktape_constructs.packaging.languages.javascript.esbuild_program import find_esbuild
from stacktape_constructs.packaging.languages.javascript.exports import check_bundle, handler_function
from stacktape_constructs.packaging.languages.javascript.imports import needs_no_bundle
from stacktape_constructs.packaging.languages.javascript.installed import (
    InstalledPackage,
    find_package,
    package_in,
    package_name,
    packages_of,
    with_dependencies,
)
from stacktape_constructs.packaging.languages.javascript.native import native_among
from stacktape_constructs.packaging.languages.javascript.observed import external_imports, input_files, observe
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource, SourceRequest

_NODE_RUNTIME = re.compile(r"nodejs(\d+)\.x")
# Part of every Node.js runtime of Lambda since 18; CDK's own NodejsFunction leaves them out, too.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
_IN_THE_RUNTIME = ("@aws-sdk/*", "@smithy/*")


def package_for_lambda(request: LambdaRequest) -> LambdaSource:
    """A bundle; or the file itself, where it is JavaScript that imports nothing a bundle would hold."""
    text = request.entry.read_text(encoding="utf-8", errors="replace")
    function = request.handler_function or handler_function(text)
    if request.entry.suffix in (".js", ".mjs", ".cjs") and needs_no_bundle(text):
        return copied(request, text, function)
    options = request.options_as(JavaScriptOptions) or JavaScriptOptions()
    return _bundled(request, options, function)


def _bundled(request: LambdaRequest, options: JavaScriptOptions, function: str) -> LambdaSource:
    run = EsbuildRun(
        entry=request.entry,
        title=request.title,
        root=_package_root(request),
        node_version=_node_version(request),
        esm=is_esm(request, options),
        source_maps=options.source_maps,
        minify=options.minify,
        tsconfig=None if options.tsconfig is None else _tsconfig(options.tsconfig, request),
        external=(*request.exclude_dependencies, *options.external_dependencies),
        external_patterns=_IN_THE_RUNTIME,
    )
    esbuild = find_esbuild(options.esbuild, request.entry, request.title)

    def make(folder: Path) -> Observations:
        told, native = _bundle_without_native_code(run, esbuild, folder)
        files = input_files(told, run.root)
        _check_within(files, request)
        beside = packages_beside(options.external_dependencies, native, request)
        text = request.entry.read_text(encoding="utf-8", errors="replace")
        check_bundle(function, folder / run.output_name, told, text, title=request.title)
        beside.install(folder, architecture=request.architecture, node_version=run.node_version)
        seen = observe(files, root=run.root, tsconfig=run.tsconfig)
        beside.observe(seen)
        if told[WARNINGS]:
            seen.warnings.append(told[WARNINGS])
        return seen

    return LambdaSource(
        handler=f"index.{function}",
        bundle=Bundle(
            title=request.title,
            request={"esbuild": esbuild.identity, "function": function, **_described(run, request, options)},
            make=make,
        ),
        environment={"NODE_OPTIONS": "--enable-source-maps"} if options.source_maps else {},
        warnings=metadata_warnings(request, run.tsconfig),
    )


def _tsconfig(given: Path, request: LambdaRequest) -> Path:
    tsconfig = request.folder.resolve(given)
    if not tsconfig.is_file():
        problem = f"there is no tsconfig.json {given}; correct its path"
        raise PackagingError(path=request.title, given=str(given), problem=problem)
    return tsconfig


def _check_within(files: Iterable[str], request: LambdaRequest) -> None:
    """Refuses sources out of the project folder; packages are wherever a package manager put them.

    Raises:
        PackagingError: there is one.
    """
    if request.folder.allow_outside:
        return
    inside = f"{request.folder.boundary.resolve()}{os.sep}"
    packages = f"{os.sep}node_modules{os.sep}"
    for file in files:
        # Nearly all are told by their names alone, of which there may be thousands.
        if packages not in file and (not file.startswith(inside) or f"{os.sep}..{os.sep}" in file):
            request.folder.resolve(file)


def _bundle_without_native_code(
    run: EsbuildRun, esbuild: Tool, folder: Path
) -> tuple[Mapping[str, Any], list[InstalledPackage]]:
    """Makes a bundle, and gives what esbuild tells of it and the packages with native code that are not in it.

    Raises:
        PackagingError: the code is wrong or imports what is not there.
    """
    outside: list[InstalledPackage] = []
    try:
        told = run.run(esbuild, folder)
    except PackagingError as error:
        # Such packages may import what esbuild cannot read, and what is there only where they are worked on.
        if "node_modules/" not in error.details:
            raise
        project = package_in(run.root)
        outside = [] if project is None else native_among(with_dependencies([project, *_worked_on_with(project)]))
        if not outside:
            raise
        told = _without(run, outside).run(esbuild, folder)
    inside = native_among(packages_of(input_files(told, run.root)))
    if inside:
        told = _without(run, [*outside, *inside]).run(esbuild, folder)
    names = {package.imported_as for package in outside}
    imported = (
        find_package(name, importer)
        for importer, path in external_imports(told, run.root)
        if (name := package_name(path)) in names
    )
    return told, [*inside, *(package for package in imported if package is not None)]


def _worked_on_with(project: InstalledPackage) -> Iterator[InstalledPackage]:
    # What is bundled is often put there, for nothing of it has to be installed once more.
    for name in project.named_in("devDependencies"):
        found = find_package(name, project.folder)
        if found is not None:
            yield found


def _without(run: EsbuildRun, packages: Iterable[InstalledPackage]) -> EsbuildRun:
    return attrs.evolve(
        run, external=tuple(dict.fromkeys((*run.external, *(package.imported_as for package in packages))))
    )


def _described(run: EsbuildRun, request: LambdaRequest, options: JavaScriptOptions) -> Mapping[str, Any]:
    """All that the bundle depends on beside its files, as JSON data."""
    described = attrs.asdict(
        run, value_serializer=lambda _, __, value: str(value) if isinstance(value, Path) else value
    )
    return {**described, "beside": options.external_dependencies, "architecture": request.architecture}


def _package_root(request: LambdaRequest) -> Path:
    """The nearest folder with a package.json, from the source file upward, or else the project's folder."""
    for folder in request.entry.parents:
        if (folder / "package.json").is_file():
            return folder
    return request.folder.path


def _node_version(request: LambdaRequest) -> int:
    version = _NODE_RUNTIME.fullmatch(request.runtime)
    if version is None:
        raise PackagingError(
            path=request.title,
            problem=f"is TypeScript or JavaScript, and the function's runtime is {request.runtime}; give it a "
            "Node.js runtime such as nodejs24.x",
        )
    return int(version[1])


def is_esm(request: SourceRequest, options: JavaScriptOptions) -> bool:
    """Whether a file is bundled as an ES module.

    Raises:
        PackagingError: its package.json is not JSON.
    """
    if options.module_format is not None:
        return options.module_format == "esm"
    if request.entry.suffix in (".mts", ".mjs"):
        return True
    if request.entry.suffix in (".cts", ".cjs"):
        return False
    for folder in request.entry.parents:
        manifest = folder / "package.json"
        if manifest.is_file():
            try:
                content = json.loads(manifest.read_text(encoding="utf-8"))
            except ValueError as error:
                raise PackagingError(path=str(manifest), problem=f"is not JSON ({error}); correct it") from None
            return isinstance(content, dict) and content.get("type") == "module"
    return False
