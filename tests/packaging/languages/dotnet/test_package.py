"""What the .NET SDK is told, and what is made of it: a stand-in, for none is in the development environment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from tests.packaging.languages.projects import bundle, package, refusal, write
from tests.packaging.languages.stand_ins import Call, StandIn

ENTRY = "src/Orders/Handlers/Function.cs"
CSPROJ = "src/Orders/Orders.csproj"
HANDLER = "Orders::Shop.Orders.Function::Handle"
LIBRARY = '<Project><ItemGroup><ProjectReference Include="..\\Money\\Money.csproj" /></ItemGroup></Project>'
EXECUTABLE = "<Project><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>"

WEB = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>'

_DOTNET = """
import pathlib
folder = pathlib.Path(arguments[arguments.index("-o") + 1])
for name in {assemblies!r}:
    (folder / (name + ".dll")).write_text("")
(folder / {configuration!r}).write_text({options!r})
"""


@attrs.frozen
class Dotnet:
    """A project beside a .NET SDK that stands in for the user's."""

    project: Path
    tools: Path

    @property
    def calls(self) -> list[Call]:
        return StandIn(self.tools / "dotnet").calls

    def makes(self, *assemblies: str, frameworks: tuple[str, ...] = ("10.0.0",)) -> None:
        versions = [{"version": version} for version in frameworks]
        options = json.dumps(
            {"runtimeOptions": {"frameworks": versions} if len(versions) > 1 else {"framework": versions[0]}}
        )
        configuration = f"{assemblies[0]}.runtimeconfig.json"
        script = _DOTNET.format(assemblies=assemblies, configuration=configuration, options=options)
        StandIn.put(self.tools, "dotnet", script, variables=("DOTNET_CLI_TELEMETRY_OPTOUT",))


@pytest.fixture
def dotnet(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dotnet:
    write(project, {ENTRY: "", CSPROJ: LIBRARY, "src/Money/Money.csproj": "<Project/>", "src/Money/Money.cs": ""})
    made = Dotnet(project, tmp_path / "tools")
    made.makes("Orders", "Money")
    monkeypatch.setenv("PATH", str(made.tools))
    return made


@pytest.mark.parametrize(("architecture", "identifier"), [("x86_64", "linux-x64"), ("arm64", "linux-arm64")])
def test_a_package_is_what_the_project_publishes_for_the_function_s_processor(
    dotnet: Dotnet, architecture: str, identifier: str
) -> None:
    source = package(dotnet.project, ENTRY, handler_function=HANDLER, architecture=architecture)
    assert source.bundle is not None
    folder = source.bundle.folder()
    (call,) = dotnet.calls

    assert source.handler == HANDLER
    assert sorted(file.name for file in folder.iterdir()) == ["Money.dll", "Orders.dll", "Orders.runtimeconfig.json"]
    assert call.arguments[:6] == ["publish", str(dotnet.project / CSPROJ), "-c", "Release", "-r", identifier]
    assert call.folder == str(dotnet.project / "src/Orders")
    assert call.variables == {"DOTNET_CLI_TELEMETRY_OPTOUT": "1"}


def test_nothing_of_a_folder_or_commit_gets_into_a_package(dotnet: Dotnet) -> None:
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)
    (call,) = dotnet.calls

    assert {
        "-p:Deterministic=true",
        f"-p:PathMap={dotnet.project}/src/Orders=/src",
        "-p:IncludeSourceRevisionInInformationalVersion=false",
    } <= set(call.arguments)


@pytest.mark.parametrize(("files", "locked"), [({}, False), ({"src/Orders/packages.lock.json": "{}"}, True)])
def test_a_lock_file_is_held_to(dotnet: Dotnet, files: dict[str, str], locked: bool) -> None:
    write(dotnet.project, files)
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)
    (call,) = dotnet.calls

    assert ("-p:RestoreLockedMode=true" in call.arguments) == locked


