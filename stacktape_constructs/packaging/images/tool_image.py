"""Images that a tool of their own builds, which is neither Docker nor the CDK: pack, Nixpacks.

A CDK asset may have a command in the place of a Dockerfile: `cdk deploy` runs it where it deploys, if the registry
does not have the image yet, and takes the name of the image from what the command prints. The CDK's own
`TarballImageAsset` does the same.
https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema.DockerImageSource.html
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import attrs
import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from constructs import Construct


@attrs.frozen(kw_only=True)
class BuildTool:
    """A tool that makes an image of a folder.

    Attributes:
        program: its name on PATH.
        install: the page that says how to install it.
        arguments: its arguments, in which `{folder}` and `{image}` stand for the folder and the image's name.
    """

    program: str
    install: str
    arguments: tuple[str, ...]

    def script(self, folder: str, image: str) -> str:
        """The commands that build the image, and print its name and nothing else."""
        words = [argument.format(folder=folder, image=image) for argument in self.arguments]
        missing = f"{self.program} is not on PATH, and it builds this image; install it: {self.install}"
        return (
            f"command -v {self.program} >&2 || {{ echo {shlex.quote(missing)} >&2; exit 1; }}; "
            f"{self.program} {shlex.join(words)} >&2 && echo {image}"
        )


def pack(*, builder: str, buildpacks: Sequence[str], platform: str) -> BuildTool:
    """The tool of Cloud Native Buildpacks.

    https://buildpacks.io/docs/for-platform-operators/how-to/integrate-ci/pack/cli/pack_build/
    """
    return BuildTool(
        program="pack",
        install="https://buildpacks.io/docs/for-platform-operators/how-to/integrate-ci/pack/",
        arguments=(
            *("build", "{image}", "--path", "{folder}", "--builder", _escaped(builder), "--platform", platform),
            *(word for buildpack in buildpacks for word in ("--buildpack", _escaped(buildpack))),
        ),
    )


def nixpacks(*, config: str | None, platform: str) -> BuildTool:
    """The tool of Nixpacks.

    Args:
        config: name of a file in the folder that says how to build. Default: what Nixpacks finds there.
        platform: what to build for.

    https://nixpacks.com/docs/cli
    """
    return BuildTool(
        program="nixpacks",
        install="https://nixpacks.com/docs/install",
        arguments=(
            *("build", "{folder}", "--name", "{image}", "--platform", platform),
            *(() if config is None else ("--config", config)),
        ),
    )


class ToolImage(ecs.ContainerImage):
    """An image that a tool builds at deploy, of a folder that the cloud assembly has a copy of."""

    def __init__(self, folder: Path, tool: BuildTool) -> None:
        super().__init__()
        self._folder = folder
        self._tool = tool

    def bind(self, scope: Construct, container_definition: ecs.ContainerDefinition) -> ecs.ContainerImageConfig:
        """Adds the image to the assets of the stack, and lets the container's host pull it."""
        stack = cdk.Stack.of(scope)
        staged = cdk.AssetStaging(
            scope,
            "ImageSources",
            source_path=str(self._folder),
            # Another builder makes another image of the same sources.
            extra_hash=json.dumps([self._tool.program, *self._tool.arguments]),
        )
        script = self._tool.script(staged.relative_staged_path(stack), f"cdkasset-{staged.asset_hash}")
        location = stack.synthesizer.add_docker_image_asset(
            source_hash=staged.asset_hash, executable=["sh", "-c", script], display_name=scope.node.path
        )
        repository = ecr.Repository.from_repository_name(scope, "ImageRepository", location.repository_name)
        repository.grant_pull(container_definition.task_definition.obtain_execution_role())
        return ecs.ContainerImageConfig(image_name=location.image_uri)


def _escaped(word: str) -> str:
    return word.replace("{", "{{").replace("}", "}}")
