"""`ContainerPackage`: what a container runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs
import aws_cdk as cdk
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.included_files import with_included_files
from stacktape_constructs.packaging.languages import language_of, not_bundled
from stacktape_constructs.packaging.languages.language import ContainerRecipe
from stacktape_constructs.packaging.placeholder import container_placeholder
from stacktape_constructs.packaging.project_folder import ProjectFolder, absolute
from stacktape_constructs.packaging.staging import stage
from stacktape_constructs.packaging.whole_folder import dockerignore, exclusions


def _optional_tuple(command: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if command is None else tuple(command)


@attrs.frozen(eq=False, kw_only=True)
class ContainerPackage:
    """An image, and what a container must be told to run it. Made by one of the static methods.

    Docker does not run here. An image that has to be built becomes a CDK asset: `cdk deploy` builds it
    and puts it into the account's registry
    (https://docs.aws.amazon.com/cdk/v2/guide/assets.html#assets-types-docker).

    Attributes:
        image: the image as CDK knows it.
        command: what to run instead of the image's own command; None leaves that in force.
        environment: variables that the code needs, however its container is made.

    ```python
    from stacktape_constructs import BatchJob, ContainerPackage

    package = ContainerPackage.from_image(
        "public.ecr.aws/docker/library/busybox:1.37", command=["echo", "done"]
    )
    BatchJob(stack, "Say", packaging=package, cpu=1, memory=cdk.Size.mebibytes(128))
    ```
    """

    image: ecs.ContainerImage
    command: tuple[str, ...] | None = attrs.field(default=None, converter=_optional_tuple)
    environment: Mapping[str, str] = attrs.field(factory=dict)

    @staticmethod
    def from_image(name: str, *, command: Sequence[str] | None = None) -> ContainerPackage:
        """An image in a registry that needs no credentials, such as Docker Hub or public ECR.

        Args:
            name: the image's name with its tag or digest.
            command: what to run instead of the image's own command.

        Raises:
            PackagingError: the name is empty.
        """
        if not name:
            raise PackagingError(path="image", problem="must have a name such as 'public.ecr.aws/nginx/nginx:stable'")
        return ContainerPackage(image=ecs.ContainerImage.from_registry(name), command=command)

    @staticmethod
    def from_container_image(image: ecs.ContainerImage, *, command: Sequence[str] | None = None) -> ContainerPackage:
        """Any image that CDK knows, such as that of `ContainerImage.from_ecr_repository`."""
        return ContainerPackage(image=image, command=command)

    @staticmethod
    def from_dockerfile(
        build_context: str | os.PathLike[str],
        *,
        dockerfile: str = "Dockerfile",
        build_args: Mapping[str, str] | None = None,
        command: Sequence[str] | None = None,
        platform: ecr_assets.Platform | None = None,
        project_folder: ProjectFolder | None = None,
    ) -> ContainerPackage:
        """An image that `cdk deploy` builds.

        Files in which tools keep credentials (`.env`, `.npmrc`, `.aws` and others, private keys) and what
        tools leave behind (`.git`, `.venv`, `cdk.out`) are no part of the build, unless the folder's
        `.dockerignore` takes them in again, as in `!.npmrc`.

        Args:
            build_context: the folder that is sent to Docker, without what its `.dockerignore` names.
            dockerfile: path of the Dockerfile in that folder.
            build_args: arguments of the build. They are part of the image: no place for secrets.
            command: what to run instead of the image's own command.
            platform: what to build for. Default: x86-64, on which jobs and services run unless told
                otherwise, whatever the machine that builds.
            project_folder: where the path starts and what it must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the folder or the Dockerfile is not there, or is where it must not be; or a
                build argument is only known at deploy.
        """
        folder = project_folder or ProjectFolder.current()
        context = folder.resolve(build_context)
        if not context.is_dir():
            raise PackagingError(path=os.fspath(build_context), problem=f"there is no such folder in {folder.path}")
        for name, value in (build_args or {}).items():
            if "${Token[" in value:
                raise PackagingError(
                    path=os.fspath(build_context),
                    problem=f"build argument '{name}' is only known at deploy, after the build; "
                    "give a value that is known now, or pass it to the container as a variable",
                )
        return ContainerPackage(
            image=_built_image(
                context,
                dockerfile=_path_in_context(context, dockerfile),
                build_args=build_args,
                platform=platform,
                exclude=exclusions(context, folder, shown=os.fspath(build_context), own=dockerignore(context)),
            ),
            command=command,
        )

    @staticmethod
    def from_file(
        path: str | os.PathLike[str],
        *,
        include_files: Iterable[str] = (),
        exclude_files: Iterable[str] = (),
        command: Sequence[str] | None = None,
        platform: ecr_assets.Platform | None = None,
        project_folder: ProjectFolder | None = None,
    ) -> ContainerPackage:
        """An image that runs one Python or JavaScript file, copied as it is.

        The file is run as a script, by Python 3.13 or Node.js 24 and not as root. As in
        `LambdaPackage.from_file`, the image has no other files than those of `include_files`, and no
        packages; write a Dockerfile for a program that depends on some.

        Args:
            path: the file. Without an extension, the one file of that name with a known extension, or
                the `index` file in the folder of that name.
            include_files: glob patterns of files to add, from the project folder; they keep their path
                in it.
            exclude_files: patterns of files to leave out of these again.
            command: what to run instead of the file.
            platform: what to build for. Default: x86-64.
            project_folder: where the paths start and what they must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the file is not there, is ambiguous, is out of the folder, or is in a
                language that has to be compiled or bundled.
        """
        folder = project_folder or ProjectFolder.current()
        entry = find_entry_file(path, folder)
        language = language_of(entry)
        if language.container is None:
            raise not_bundled(
                path,
                language,
                instead="a Dockerfile (ContainerPackage.from_dockerfile, in YAML custom-dockerfile), or a "
                "placeholder (ContainerPackage.placeholder)",
            )
        included = with_included_files({entry.name: entry}, folder, include=include_files, exclude=exclude_files)
        files = {f"app/{name}": file for name, file in included.items()}
        context = stage({"Dockerfile": _dockerfile(language.container, entry.name), **files})
        return ContainerPackage(image=_built_image(context, platform=platform), command=command)

    @staticmethod
    def placeholder(*, command: Sequence[str] | None = None) -> ContainerPackage:
        """An image that fails when it is run, for a container whose code is not there yet.

        It is an asset as a real image is, so the template has the same shape, and it is the same on
        every machine. No file of the project is read.
        """
        return ContainerPackage(image=_built_image(stage(container_placeholder())), command=command)


def _built_image(
    context: Path,
    *,
    dockerfile: str | None = None,
    build_args: Mapping[str, str] | None = None,
    platform: ecr_assets.Platform | None = None,
    exclude: Sequence[str] = (),
) -> ecs.ContainerImage:
    return ecs.ContainerImage.from_asset(
        str(context),
        file=dockerfile,
        build_args=build_args,
        platform=platform or ecr_assets.Platform.LINUX_AMD64,
        exclude=list(exclude),
        ignore_mode=cdk.IgnoreMode.DOCKER,
    )


def _dockerfile(recipe: ContainerRecipe, file_name: str) -> str:
    lines = [
        f"FROM {recipe.base_image}",
        *(f"ENV {name}={value}" for name, value in recipe.environment.items()),
        "WORKDIR /app",
        # By number, for not every base image knows a user by name. CDK copies folders with the modes
        # of the umask, so another user might not be let in.
        "COPY --chown=1000:1000 app/ ./",
        "USER 1000:1000",
        f"CMD {json.dumps([*recipe.command, file_name])}",
    ]
    return "\n".join(lines) + "\n"


def _path_in_context(context: Path, dockerfile: str) -> str:
    path = absolute(context / dockerfile)
    if not path.resolve().is_relative_to(context.resolve()):
        raise PackagingError(
            path=dockerfile,
            problem=f"must be in the build context {context}, which is all that a build is sent",
        )
    if not path.is_file():
        raise PackagingError(path=dockerfile, problem=f"there is no such file in the build context {context}")
    return path.relative_to(context).as_posix()
