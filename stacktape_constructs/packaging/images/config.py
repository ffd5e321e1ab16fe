"""The packaging blocks of containers in a config: their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from stacktape_constructs.config.schema import Block, Deferred, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.packaging.config import SourceFile


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
