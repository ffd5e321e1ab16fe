"""The packaging blocks of containers in a config, and what they are packaged as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from stacktape_constructs.config.schema import Block, Deferred, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.packaging.config import CodeSource, SourceFile, at, options_of
from stacktape_constructs.packaging.images.nixpacks_plan import NixpacksPlan

if TYPE_CHECKING:
    from stacktape_constructs.packaging.images.container_package import ContainerPackage


@attrs.frozen(kw_only=True)
class ImageBuildpack(SourceFile):
    """A container image from a source file."""

    TYPE = "stacktape-image-buildpack"

    requires_glibc_binaries: bool = prop("Use a base image with glibc, as the images here always are.", default=False)
    custom_docker_build_commands: tuple[str, ...] = prop(
        "Commands to run, as root, while the image is built.", default=()
    )


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
class NixpacksPhase(Block):
    """A phase of a build by Nixpacks."""

    name: str = prop("Name of the phase, such as `install`.")
    cmds: tuple[str, ...] = prop("Commands of the phase.", default=())
    nix_pkgs: tuple[str, ...] = prop("Nix packages to install.", default=())
    nix_libs: tuple[str, ...] = prop("Nix libraries to install.", default=())
    nix_overlay: tuple[str, ...] = prop("Nix overlays to use.", default=())
    nixpkgs_archive: str | None = prop("Commit of the Nix packages.", default=None)
    apt_pkgs: tuple[str, ...] = prop("Packages of Ubuntu to install.", default=())
    cache_directories: tuple[str, ...] = prop("Folders that later builds find again.", default=())
    only_include_files: tuple[str, ...] = prop("Files that the phase has.", default=())

    def as_nixpacks_writes_it(self) -> Mapping[str, Any]:
        """What is said of the phase."""
        said = {
            "cmds": list(self.cmds),
            "nixPkgs": list(self.nix_pkgs),
            "nixLibs": list(self.nix_libs),
            "nixOverlays": list(self.nix_overlay),
            "nixpkgsArchive": self.nixpkgs_archive,
            "aptPkgs": list(self.apt_pkgs),
            "cacheDirectories": list(self.cache_directories),
            "onlyIncludeFiles": list(self.only_include_files),
        }
        return {name: value for name, value in said.items() if value}


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
    phases: tuple[NixpacksPhase, ...] = prop("Phases of the build.", default=())


@attrs.frozen(kw_only=True)
class PrebuiltImage(Block):
    """A container image that is in a registry."""

    TYPE = "prebuilt-image"

    image: Deferred[str] = prop("Name of the image, with its tag.")
    command: tuple[str, ...] = prop("Command to run instead of the image's own.", default=())
    repository_credentials_secret_arn: Node | None = prop(
        "ARN of the secret with the registry's credentials; AWS Batch on EC2 does not take one.", default=None
    )


def image_packagings() -> Mapping[str, type[Block]]:
    """How a container's image can be made."""
    blocks = (ImageBuildpack, CustomDockerfile, PrebuiltImage, ExternalBuildpack, Nixpacks)
    return {block.TYPE: block for block in blocks}


def container_package(block: Block, code: CodeSource, *, image_name: str | None) -> ContainerPackage:
    """The image of a container.

    Args:
        block: how it is packaged.
        code: where the users' code comes from.
        image_name: the name of the image in a registry, for a prebuilt one.

    Raises:
        ConfigError: the code is not there, or cannot be packaged so.
    """
    from stacktape_constructs.packaging.images.container_package import DEFAULT_BUILDER, ContainerPackage

    if isinstance(block, PrebuiltImage):
        assert image_name is not None
        with at(block, "image"):
            return ContainerPackage.from_image(image_name, command=block.command or None)
    if isinstance(block, ExternalBuildpack | Nixpacks) and code.image_builds == "codebuild":
        problem = (
            f"packaging type '{block.TYPE}' has a tool of its own, which runs where you deploy and not in CodeBuild; "
            "deploy without -c imageBuilds=codebuild, or use custom-dockerfile"
        )
        raise ConfigError([Problem(block.origin.block, problem)])
    if code.placeholder:
        command = getattr(block, "command", None) or None
        with at(block, "entryfile_path"):
            return ContainerPackage.placeholder(command=command, build_with=code.image_builds)
    if isinstance(block, CustomDockerfile):
        with at(block, "build_context_path"):
            return ContainerPackage.from_dockerfile(
                block.build_context_path,
                dockerfile=block.dockerfile_path,
                build_args={argument.arg_name: argument.value for argument in block.build_args},
                command=block.command or None,
                build_with=code.image_builds,
                project_folder=code.folder,
            )
    if isinstance(block, ExternalBuildpack):
        with at(block, "source_directory_path"):
            return ContainerPackage.from_buildpack(
                block.source_directory_path,
                builder=block.builder or block.buildpack or DEFAULT_BUILDER,
                buildpacks=block.buildpacks,
                command=block.command or None,
                project_folder=code.folder,
            )
    if isinstance(block, Nixpacks):
        return _by_nixpacks(block, code)
    assert isinstance(block, ImageBuildpack)
    return _of_source_file(block, code)


def _of_source_file(block: ImageBuildpack, code: CodeSource) -> ContainerPackage:
    from stacktape_constructs.packaging.images.container_package import ContainerPackage

    options = block.language_specific_config
    with at(block, "entryfile_path"):
        return ContainerPackage.from_file(
            block.entryfile_path,
            version=None if options is None else options.image_version(),
            include_files=block.include_files,
            exclude_files=block.exclude_files,
            exclude_dependencies=block.excluded,
            options=options_of(block, code),
            build_commands=block.custom_docker_build_commands,
            build_with=code.image_builds,
            project_folder=code.folder,
        )


def _by_nixpacks(block: Nixpacks, code: CodeSource) -> ContainerPackage:
    from stacktape_constructs.packaging.images.container_package import ContainerPackage

    with at(block, "start_only_include_files"):
        plan = NixpacksPlan(
            providers=block.providers,
            build_image=block.build_image,
            start_command=block.start_cmd,
            run_image=block.start_run_image,
            only_include_files=block.start_only_include_files,
            phases={phase.name: phase.as_nixpacks_writes_it() for phase in block.phases},
        )
    with at(block, "source_directory_path"):
        return ContainerPackage.from_nixpacks(block.source_directory_path, plan=plan, project_folder=code.folder)
