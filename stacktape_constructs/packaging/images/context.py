"""The build context of an image: a folder with a Dockerfile, the sources below `app/`, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import aws_cdk as cdk

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.included_files import matches, with_included_files
from stacktape_constructs.packaging.languages.image import check_commands, dockerfile
from stacktape_constructs.packaging.languages.language import ImageSource
from stacktape_constructs.packaging.project_folder import ProjectFolder, absolute
from stacktape_constructs.packaging.staging import Content, stage
from stacktape_constructs.packaging.whole_folder import dockerignore, exclusions, literal


def image_context(
    source: ImageSource,
    folder: ProjectFolder,
    *,
    shown: str,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    commands: Sequence[str] = (),
) -> Path:
    """Makes the build context of an image.

    Args:
        source: what the image is made of.
        folder: where the patterns start.
        shown: the source file as it was given, for errors.
        include: patterns of more files for the image. They keep their path in the project folder.
        exclude: patterns of files to leave out again.
        commands: what the user runs while the image is built.

    Raises:
        PackagingError: a pattern names nothing, a command is none, or a link leads out of the project.
    """
    exclude = tuple(exclude)
    check_commands(commands)
    included = with_included_files(source.files, folder, include=include, exclude=exclude)
    if source.folder is None:
        files: Mapping[str, Content] = {f"app/{name}": file for name, file in included.items()}
    else:
        files = {f"included/{name}": file for name, file in included.items()}
    text = dockerfile(source, commands=commands, included=source.folder is not None and bool(included))
    context = stage({"Dockerfile": text, **source.generated, **files})
    if source.folder is not None:
        left_out = {file for pattern in exclude for file in matches(folder, pattern)}
        copy_project(source.folder, context / "app", folder, shown=shown, leftovers=source.leftovers, left_out=left_out)
    return context


def tool_context(
    source_folder: str | os.PathLike[str],
    folder: ProjectFolder,
    *,
    generated: Mapping[str, str] | None = None,
    instead_of: Sequence[str] = (),
) -> Path:
    """Makes the folder that a tool is to build an image of.

    Args:
        source_folder: the folder of the sources.
        folder: where that path starts.
        generated: texts of more files, by their path.
        instead_of: names of files that say the same, and must not be there.

    Raises:
        PackagingError: the folder is not there, is out of the project folder, or has one of these files.
    """
    shown = os.fspath(source_folder)
    source = folder.resolve(source_folder)
    if not source.is_dir():
        raise PackagingError(path=shown, problem=f"there is no such folder in {folder.path}")
    for name in instead_of:
        if (source / name).is_file():
            raise PackagingError(
                path=shown, problem=f"has a {name} of its own; write into it what is said here, or remove it"
            )
    context = stage(generated or {})
    copy_project(source, context, folder, shown=shown)
    return context


def copy_project(
    source: Path,
    target: Path,
    folder: ProjectFolder,
    *,
    shown: str,
    leftovers: Sequence[str] = (),
    left_out: Iterable[Path] = (),
) -> None:
    """Copies a folder of sources without credentials, what tools leave behind, and what its `.dockerignore` names.

    Raises:
        PackagingError: a link in the folder leads out of the project folder.
    """
    patterns = exclusions(source, folder, shown=shown, own=dockerignore(source), leftovers=leftovers)
    patterns += [literal(source, file) for file in sorted(left_out) if file.is_relative_to(source)]
    options = cdk.CopyOptions(exclude=patterns, ignore_mode=cdk.IgnoreMode.DOCKER)
    cdk.FileSystem.copy_directory(str(source), str(target), options)


def dockerfile_in(context: Path, name: str) -> str:
    """The path of a Dockerfile in the folder that a build is sent.

    Raises:
        PackagingError: it is not there, or not in the folder.
    """
    path = absolute(context / name)
    if not path.resolve().is_relative_to(context.resolve()):
        raise PackagingError(
            path=name,
            problem=f"must be in the build context {context}, which is all that a build is sent",
        )
    if not path.is_file():
        raise PackagingError(path=name, problem=f"there is no such file in the build context {context}")
    return path.relative_to(context).as_posix()
