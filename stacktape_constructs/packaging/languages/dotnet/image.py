"""The image of a C# file."""

from __future__ import annotations

import re

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.dotnet.project import (
    is_for_the_web,
    is_program,
    project_file,
    property_of,
    with_referenced,
)
from stacktape_constructs.packaging.languages.image import (
    cached,
    common_folder,
    copy_from_build,
    place,
    shell,
    version_of,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.refusals import refuse_excluded_dependencies

# https://learn.microsoft.com/dotnet/core/docker/introduction
_IMAGES = "mcr.microsoft.com/dotnet"
_DOTNET = "10.0"

_TARGET = re.compile(r"net(\d+\.\d+)")


def package_for_image(request: ImageRequest) -> ImageSource:
    """What the project of a file publishes."""
    refuse_excluded_dependencies(request, reason="they are those of the project file")
    project = project_file(request)
    if not is_program(project):
        raise PackagingError(
            path=request.title,
            problem=f"is a class library by {project.name}, and only a program runs in a container; give the file of a "
            "project with <OutputType>Exe</OutputType>",
        )
    target = _TARGET.match(property_of(project, "TargetFramework") or "")
    version = version_of(request, target[1] if target else _DOTNET)
    version = version if "." in version else f"{version}.0"
    root = common_folder(request, with_referenced(project))
    assembly = property_of(project, "AssemblyName") or project.stem
    locked = " -p:RestoreLockedMode=true" if (project.parent / "packages.lock.json").is_file() else ""
    published = shell(place(project, root, title=request.title))
    return ImageSource(
        base=f"{_IMAGES}/{'aspnet' if is_for_the_web(project) else 'runtime'}:{version}",
        build=(
            f"FROM {_IMAGES}/sdk:{version} AS build",
            "WORKDIR /app",
            "COPY app/ ./",
            cached(
                "/root/.nuget/packages",
                f"dotnet publish {published} -c Release -o /published -p:UseAppHost=false{locked}",
            ),
        ),
        copies=(copy_from_build("/published"),),
        command=("dotnet", f"{assembly}.dll"),
        folder=root,
        leftovers=("bin", "obj"),
    )