@pytest.mark.parametrize(
    ("project_file", "handler"),
    [
        (EXECUTABLE, "Orders"),
        (EXECUTABLE.replace("</OutputType>", "</OutputType><AssemblyName>Shop</AssemblyName>"), "Shop"),
        (EXECUTABLE.replace("</OutputType>", "</OutputType><!--<AssemblyName>Shop</AssemblyName>-->"), "Orders"),
        (WEB, "Orders"),
        (WEB.replace(".Web", ".Worker/10.0.0"), "Orders"),
    ],
    ids=["named after the project", "named by the project", "named no more", "for the web", "a worker"],
)
def test_a_program_with_top_level_statements_is_called_by_its_assembly(
    dotnet: Dotnet, project_file: str, handler: str
) -> None:
    write(dotnet.project, {CSPROJ: project_file})

    assert package(dotnet.project, ENTRY).handler == handler


def test_the_handler_of_a_class_library_has_to_be_named(dotnet: Dotnet) -> None:
    assert str(refusal(dotnet.project, ENTRY)) == (
        f"{ENTRY}: is a class library by Orders.csproj, so its handler has to be named: give handler_function (in YAML "
        "handlerFunction) as 'Assembly::Namespace.Class::Method'"
    )


def test_a_handler_in_an_assembly_that_is_not_made_is_refused(dotnet: Dotnet) -> None:
    assert str(refusal(dotnet.project, ENTRY, handler_function="Shop::Shop.Function::Handle")) == (
        f"{ENTRY}: is to be called in the assembly Shop, and the project makes Orders; give handler_function (in YAML "
        "handlerFunction) that begins with the assembly's name"
    )


def test_a_project_for_another_version_of_dotnet_is_refused(dotnet: Dotnet) -> None:
    dotnet.makes("Orders", frameworks=("8.0.0",))

    assert str(refusal(dotnet.project, ENTRY, handler_function=HANDLER)) == (
        f"{ENTRY}: is for .NET 8 by its project file, and the function's runtime is dotnet10; give the function "
        "dotnet8, or the project <TargetFramework>net10.0</TargetFramework>"
    )


def test_of_several_frameworks_each_has_to_be_that_of_the_function(dotnet: Dotnet) -> None:
    dotnet.makes("Orders", frameworks=("10.0.0", "10.0.1"))
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)
    write(dotnet.project, {ENTRY: "// new"})
    dotnet.makes("Orders", frameworks=("10.0.0", "8.0.0"))

    assert "is for .NET 8 by its project file" in refusal(dotnet.project, ENTRY, handler_function=HANDLER).problem


def test_two_handlers_of_a_project_are_published_once(dotnet: Dotnet) -> None:
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)
    bundle(dotnet.project, ENTRY, handler_function="Orders::Shop.Orders.Function::Cancel")

    assert len(dotnet.calls) == 1


Edit = Callable[[Dotnet], object]


@pytest.mark.parametrize(
    "edit",
    [
        lambda dotnet: write(dotnet.project, {ENTRY: "// new"}),
        lambda dotnet: write(dotnet.project, {"src/Orders/New.cs": ""}),
        lambda dotnet: write(dotnet.project, {"src/Money/Money.cs": "// new"}),
        lambda dotnet: write(dotnet.project, {"Directory.Build.props": "<Project/>"}),
        lambda dotnet: (dotnet.tools / "sdk" / "10.0.200").mkdir(parents=True),
    ],
    ids=["a file", "a new file", "a referenced project", "a file for all projects", "another SDK"],
)
def test_what_decides_about_a_package_publishes_it_again(dotnet: Dotnet, edit: Edit) -> None:
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)
    edit(dotnet)
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)

    assert len(dotnet.calls) == 2


def test_what_publishing_leaves_behind_publishes_nothing(dotnet: Dotnet) -> None:
    write(dotnet.project, {"src/Orders/obj/project.assets.json": "{}", "src/Orders/bin/Release/Orders.dll": ""})
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)
    write(dotnet.project, {"src/Orders/obj/project.assets.json": "{ }", "src/Orders/bin/Release/Orders.dll": "new"})
    bundle(dotnet.project, ENTRY, handler_function=HANDLER)

    assert len(dotnet.calls) == 1


