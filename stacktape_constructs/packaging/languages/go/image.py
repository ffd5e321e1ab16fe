"""The image of a Go file."""

from __future__ import annotations

import re

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.image import (
    DEBIAN,
    OFFICIAL,
    cached,
    nearest_file,
    shell,
    version_of,
    work_folder,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.refusals import refuse_excluded_dependencies, refuse_options

_GO = (1, 27)
_MAIN = re.compile(r"^package[ \t]+main\b", re.MULTILINE)
_WANTED = re.compile(r"^go[ \t]+(\d+)\.(\d+)", re.MULTILINE)


def package_for_image(request: ImageRequest) -> ImageSource:
    """The program that the package of a file is compiled to."""
    refuse_excluded_dependencies(request, reason="they are compiled into one program")
    refuse_options(request, language="Go")
    module = nearest_file(request, "go.mod")
    if module is None:
        raise PackagingError(
            path=request.title,
            problem="is part of no module, for there is no go.mod in its folder or above it; make one in the folder "
            "that your imports start from: go mod init example.com/orders",
        )
    if not _MAIN.search(request.entry.read_text(encoding="utf-8", errors="replace")):
        raise PackagingError(
            path=request.title, problem="is not of package main, which alone becomes a program; give a file that is"
        )
    workspace = nearest_file(request, "go.work")
    root = module.parent if workspace is None else workspace.parent
    wanted = [_wanted(file.read_text(encoding="utf-8")) for file in (module, workspace) if file is not None]
    major, minor = max(_GO, *wanted)
    version = version_of(request, f"{major}.{minor}")
    package = request.entry.parent.relative_to(module.parent).as_posix()
    compiled = shell("." if package == "." else f"./{package}")
    return ImageSource(
        base=DEBIAN,
        build=(
            f"FROM {OFFICIAL}/golang:{version} AS build",
            "WORKDIR /app",
            "COPY app/ ./",
            *(() if module.parent == root else (f"WORKDIR {work_folder(root, module.parent)}",)),
            # A program without parts of the C library runs wherever it is put.
            "ENV CGO_ENABLED=0",
            cached("/go/pkg/mod", f"go build -trimpath -ldflags='-s -w' -o /program {compiled}"),
        ),
        copies=(
            "COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/",
            "COPY --from=build /program ./",
        ),
        command=("./program",),
        folder=root,
    )


def _wanted(text: str) -> tuple[int, int]:
    found = _WANTED.search(text)
    return (0, 0) if found is None else (int(found[1]), int(found[2]))
