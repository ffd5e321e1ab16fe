"""The image of a TypeScript or JavaScript file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.image import (
    COPY_OWNED,
    COPY_SOURCES,
    OFFICIAL,
    cached,
    copy_from_build,
    environment,
    folders_upward,
    nearest_file,
    place,
    shell,
    version_of,
    work_folder,
)
from stacktape_constructs.packaging.languages.javascript.esbuild import CJS_BANNER, CJS_DEFINITIONS, ESM_BANNER
from stacktape_constructs.packaging.languages.javascript.imports import needs_no_bundle
from stacktape_constructs.packaging.languages.javascript.managers import manager_of
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.javascript.package import is_esm
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource

_NODE = "24"
_ESBUILD = "0.28.2"

_PACKAGES = re.compile(r"^packages[ \t]*:", re.MULTILINE)

_PRODUCTION = {"NODE_ENV": "production"}

# What npm installs for a package that runs, and not only for one that is worked on.
_RUN = ("dependencies", "optionalDependencies", "peerDependencies")


@attrs.frozen(kw_only=True)
class Project:
    """A package, and the workspace that it may be part of.

    Attributes:
        folder: the folder of the package.
        root: the folder that packages are installed in.
        manifest: what is in the package's package.json.
        esbuild: the project has an esbuild of its own.
    """

    folder: Path
    root: Path
    manifest: Mapping[str, Any]
    esbuild: bool

    @property
    def is_workspace(self) -> bool:
        """Whether the packages of others in the same workspace may be among those that it imports."""
        return self.root != self.folder or _is_workspace(self.root)

    @property
    def dependencies(self) -> list[str]:
        """The packages that it needs when it runs."""
        return sorted({name for kind in _RUN for name in self.manifest.get(kind) or {}})


def package_for_image(request: ImageRequest) -> ImageSource:
    """A bundle with the packages that it needs; or the file itself, where it is JavaScript that needs none."""
    options = request.options_as(JavaScriptOptions) or JavaScriptOptions()
    if options.esbuild is not None:
        raise PackagingError(
            path=request.title,
            problem="is bundled where the image is built, so esbuild cannot be given; remove esbuild from the options",
        )
    node = version_of(request, _NODE)
    if request.entry.suffix in (".js", ".mjs", ".cjs") and _needs_nothing(request.entry):
        return ImageSource(
            base=f"{OFFICIAL}/node:{node}-slim",
            copies=(COPY_SOURCES,),
            environment=_PRODUCTION,
            command=("node", request.entry.name),
            files={request.entry.name: request.entry},
        )
    project = _project(request)
    if project.is_workspace and options.external_dependencies:
        raise PackagingError(
            path=request.title,
            problem=f"is part of a workspace ({project.root}), of which all packages are bundled, so "
            f"{', '.join(options.external_dependencies)} cannot stay outside; remove external_dependencies (in YAML "
            "dependenciesToExcludeFromBundle), or write a Dockerfile (ContainerPackage.from_dockerfile, in YAML "
            "custom-dockerfile)",
        )
    return _bundled(request, options, project, node)


def _bundled(request: ImageRequest, options: JavaScriptOptions, project: Project, node: str) -> ImageSource:
    manager = manager_of(project.root)
    folder = work_folder(project.root, project.folder)
    binaries = dict.fromkeys((f"{folder}/node_modules/.bin", "/app/node_modules/.bin"))
    esm = is_esm(request, options)
    output = f"{request.entry.stem}.{'mjs' if esm else 'cjs'}"
    installed = [] if project.is_workspace else project.dependencies
    build = (
        f"FROM {OFFICIAL}/node:{node} AS build",
        *manager.setup,
        *(() if project.esbuild else (f"RUN npm install --global esbuild@{_ESBUILD}",)),
        "WORKDIR /app",
        "COPY app/ ./",
        cached(manager.cache, manager.install),
        environment("PATH", ":".join((*binaries, "$PATH"))),
        "RUN " + " \\\n    ".join(_esbuild(request, options, project, node, output, esm)),
        *([cached(manager.cache, manager.prune)] if installed else []),
        *([f"RUN rm -rf {_in_node_modules(request)}"] if installed and request.exclude_dependencies else []),
    )
    copies = (f"{COPY_OWNED} --from=build /app/node_modules ./node_modules",) if installed else ()
    maps = {"NODE_OPTIONS": "--enable-source-maps"} if options.source_maps else {}
    return ImageSource(
        base=f"{OFFICIAL}/node:{node}-slim",
        build=build,
        copies=(*copies, copy_from_build("/bundle")),
        environment={**_PRODUCTION, **maps},
        command=("node", output),
        folder=project.root,
        leftovers=("node_modules", ".next", ".turbo"),
    )


def _esbuild(
    request: ImageRequest, options: JavaScriptOptions, project: Project, node: str, output: str, esm: bool
) -> Iterator[str]:
    yield "esbuild " + shell(place(request.entry, project.root, title=request.title))
    yield f"--bundle --platform=node --target=node{node} --format={'esm' if esm else 'cjs'} --charset=utf8"
    if options.source_maps:
        yield "--sourcemap"
    if options.minify:
        yield "--minify --keep-names"
    if options.tsconfig is not None:
        tsconfig = request.folder.resolve(options.tsconfig)
        yield shell(f"--tsconfig={place(tsconfig, project.root, title=request.title)}")
    # What the package needs to run is installed beside the bundle, where native code and files are found. In a
    # workspace, that would be other packages of it, which are TypeScript as well.
    outside = request.exclude_dependencies if project.is_workspace else project.dependencies
    more = () if project.is_workspace else (*request.exclude_dependencies, *options.external_dependencies)
    for name in dict.fromkeys((*outside, *more)):
        yield shell(f"--external:{name}")
    if not esm:
        yield " ".join(f"--define:{name}={value}" for name, value in CJS_DEFINITIONS.items())
    if not esm or project.is_workspace:
        yield shell(f"--banner:js={ESM_BANNER if esm else CJS_BANNER}")
    yield shell(f"--outfile=/bundle/{output}")


def _needs_nothing(file: Path) -> bool:
    text = file.read_text(encoding="utf-8", errors="replace")
    # Lambda's runtime has the AWS SDK, and an image has not.
    return needs_no_bundle(text) and "@aws-sdk/" not in text and "@smithy/" not in text


def _in_node_modules(request: ImageRequest) -> str:
    return " ".join(shell(f"node_modules/{name}") for name in request.exclude_dependencies)


def _project(request: ImageRequest) -> Project:
    manifest = nearest_file(request, "package.json")
    if manifest is None:
        raise PackagingError(
            path=request.title,
            problem="has to be bundled, and there is no package.json in its folder or above it, within the project "
            f"folder {request.folder.boundary}, that says what it needs; make one with npm init",
        )
    folder = manifest.parent
    above = [one for one in folders_upward(request) if folder.is_relative_to(one)]
    root = next((one for one in above if _is_workspace(one) or _is_locked(one)), folder)
    content = _read(manifest)
    others = [content] if root == folder else [content, _read(root / "package.json")]
    return Project(
        folder=folder,
        root=root,
        manifest=content,
        esbuild=any("esbuild" in (one.get(kind) or {}) for one in others for kind in (*_RUN, "devDependencies")),
    )


def _is_locked(folder: Path) -> bool:
    return (folder / "package.json").is_file() and bool(manager_of(folder).locks)


def _is_workspace(folder: Path) -> bool:
    manifest = folder / "package.json"
    if not manifest.is_file():
        return False
    # pnpm keeps its settings in that file as well, of packages that stand alone.
    settings = folder / "pnpm-workspace.yaml"
    if settings.is_file() and _PACKAGES.search(settings.read_text(encoding="utf-8", errors="replace")):
        return True
    return bool(_read(manifest).get("workspaces"))


def _read(manifest: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PackagingError(path=str(manifest), problem=f"is not JSON ({error}); correct it") from None
    return content if isinstance(content, dict) else {}
