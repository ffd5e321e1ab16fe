"""The packaging blocks of containers in a config: what they are packaged as."""

from __future__ import annotations

import glob
from collections.abc import Iterator

from stacktape_constructs.config.schema import Block
from stacktape_constructs.errors import ConfigError, Problem
from stacktape_constructs.packaging.build import options_of, problems_at
from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.packaging.images.config import (
    CustomDockerfile,
    ExternalBuildpack,
    ImageBuildpack,
    Nixpacks,
    PrebuiltImage,
)
from stacktape_constructs.packaging.images.container_package import DEFAULT_BUILDER, ContainerPackage
from stacktape_constructs.packaging.images.nixpacks_plan import NixpacksPlan
from stacktape_constructs.packaging.languages.build import image_version


def container_package(block: Block, code: CodeSource, *, image_name: str | None) -> ContainerPackage:
    """The image of a container.

    Args:
        block: how it is packaged.
        code: where the users' code comes from.
        image_name: the name of the image in a registry, for a prebuilt one.

    Raises:
        ConfigError: the code is not there, or cannot be packaged so.
    """
    if isinstance(block, PrebuiltImage):
        assert image_name is not None
        with problems_at(block, "image"):
            return ContainerPackage.from_image(image_name, command=block.command or None)
    if isinstance(block, ExternalBuildpack | Nixpacks) and code.image_builds == "codebuild":
        problem = (
            f"packaging type '{block.TYPE}' has a tool of its own, which runs where you deploy and not in CodeBuild; "
            "deploy without -c imageBuilds=codebuild, or use custom-dockerfile"
        )
        raise ConfigError([Problem(block.origin.block, problem)])
    if code.placeholder:
        command = getattr(block, "command", None) or None
        with problems_at(block, "entryfile_path"):
            return ContainerPackage.placeholder(command=command, build_with=code.image_builds)
    if isinstance(block, CustomDockerfile):
        with problems_at(block, "build_context_path"):
            return ContainerPackage.from_dockerfile(
                block.build_context_path,
                dockerfile=block.dockerfile_path,
                build_args={argument.arg_name: argument.value for argument in block.build_args},
                command=block.command or None,
                build_with=code.image_builds,
                project_folder=code.folder,
            )
    if isinstance(block, ExternalBuildpack):
        with problems_at(block, "source_directory_path"):
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
    options = block.language_specific_config
    with problems_at(block, "entryfile_path"):
        return ContainerPackage.from_file(
            block.entryfile_path,
            version=None if options is None else image_version(options),
            include_files=block.include_files,
            exclude_files=(*block.exclude_files, *_config_of(block, code)),
            exclude_dependencies=block.excluded,
            options=options_of(block, code),
            build_commands=block.custom_docker_build_commands,
            build_with=code.image_builds,
            project_folder=code.folder,
        )


def _config_of(block: ImageBuildpack, code: CodeSource) -> Iterator[str]:
    """The pattern of the config, unless it is asked for by its name."""
    if code.config is not None and code.config.is_relative_to(code.folder.path):
        name = code.config.relative_to(code.folder.path).as_posix()
        if name not in block.include_files:
            yield glob.escape(name)


def _by_nixpacks(block: Nixpacks, code: CodeSource) -> ContainerPackage:
    with problems_at(block, "start_only_include_files"):
        plan = NixpacksPlan(
            providers=block.providers,
            build_image=block.build_image,
            start_command=block.start_cmd,
            run_image=block.start_run_image,
            only_include_files=block.start_only_include_files,
            phases={phase.name: phase.as_nixpacks_writes_it() for phase in block.phases},
        )
    with problems_at(block, "source_directory_path"):
        return ContainerPackage.from_nixpacks(block.source_directory_path, plan=plan, project_folder=code.folder)
