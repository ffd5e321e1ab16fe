"""The packaging blocks of a config, and what they are packaged as."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from stacktape_constructs.config.schema import Block, Deferred, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.errors import ConfigError, PackagingError, Problem
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.config import LanguageConfig
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.packaging.yaml_advice import in_yaml
from stacktape_constructs.source import Position

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

    from stacktape_constructs.packaging.container_package import ContainerPackage
    from stacktape_constructs.packaging.lambda_package import LambdaPackage
    from stacktape_constructs.packaging.languages import LanguageOptions


@attrs.frozen
class CodeSource:
    """Where the users' code comes from.

    Attributes:
        folder: what relative paths start from, and must not lead out of.
        placeholder: put stable placeholder code in the place of all code, and read no source file.
    """

    folder: ProjectFolder
    placeholder: bool = False


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


@attrs.frozen(kw_only=True)
class ImageBuildpack(SourceFile):
    """A container image from a source file."""

    TYPE = "stacktape-image-buildpack"

    requires_glibc_binaries: bool = prop("Use a base image with glibc, as the images here always are.", default=False)
    custom_docker_build_commands: tuple[str, ...] = prop("Commands to run while the image is built.", default=())


@attrs.frozen(kw_only=True)
class BuildArgument(Block):
    """An argument of a Docker build."""

    arg_name: str = prop("Name of the argument.")
    value: str = prop("Value of the argument.")


@attrs.frozen(kw_only=True)
class CustomDockerfile(Block):
    """A container image from a Dockerfile."""

    TYPE = "custom-dockerfile"

    build_context_path: str = prop("Folder that the image is built from.")
    dockerfile_path: str = prop("Path of the Dockerfile in that folder.", default="Dockerfile")
    build_args: tuple[BuildArgument, ...] = prop("Arguments of the build.", default=())
    command: tuple[str, ...] = prop("Command to run instead of the image's own.", default=())


@attrs.frozen(kw_only=True)
class ExternalBuildpack(Block):
    """A container image from a folder of source code, made by a Cloud Native Buildpack."""

    TYPE = "external-buildpack"

    source_directory_path: str = prop("Folder of the source code.")
    builder: str | None = prop("The builder's image.", default=None)
    buildpacks: tuple[str, ...] = prop("The buildpacks to use.", default=())
    buildpack: str | None = prop("The builder's image, in the spelling of 2022.", default=None)
    command: tuple[str, ...] = prop("Command to run in the container.", default=())


@attrs.frozen(kw_only=True)
class Nixpacks(Block):
    """A container image from a folder of source code, made by Nixpacks."""

    TYPE = "nixpacks"

    source_directory_path: str = prop("Folder of the source code.")
    build_image: str | None = prop("Image that builds.", default=None)
    providers: tuple[str, ...] = prop("Providers to use.", default=())
    start_cmd: str | None = prop("Command that starts the program.", default=None)
    start_run_image: str | None = prop("Image that runs.", default=None)
    start_only_include_files: tuple[str, ...] = prop("Files that the running image keeps.", default=())
    phases: Node | None = prop("Phases of the build.", default=None)


@attrs.frozen(kw_only=True)
class PrebuiltImage(Block):
    """A container image that is in a registry."""

    TYPE = "prebuilt-image"

    image: Deferred[str] = prop("Name of the image, with its tag.")
    command: tuple[str, ...] = prop("Command to run instead of the image's own.", default=())
    repository_credentials_secret_arn: Node | None = prop(
        "ARN of the secret with the registry's credentials; AWS Batch on EC2 does not take one.", default=None
    )


def lambda_packagings() -> Mapping[str, type[Block]]:
    """How a function's code can be packaged."""
    return {block.TYPE: block for block in (LambdaBuildpack, CustomArtifact)}


