"""Images that are built of a Dockerfile: where, and what for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import aws_cdk as cdk
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs

from stacktape_constructs.packaging.images.codebuild_image import CodeBuildImage, require_library

ImageBuilds = Literal["docker", "codebuild"]
"""Where images are built: by Docker on the machine that deploys, or by CodeBuild in the account."""


def built_image(
    context: Path,
    *,
    dockerfile: str | None = None,
    build_args: Mapping[str, str] | None = None,
    platform: ecr_assets.Platform | None = None,
    exclude: Sequence[str] = (),
    build_with: ImageBuilds,
    shown: str,
) -> ecs.ContainerImage:
    """An image that is built at deploy, of a build context with a Dockerfile.

    Args:
        context: the build context.
        dockerfile: path of the Dockerfile in it. Default: `Dockerfile`.
        build_args: arguments of the build.
        platform: what to build for. Default: x86-64, on which jobs and services run unless told otherwise,
            whatever the machine that builds.
        exclude: what the build is not sent, as in a `.dockerignore`.
        build_with: where it is built.
        shown: what it is made of, for errors.

    Raises:
        PackagingError: what CodeBuild needs is not installed.
    """
    if build_with == "codebuild":
        require_library(shown)
        return CodeBuildImage(
            context,
            dockerfile=dockerfile,
            build_args=build_args or {},
            platform=platform or ecr_assets.Platform.LINUX_AMD64,
            exclude=list(exclude),
        )
    return ecs.ContainerImage.from_asset(
        str(context),
        file=dockerfile,
        build_args=build_args,
        platform=platform or ecr_assets.Platform.LINUX_AMD64,
        exclude=list(exclude),
        ignore_mode=cdk.IgnoreMode.DOCKER,
    )


def name_of(platform: ecr_assets.Platform | None) -> str:
    """The name of a platform as Docker writes it, such as `linux/amd64`."""
    return (platform or ecr_assets.Platform.LINUX_AMD64).platform
