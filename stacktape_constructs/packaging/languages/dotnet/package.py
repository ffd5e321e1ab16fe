"""The code of a function from a C# file."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.bundling.tool import Tool, on_path
from stacktape_constructs.packaging.languages.dotnet.project import is_program, observe, project_file, property_of
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource
from stacktape_constructs.packaging.languages.refusals import (
    READY_ARTIFACT,
    check_runtime,
    refuse_excluded_dependencies,
)

_RIDS = {"x86_64": "linux-x64", "arm64": "linux-arm64"}

# Projects write into the folders of those that they refer to.
_one_at_a_time = threading.Lock()


def package_for_lambda(request: LambdaRequest) -> LambdaSource:
    """What the project of a file publishes."""
    check_runtime(request, "dotnet", language="C#", example="a .NET runtime such as dotnet10")
    refuse_excluded_dependencies(request, reason="they are those of the project file")
    project = project_file(request)
    handler = request.handler_function or _executable(project, request)
    assembly = handler.partition("::")[0]
    dotnet = on_path("dotnet")
    if dotnet is None:
        raise PackagingError(
            path=request.title,
            problem="cannot be compiled without the .NET SDK, for dotnet is not on PATH; install it "
            f"(https://dotnet.microsoft.com/download), or give {READY_ARTIFACT}",
        )

    def make(folder: Path) -> Observations:
        with _one_at_a_time:
            _publish(dotnet, project, folder, request)
        _check_published(folder, assembly, request)
        seen = observe(project)
        # `dotnet` stays the same as SDKs are added beside it.
        seen.add_names(dotnet.path.resolve().parent / "sdk")
        return seen

    return LambdaSource(
        handler=handler,
        bundle=Bundle(
            title=request.title,
            request={
                "dotnet": dotnet.identity,
                "project": str(project),
                "assembly": assembly,
                "runtime": request.runtime,
                "architecture": request.architecture,
            },
            make=make,
        ),
    )


def _executable(project: Path, request: LambdaRequest) -> str:
    """The handler of a program with statements at its top level: the name of its assembly.

    https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html
    """
    if not is_program(project):
        raise PackagingError(
            path=request.title,
            problem=f"is a class library by {project.name}, so its handler has to be named: give handler_function (in "
            "YAML handlerFunction) as 'Assembly::Namespace.Class::Method'",
        )
    return property_of(project, "AssemblyName") or project.stem


def _publish(dotnet: Tool, project: Path, folder: Path, request: LambdaRequest) -> None:
    locked = (project.parent / "packages.lock.json").is_file()
    dotnet.run(
        [
            *("publish", str(project), "-c", "Release", "-r", _RIDS[request.architecture]),
            *("--self-contained", "false", "-o", str(folder), "--nologo"),
            # Servers that outlive the command would hold what we read its words from.
            *("-nodeReuse:false", "-p:UseSharedCompilation=false"),
            # A class library has no such file of its own, and Lambda starts it by that.
            "-p:GenerateRuntimeConfigurationFiles=true",
            "-p:UseAppHost=false",
            # The same bytes in another folder, and of another commit.
            *("-p:Deterministic=true", f"-p:PathMap={project.parent}=/src"),
            "-p:IncludeSourceRevisionInInformationalVersion=false",
            *(["-p:RestoreLockedMode=true"] if locked else []),
        ],
        folder=project.parent,
        subject=request.title,
        environment={"DOTNET_CLI_TELEMETRY_OPTOUT": "1", "DOTNET_NOLOGO": "1"},
    )


def _check_published(folder: Path, assembly: str, request: LambdaRequest) -> None:
    if not (folder / f"{assembly}.dll").is_file():
        made = ", ".join(sorted(file.name.removesuffix(".runtimeconfig.json") for file in _configurations(folder)))
        raise PackagingError(
            path=request.title,
            problem=f"is to be called in the assembly {assembly}, and the project makes {made or 'another'}; give "
            "handler_function (in YAML handlerFunction) that begins with the assembly's name",
        )
    wanted = re.sub(r"\D", "", request.runtime)
    for file in _configurations(folder):
        options = json.loads(file.read_text(encoding="utf-8-sig")).get("runtimeOptions", {})
        # One by itself; a list where there is more than .NET's own, such as ASP.NET Core's.
        frameworks = options.get("frameworks") or [options.get("framework") or {}]
        for framework in frameworks:
            version = str(framework.get("version", wanted)).partition(".")[0]
            if version == wanted:
                continue
            raise PackagingError(
                path=request.title,
                problem=f"is for .NET {version} by its project file, and the function's runtime is {request.runtime}; "
                f"give the function dotnet{version}, or the project <TargetFramework>net{wanted}.0</TargetFramework>",
            )


def _configurations(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.runtimeconfig.json"))