def image_packagings() -> Mapping[str, type[Block]]:
    """How a container's image can be made."""
    blocks = (ImageBuildpack, CustomDockerfile, PrebuiltImage, ExternalBuildpack, Nixpacks)
    return {block.TYPE: block for block in blocks}


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
        with _at(block, "package_path"):
            return LambdaPackage.from_artifact(
                block.package_path, handler=block.handler, runtime=runtime, project_folder=code.folder
            )
    assert isinstance(block, LambdaBuildpack)
    if code.placeholder:
        return LambdaPackage.placeholder(
            runtime=runtime, source_path=block.entryfile_path, handler=block.handler_function
        )
    with _at(block, "entryfile_path"):
        return LambdaPackage.from_file(
            block.entryfile_path,
            runtime=runtime,
            architecture=architecture,
            handler_function=block.handler_function,
            include_files=block.include_files,
            exclude_files=block.exclude_files,
            exclude_dependencies=block.excluded,
            options=_options(block, code),
            project_folder=code.folder,
        )


def await_bundle(block: Block, package: LambdaPackage) -> None:
    """Waits for the code of a function, where a tool makes it.

    Raises:
        ConfigError: the tool cannot make it.
    """
    if package.bundle is not None:
        with _at(block, "entryfile_path"):
            package.bundle.folder()


def _options(block: SourceFile, code: CodeSource) -> LanguageOptions | None:
    if block.language_specific_config is None:
        return None
    language = language_of(find_entry_file(block.entryfile_path, code.folder)).name
    return block.language_specific_config.options(language, code.folder)


def container_package(block: Block, code: CodeSource, *, image_name: str | None) -> ContainerPackage:
    """The image of a container.

    Args:
        block: how it is packaged.
        code: where the users' code comes from.
        image_name: the name of the image in a registry, for a prebuilt one.

    Raises:
        ConfigError: the code is not there, or is of a kind that cannot be packaged.
    """
    from stacktape_constructs.packaging.container_package import ContainerPackage

    if isinstance(block, PrebuiltImage):
        assert image_name is not None
        with _at(block, "image"):
            return ContainerPackage.from_image(image_name, command=block.command or None)
    if code.placeholder:
        return ContainerPackage.placeholder(command=getattr(block, "command", None) or None)
    if isinstance(block, CustomDockerfile):
        with _at(block, "build_context_path"):
            return ContainerPackage.from_dockerfile(
                block.build_context_path,
                dockerfile=block.dockerfile_path,
                build_args={argument.arg_name: argument.value for argument in block.build_args},
                command=block.command or None,
                project_folder=code.folder,
            )
    if isinstance(block, ImageBuildpack):
        if block.custom_docker_build_commands:
            position = block.position_of("custom_docker_build_commands")
            problem = "'customDockerBuildCommands' is not supported yet; use custom-dockerfile"
            raise ConfigError([Problem(position, problem, unsupported=True)])
        with _at(block, "entryfile_path"):
            return ContainerPackage.from_file(
                block.entryfile_path,
                include_files=block.include_files,
                exclude_files=block.exclude_files,
                project_folder=code.folder,
            )
    problem = f"packaging type '{block.TYPE}' is not supported yet; use custom-dockerfile or prebuilt-image"
    raise ConfigError([Problem(block.origin.block, problem, unsupported=True)])


@contextlib.contextmanager
def _at(block: Block, field: str) -> Iterator[None]:
    """Says of what cannot be packaged where it stands."""
    try:
        yield
    except PackagingError as error:
        problem = Problem(_place(block, field, error.path), in_yaml(error.sentence), details=error.details)
        raise ConfigError([problem]) from None


def _place(block: Block, field: str, path: str) -> Position:
    """Where a path stands: among the patterns, as the Dockerfile, or in the field that is read first."""
    for patterns in ("include_files", "exclude_files"):
        if path in getattr(block, patterns, ()):
            listed: tuple[str, ...] = getattr(block, patterns)
            return block.origin.items[patterns][listed.index(path)]
    return block.position_of("dockerfile_path" if path == getattr(block, "dockerfile_path", None) else field)
