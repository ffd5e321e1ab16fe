from __future__ import annotations

from pathlib import Path

from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from tests.packaging.languages.image_requests import image, refused, text

_EXE = "<OutputType>Exe</OutputType><AssemblyName>Nightly</AssemblyName><TargetFramework>net9.0</TargetFramework>"
_PROJECT = f'<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>{_EXE}</PropertyGroup></Project>'


def test_a_server_runs_where_its_libraries_are(project: Path) -> None:
    made = text(project, "Program.cs", {"Program.cs": "", "Web.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"/>'})

    assert "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n" in made


def test_the_project_says_the_version_and_the_name(project: Path) -> None:
    made = text(project, "Program.cs", {"Program.cs": "", "Job.csproj": _PROJECT})

    assert "/sdk:9.0 AS build" in made
    assert 'CMD ["dotnet", "Nightly.dll"]' in made


def test_a_version_of_the_user_needs_no_minor_one(project: Path) -> None:
    assert "/sdk:8.0 " in text(project, "Program.cs", {"Program.cs": "", "Job.csproj": _PROJECT}, version="8")


def test_projects_that_are_referred_to_are_built_with_it(project: Path) -> None:
    referring = _PROJECT.replace(
        "</Project>", '<ItemGroup><ProjectReference Include="..\\lib\\L.csproj"/></ItemGroup></Project>'
    )
    files = {
        "job/Program.cs": "",
        "job/Job.csproj": referring,
        "job/packages.lock.json": "{}",
        "lib/L.csproj": "<Project/>",
    }

    source = image(project, "job/Program.cs", files)

    assert source.folder == project
    assert "dotnet publish job/Job.csproj" in source.build[-1]
    assert source.build[-1].endswith("-p:RestoreLockedMode=true")


def test_a_project_can_be_named(project: Path) -> None:
    files = {"Program.cs": "", "A.csproj": _PROJECT, "B.csproj": _PROJECT}

    assert "may be of any of A.csproj, B.csproj" in refused(project, "Program.cs", files)
    named = text(project, "Program.cs", files, options=DotnetOptions(project_file=project / "B.csproj"))
    assert "dotnet publish B.csproj" in named


def test_a_library_is_no_program(project: Path) -> None:
    said = refused(project, "Program.cs", {"Program.cs": "", "L.csproj": '<Project Sdk="Microsoft.NET.Sdk"/>'})

    assert "is a class library by L.csproj, and only a program runs in a container" in said
