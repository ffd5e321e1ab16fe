"""Images that are built in the account, by AWS CodeBuild, for those who have no Docker."""

from __future__ import annotations

import importlib.util
import shlex
from collections.abc import Mapping
from pathlib import Path

from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from stacktape_constructs.errors import PackagingError

_EXTRA = "pip install 'stacktape-constructs[codebuild]'"


class CodeBuildImage(ecs.ContainerImage):
    """An image that CodeBuild builds while CloudFormation deploys the stack.

    It is in a repository of its own, which goes with the stack. The construct is that of the CDK's own laboratory:
    https://github.com/cdklabs/deploy-time-build
    """

    def __init__(
        self, context: Path, *, dockerfile: str | None, build_args: Mapping[str, str], platform: ecr_assets.Platform,
        exclude: list[str],
    ) -> None:  # fmt: skip
        super().__init__()
        self._context = context
        self._dockerfile = dockerfile
        self._build_args = build_args
        self._platform = platform
        self._exclude = exclude

    def bind(self, scope: Construct, container_definition: ecs.ContainerDefinition) -> ecs.ContainerImageConfig:
        """Adds the build to the stack, and lets the container's host pull the image."""
        import aws_cdk as cdk
        from cdklabs.deploy_time_build import ContainerImageBuild

        build = ContainerImageBuild(
            scope,
            "ImageBuild",
            directory=str(self._context),
            file=None if self._dockerfile is None else shlex.quote(self._dockerfile),
            # They become part of a command line as they are.
            build_args={shlex.quote(name): shlex.quote(value) for name, value in self._build_args.items()},
            platform=self._platform,
            exclude=self._exclude,
            ignore_mode=cdk.IgnoreMode.DOCKER,
        )
        return build.to_ecs_docker_image_code().bind(scope, container_definition)


def require_library(path: str) -> None:
    """Refuses to build in the account without the library that does it.

    Args:
        path: what is to be built, for the error.

    Raises:
        PackagingError: it is not installed.
    """
    if importlib.util.find_spec("cdklabs") is None or importlib.util.find_spec("cdklabs.deploy_time_build") is None:
        raise PackagingError(
            path=path,
            problem=f"is to be built by CodeBuild, which needs the package cdklabs.deploy-time-build; {_EXTRA}, or "
            "build by Docker, which is the default",
        )
