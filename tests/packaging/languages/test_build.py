from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import ConfigError
from stacktape_constructs.packaging.language_config import LanguageConfig
from stacktape_constructs.packaging.languages.build import image_version, language_options
from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from stacktape_constructs.packaging.languages.java.options import JavaOptions
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.configured import blocks_of


def config_of(options: str) -> LanguageConfig:
    """The options of a source file."""
    block: Any = blocks_of(
        f"""
        resources:
          f:
            type: function
            properties:
              packaging:
                type: stacktape-lambda-buildpack
                properties:
                  entryfilePath: a
                  languageSpecificConfig: {options}
        """
    )["f"]
    config = block.packaging.language_specific_config
    assert isinstance(config, LanguageConfig)
    return config


@pytest.mark.parametrize(
    ("language", "options", "expected"),
    [
        (
            "TypeScript",
            "{tsConfigPath: a.json, dependenciesToExcludeFromBundle: [b], "
            "outputModuleFormat: esm, disableSourceMaps: true}",
            JavaScriptOptions(
                tsconfig=Path("/shop/a.json"), external_dependencies=["b"], module_format="esm", source_maps=False
            ),
        ),
        ("JavaScript", "{}", JavaScriptOptions()),
        (
            "Python",
            "{packageManagerFile: uv.lock, packageManager: uv, minify: true}",
            PythonOptions(requirements=Path("/shop/uv.lock")),
        ),
        ("Python", "{}", None),
        ("Java", "{useMaven: true}", JavaOptions(use_maven=True)),
        ("C#", "{projectFile: a.csproj}", DotnetOptions(project_file=Path("/shop/a.csproj"))),
        ("C#", "{}", None),
        ("Ruby", "{rubyVersion: '3.4'}", None),
    ],
)
def test_each_language_has_options_of_its_own(language: str, options: str, expected: object) -> None:
    assert language_options(config_of(options), language, ProjectFolder(Path("/shop"))) == expected


@pytest.mark.parametrize(
    ("language", "options", "said", "unsupported"),
    [
        ("Go", "{useMaven: true}", "'useMaven' is for Java, and the source file is Go; remove it", False),
        (
            "PHP",
            "{packageManagerFile: a}",
            "'packageManagerFile' is for Python and Java, and the source file is PHP; remove it",
            False,
        ),
        (
            "TypeScript",
            "{emitTsDecoratorMetadata: true}",
            "'emitTsDecoratorMetadata' is more than esbuild can do; compile with tsc, and give the compiled file as "
            "'entryfilePath'",
            True,
        ),
    ],
)
def test_an_option_that_cannot_be_followed_is_said_at_its_place(
    language: str, options: str, said: str, unsupported: bool
) -> None:
    with pytest.raises(ConfigError) as caught:
        language_options(config_of(options), language, ProjectFolder(Path("/shop")))

    (problem,) = caught.value.problems
    assert (problem.message, problem.unsupported) == (said, unsupported)
    assert problem.position is not None
    shown = problem.position.source.line(problem.position.line)[problem.position.column - 1 :]
    assert shown == options.partition(": ")[2]


@pytest.mark.parametrize(
    ("options", "version"),
    [
        ("{pythonVersion: 3.10}", "3.10"),
        ("{nodeVersion: 24}", "24"),
        ("{phpVersion: '8.4'}", "8.4"),
        ("{javaVersion: 21}", "21"),
        ("{packageManagerFile: a}", None),
    ],
)
def test_an_image_has_the_version_that_the_config_says(options: str, version: str | None) -> None:
    assert image_version(config_of(options)) == version


@pytest.mark.parametrize(
    ("options", "said", "unsupported"),
    [
        ("{pythonVersion: newest}", "'pythonVersion' must be a version such as 3.13, got 'newest'", False),
        (
            "{runAppAs: ASGI}",
            "'runAppAs' is not supported yet in an image; start the server in the file itself",
            True,
        ),
    ],
)
def test_what_an_image_cannot_have_is_said(options: str, said: str, unsupported: bool) -> None:
    with pytest.raises(ConfigError) as caught:
        image_version(config_of(options))

    (problem,) = caught.value.problems
    assert (problem.message, problem.unsupported) == (said, unsupported)
