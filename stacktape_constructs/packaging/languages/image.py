"""What the images of all languages have in common: where their sources are, and their Dockerfile.

Base images have a tag of the version that gets security fixes, such as `python:3.13-slim`, and no digest: a digest
would keep the faults of the day on which it was written. They are Debian's, with its glibc, for programs and
packages that are compiled before are made for that.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource, SourceRequest

#: Where Docker's official images are without the limits of their first registry.
#: https://docs.aws.amazon.com/AmazonECR/latest/public/docker-official-images.html
OFFICIAL = "public.ecr.aws/docker/library"

#: What a program that needs no runtime runs in.
DEBIAN = f"{OFFICIAL}/debian:13-slim"

# By number, for not every base image knows a user by name. The build context has the modes of the files on the
# machine that synthesizes, so another user might not be let in.
_USER = "1000:1000"
COPY_OWNED = f"COPY --chown={_USER}"

#: The sources in the folder of the image.
COPY_SOURCES = f"{COPY_OWNED} app/ ./"

_VERSION = re.compile(r"\d+(\.\d+){0,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def dockerfile(source: ImageSource, *, commands: Sequence[str] = (), included: bool = False) -> str:
    """The Dockerfile of an image. What it runs is not run as root.

    Args:
        source: what the image is made of.
        commands: what the user runs in the image that runs, as root, before the program is put into it.
        included: the build context has files below `included/` for the image.
    """
    first = [*source.build, ""] if source.build else []
    lines = [
        *first,
        f"FROM {source.base}",
        *(environment(name, value) for name, value in source.environment.items()),
        "WORKDIR /app",
        *(f"RUN {command}" for command in commands),
        *source.copies,
        *([f"{COPY_OWNED} included/ ./"] if included else []),
        f"USER {_USER}",
        f"CMD {json.dumps(source.command, ensure_ascii=False)}",
    ]
    return "\n".join(lines) + "\n"


def check_commands(commands: Iterable[str]) -> None:
    """Refuses commands that are no line of a Dockerfile.

    Raises:
        PackagingError: one is empty, has more than one line, or takes the next line along.
    """
    for command in commands:
        if not command.strip() or _CONTROL.search(command) or command.rstrip().endswith("\\"):
            raise PackagingError(
                path=command,
                problem=f"must be one line of a shell, which a build runs, got {command!r}; write one command for each "
                "line, or join them with '&&'",
            )


def is_version(text: str) -> bool:
    """Whether a text can be the version of a language, in the tag of an image."""
    return _VERSION.fullmatch(text) is not None


def version_of(request: ImageRequest, default: str) -> str:
    """The version of the language that the image has.

    Raises:
        PackagingError: what the user gave is no version.
    """
    version = request.version or default
    if not is_version(version):
        raise PackagingError(
            path=request.title, problem=f"takes a version such as {default}, got '{version}'; give numbers and dots"
        )
    return version


def shell(*words: str) -> str:
    """Words of a command as a shell reads them.

    Raises:
        PackagingError: one has a line break, which would end the instruction.
    """
    for word in words:
        if _CONTROL.search(word):
            raise PackagingError(path=word, problem=f"cannot be part of a command, got {word!r}; rename it")
    return " ".join(shlex.quote(word) for word in words)


def environment(name: str, value: str) -> str:
    """The instruction that sets a variable, in whose value `$PATH` and others are those of before."""
    if re.search(r"[\s\"'\\]", value):
        escaped = re.sub(r'(["\\])', r"\\\1", value)
        return f'ENV {name}="{escaped}"'
    return f"ENV {name}={value}"


def copy_from_build(path: str, target: str = "./") -> str:
    """The instruction that takes a file, or what is in a folder, from the first stage."""
    if re.search(r"[\s\"\\]", path):
        return f"{COPY_OWNED} --from=build {json.dumps([path, target], ensure_ascii=False)}"
    return f"{COPY_OWNED} --from=build {path} {target}"


def cached(folder: str, command: str) -> str:
    """The instruction that runs a command with a folder that later builds find again, and the image has not."""
    return f"RUN --mount=type=cache,target={folder} {command}"


def folders_upward(request: SourceRequest) -> Iterator[Path]:
    """The folder of a source file and all above it, as far as the project goes."""
    boundary = request.folder.boundary
    start = request.entry.parent
    for folder in (start, *start.parents):
        yield folder
        # A file outside of the project, where such are allowed, has nothing but what is beside it.
        if folder == boundary or not folder.is_relative_to(boundary):
            return


def nearest_file(request: SourceRequest, *names: str) -> Path | None:
    """The first file of these names, from a source file's folder upward."""
    for folder in folders_upward(request):
        for name in names:
            if (folder / name).is_file():
                return folder / name
    return None


def place(file: Path, root: Path, *, title: str) -> str:
    """The path of a file or folder below the folder of the sources.

    Raises:
        PackagingError: it is elsewhere, so the build would not have it.
    """
    if not file.is_relative_to(root):
        raise PackagingError(path=title, problem=f"is built in {root}, and {file} is not in that folder; move it there")
    return file.relative_to(root).as_posix()


def common_folder(request: SourceRequest, files: Iterable[Path]) -> Path:
    """The lowest folder that has the source file and these.

    Raises:
        PackagingError: it is not in the project folder.
    """
    folder = Path(os.path.commonpath([request.entry.parent, *(file.parent for file in files)]))
    if not request.folder.holds(folder.resolve()):
        raise PackagingError(
            path=request.title,
            problem=f"is built with files of {folder}, which is not in the project folder {request.folder.boundary}; "
            f"move them into it, {request.folder.remedy}",
        )
    return folder


def work_folder(root: Path, folder: Path) -> str:
    """Where a folder of the sources is in the first stage."""
    path = folder.relative_to(root).as_posix()
    return "/app" if path == "." else f"/app/{path}"
