"""The project file that a C# file belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from stacktape_constructs.packaging.languages.language import SourceRequest
from stacktape_constructs.packaging.languages.source_folder import observe_folder, observe_upward

_REFERENCED = re.compile(r"""<ProjectReference\b[^>]*\bInclude\s*=\s*(?P<quote>["'])(?P<path>.*?)(?P=quote)""")

#: What MSBuild and NuGet read from a project's folder upward.
_UPWARD = ("Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props",
           "global.json", "nuget.config", "NuGet.config", "NuGet.Config", ".editorconfig", ".globalconfig")  # fmt: skip
_OUTPUT = ("bin", "obj")


def project_file(request: SourceRequest) -> Path:
    """The project of a file.

    Raises:
        PackagingError: there is none, or more than one in a folder.
    """
    options = request.options_as(DotnetOptions)
    if options is not None and options.project_file is not None:
        given = request.folder.resolve(options.project_file)
        if not given.is_file():
            raise PackagingError(path=request.title, problem=f"there is no project file {given}; correct its path")
        return given
    for folder in request.folders_upward():
        found = sorted(folder.glob("*.csproj"))
        if len(found) == 1:
            return found[0]
        if found:
            raise PackagingError(
                path=request.title,
                problem=f"may be of any of {', '.join(file.name for file in found)}; name one with "
                "DotnetOptions(project_file=...) (in YAML languageSpecificConfig.projectFile)",
            )
    raise PackagingError(
        path=request.title,
        problem="is part of no project, for there is no .csproj file in its folder or above it, within the project "
        f"folder {request.folder.boundary}; make one with dotnet new, or name it with DotnetOptions(project_file=...) "
        "(in YAML languageSpecificConfig.projectFile)",
    )


def property_of(project: Path, name: str) -> str | None:
    """What a project file itself says of a property, whatever other files say."""
    found = re.search(rf"<{name}>\s*([^<$]+?)\s*</{name}>", project.read_text(encoding="utf-8-sig", errors="replace"))
    return None if found is None else found[1]


def observe(project: Path) -> Observations:
    """Everything that decides whether the same files would be published again.

    Packages of a feed have their versions in the project's files.
    """
    seen = Observations()
    for one in with_referenced(project):
        observe_folder(seen, one.parent, without=_OUTPUT)
        observe_upward(seen, one.parent.parent, _UPWARD)
    return seen


def with_referenced(project: Path) -> Iterator[Path]:
    """A project file and those that it refers to, and so on."""
    found: set[Path] = set()
    left = [project]
    while left:
        one = left.pop()
        if one in found or not one.is_file():
            continue
        found.add(one)
        yield one
        text = one.read_text(encoding="utf-8-sig", errors="replace")
        left += [(one.parent / match["path"].replace("\\", "/")).resolve() for match in _REFERENCED.finditer(text)]
