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

_SDK = re.compile(r"""<Project\b[^>]*\bSdk\s*=\s*(?P<quote>["'])(?P<name>.*?)(?P=quote)""")
_SDKS_OF_PROGRAMS = ("Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk.Worker")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

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
            problem = f"there is no project file {given}; correct its path"
            raise PackagingError(path=request.title, given=str(given), problem=problem)
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
    found = re.search(rf"<{name}>\s*([^<$]+?)\s*</{name}>", _text(project))
    return None if found is None else found[1]


def is_for_the_web(project: Path) -> bool:
    """Whether what a project makes needs ASP.NET Core."""
    return _sdk(project) == "Microsoft.NET.Sdk.Web"


def is_program(project: Path) -> bool:
    """Whether a project makes a program, and not a library.

    https://learn.microsoft.com/dotnet/core/project-sdk/msbuild-props#outputtype
    """
    made = property_of(project, "OutputType")
    return _sdk(project) in _SDKS_OF_PROGRAMS if made is None else made.lower() in ("exe", "winexe")


def _sdk(project: Path) -> str | None:
    found = _SDK.search(_text(project))
    return None if found is None else found["name"].partition("/")[0]


def _text(project: Path) -> str:
    return _COMMENT.sub("", project.read_text(encoding="utf-8-sig", errors="replace"))


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
        references = _REFERENCED.finditer(_text(one))
        left += [(one.parent / match["path"].replace("\\", "/")).resolve() for match in references]
