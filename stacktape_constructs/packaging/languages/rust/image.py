"""The image of a Rust file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.image import (
    DEBIAN,
    OFFICIAL,
    cached,
    folders_upward,
    shell,
    version_of,
    work_folder,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.refusals import refuse_excluded_dependencies, refuse_options
from stacktape_constructs.packaging.languages.rust.project import package_folder
from stacktape_constructs.packaging.languages.toml import read_toml, table

_RUST = "1.95"


def package_for_image(request: ImageRequest) -> ImageSource:
    """The program that starts at a file."""
    refuse_excluded_dependencies(request, reason="they are compiled into one program")
    refuse_options(request, language="Rust")
    package = package_folder(request)
    program = _program(request, package, read_toml(package / "Cargo.toml"))
    root = _workspace(request, package)
    locked = " --locked" if (root / "Cargo.lock").is_file() else ""
    return ImageSource(
        base=DEBIAN,
        build=(
            f"FROM {OFFICIAL}/rust:{version_of(request, _RUST)}-trixie AS build",
            "WORKDIR /app",
            "COPY app/ ./",
            *(() if package == root else (f"WORKDIR {work_folder(root, package)}",)),
            # What is in the cache is no part of the image, so the program leaves it at once.
            cached(
                "/usr/local/cargo/registry",
                f"cargo build --release{locked} --bin {shell(program)} --target-dir /target",
            ),
        ),
        copies=(
            "COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/",
            f"COPY --from=build /target/release/{program} ./program",
        ),
        command=("./program",),
        folder=root,
        leftovers=("target",),
    )


def _program(request: ImageRequest, package: Path, manifest: Mapping[str, Any]) -> str:
    """The name of the program, by the places that cargo looks for programs in.

    https://doc.rust-lang.org/cargo/guide/project-layout.html
    """
    path = request.entry.relative_to(package).as_posix()
    for program in manifest.get("bin", ()):
        if isinstance(program, dict) and Path(program.get("path", "")).as_posix() == path and "name" in program:
            return str(program["name"])
    parts = path.split("/")
    named = table(manifest, "package", file=package / "Cargo.toml").get("name")
    if parts == ["src", "main.rs"] and named is not None:
        return str(named)
    if parts[:2] == ["src", "bin"] and len(parts) == 3:
        return request.entry.stem
    if parts[:2] == ["src", "bin"] and parts[3:] == ["main.rs"]:
        return parts[2]
    raise PackagingError(
        path=request.title,
        problem="starts no program of its package; give src/main.rs or a file of src/bin, or add a [[bin]] with this "
        "path to Cargo.toml",
    )


def _workspace(request: ImageRequest, package: Path) -> Path:
    for folder in folders_upward(request):
        manifest = folder / "Cargo.toml"
        if package.is_relative_to(folder) and manifest.is_file() and "workspace" in read_toml(manifest):
            return folder
    return package
