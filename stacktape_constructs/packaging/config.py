"""The packaging blocks of functions in a config, and what they are packaged as."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.errors import ConfigError, PackagingError, Problem
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.config import LanguageConfig
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.packaging.yaml_advice import in_yaml
from stacktape_constructs.source import Position

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

    from stacktape_constructs.packaging.images.built_image import ImageBuilds
    from stacktape_constructs.packaging.lambda_package import LambdaPackage
    from stacktape_constructs.packaging.languages import LanguageOptions


@attrs.frozen
class CodeSource:
    """Where the users' code comes from.

    Attributes:
        folder: what relative paths start from, and must not lead out of.
        placeholder: put stable placeholder code in the place of all code, and read no source file.
        image_builds: where images are built: by `docker` on the machine that deploys, or by `codebuild`.
    """

    folder: ProjectFolder
    placeholder: bool = False
    image_builds: ImageBuilds = "docker"


@attrs.frozen(kw_only=True)
class SourceFile(Block):
    """Code that starts at one source file."""

    entryfile_path: str = prop("Path of the source file, relative to the config's folder.")
    include_files: tuple[str, ...] = prop("Patterns of more files to put beside it.", default=())
    exclude_files: tuple[str, ...] = prop("Patterns of files to leave out again.", default=())
    exclude_dependencies: tuple[str, ...] = prop("Packages to leave out, such as those of a layer.", default=())
    language_specific_config: LanguageConfig | None = prop("Options of the file's language.", default=None)

    @property
    def excluded(self) -> tuple[str, ...]:
        """The packages to leave out, in both of the places where that can be said."""
        options = self.language_specific_config
        more = () if options is None else options.dependencies_to_exclude_from_deployment_package
        return (*self.exclude_dependencies, *more)


@attrs.frozen(kw_only=True)
class LambdaBuildpack(SourceFile):
    """A function's code from a source file."""

    TYPE = "stacktape-lambda-buildpack"

    handler_function: str | None = prop("Name of the function that the file exports.", default=None)


@attrs.frozen(kw_only=True)
class CustomArtifact(Block):
    """A function's code as a folder or zip that is ready to run."""

    TYPE = "custom-artifact"

    package_path: str = prop("Path of the folder or zip, relative to the config's folder.")
    handler: str | None = prop("The handler, as `file.py:function` or as Lambda writes it.", default=None)


def lambda_packagings() -> Mapping[str, type[Block]]:
    """How a function's code can be packaged."""
    return {block.TYPE: block for block in (LambdaBuildpack, CustomArtifact)}


def lambda_package(
    block: Block, code: CodeSource, *, runtime: lambda_.Runtime | None, architecture: lambda_.Architecture
) -> LambdaPackage:
    """The code of a function.

    Raises:
        ConfigError: the code is not there, or is of a kind that cannot be packaged.
    """
    from stacktape_constructs.packaging.lambda_package import LambdaPackage

    if isinstance(block, CustomArtifact):
        assert runtime is not None, "a function with a ready package has a runtime, or is not read"
        if code.placeholder:
            return LambdaPackage.placeholder(runtime=runtime, handler=block.handler)
        with at(block, "package_path"):
            return LambdaPackage.from_artifact(
                block.package_path, handler=block.handler, runtime=runtime, project_folder=code.folder
            )
    assert isinstance(block, LambdaBuildpack)
    if code.placeholder:
        return LambdaPackage.placeholder(
            runtime=runtime, source_path=block.entryfile_path, handler=block.handler_function
        )
    with at(block, "entryfile_path"):
        return LambdaPackage.from_file(
            block.entryfile_path,
            runtime=runtime,
            architecture=architecture,
            handler_function=block.handler_function,
            include_files=block.include_files,
            exclude_files=block.exclude_files,
            exclude_dependencies=block.excluded,
            options=options_of(block, code),
            project_folder=code.folder,
        )


def await_bundle(block: Block, package: LambdaPackage) -> None:
    """Waits for the code of a function, where a tool makes it.

    Raises:
        ConfigError: the tool cannot make it.
    """
    if package.bundle is not None:
        with at(block, "entryfile_path"):
            package.bundle.folder()


def options_of(block: SourceFile, code: CodeSource) -> LanguageOptions | None:
    """The options of a source file's language.

    Raises:
        ConfigError: one is for another language, or cannot be followed.
        PackagingError: the file is not there.
    """
    if block.language_specific_config is None:
        return None
    language = language_of(find_entry_file(block.entryfile_path, code.folder)).name
    return block.language_specific_config.options(language, code.folder)


@contextlib.contextmanager
def at(block: Block, field: str) -> Iterator[None]:
    """Says of what cannot be packaged where it stands."""
    try:
        yield
    except PackagingError as error:
        problem = Problem(_place(block, field, error.path), in_yaml(error.sentence), details=error.details)
        raise ConfigError([problem]) from None


def _place(block: Block, field: str, path: str) -> Position:
    """Where a path stands: among the patterns, as the Dockerfile, or in the field that is read first."""
    for patterns in ("include_files", "exclude_files", "custom_docker_build_commands"):
        if path in getattr(block, patterns, ()):
            listed: tuple[str, ...] = getattr(block, patterns)
            return block.origin.items[patterns][listed.index(path)]
    return block.position_of("dockerfile_path" if path == getattr(block, "dockerfile_path", None) else field)