def test_one_of_several_projects_has_to_be_named(dotnet: Dotnet) -> None:
    write(dotnet.project, {"src/Orders/Tests.csproj": LIBRARY})

    assert str(refusal(dotnet.project, ENTRY, handler_function=HANDLER)) == (
        f"{ENTRY}: may be of any of Orders.csproj, Tests.csproj; name one with DotnetOptions(project_file=...) (in "
        "YAML languageSpecificConfig.projectFile)"
    )
    bundle(dotnet.project, ENTRY, handler_function=HANDLER, options=DotnetOptions(project_file=CSPROJ))
    assert dotnet.calls[0].arguments[1] == str(dotnet.project / CSPROJ)


def test_a_project_file_that_is_not_there_is_refused(dotnet: Dotnet) -> None:
    options = DotnetOptions(project_file="src/Other.csproj")

    assert str(refusal(dotnet.project, ENTRY, options=options)) == (
        f"{ENTRY}: there is no project file {dotnet.project}/src/Other.csproj; correct its path"
    )


def test_a_file_without_a_project_is_refused(dotnet: Dotnet) -> None:
    write(dotnet.project, {"Function.cs": ""})

    assert str(refusal(dotnet.project, "Function.cs")) == (
        "Function.cs: is part of no project, for there is no .csproj file in its folder or above it, within the "
        f"project folder {dotnet.project}; make one with dotnet new, or name it with DotnetOptions(project_file=...) "
        "(in YAML languageSpecificConfig.projectFile)"
    )


def test_a_project_out_of_the_project_folder_is_none_of_it(dotnet: Dotnet) -> None:
    (dotnet.project.parent / "Above.csproj").write_text("<Project/>")
    write(dotnet.project, {"Function.cs": ""})

    assert "is part of no project" in refusal(dotnet.project, "Function.cs").problem


def test_code_that_is_wrong_is_refused_in_dotnet_s_own_words(dotnet: Dotnet) -> None:
    StandIn.put(dotnet.tools, "dotnet", "print('Function.cs(3,1): error CS1002: ; expected'); sys.exit(1)")

    error = refusal(dotnet.project, ENTRY, handler_function=HANDLER)

    assert error.sentence == f"{ENTRY}: cannot be packaged: dotnet failed with exit code 1 and said:"
    assert error.details == "Function.cs(3,1): error CS1002: ; expected"


def test_without_dotnet_it_is_said_how_to_get_it(dotnet: Dotnet) -> None:
    (dotnet.tools / "dotnet").unlink()

    assert str(refusal(dotnet.project, ENTRY, handler_function=HANDLER)) == (
        f"{ENTRY}: cannot be compiled without the .NET SDK, for dotnet is not on PATH; install it "
        "(https://dotnet.microsoft.com/download), or give a ready folder or zip (LambdaPackage.from_artifact, in YAML "
        "custom-artifact)"
    )


def test_another_runtime_is_refused(dotnet: Dotnet) -> None:
    assert str(refusal(dotnet.project, ENTRY, runtime="java21")) == (
        f"{ENTRY}: is C#, and the function's runtime is java21; give it a .NET runtime such as dotnet10"
    )


def test_packages_to_leave_out_are_refused(dotnet: Dotnet) -> None:
    assert str(refusal(dotnet.project, ENTRY, exclude_dependencies=("Far",))) == (
        f"{ENTRY}: cannot leave out Far: they are those of the project file; remove exclude_dependencies (in YAML "
        "excludeDependencies)"
    )


def test_options_of_another_language_are_refused(dotnet: Dotnet) -> None:
    assert "takes DotnetOptions as its options, got JavaScriptOptions" in str(
        refusal(dotnet.project, ENTRY, options=JavaScriptOptions())
    )
