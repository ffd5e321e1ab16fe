"""`ContainerPackage`: what a container runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.images.built_image import ImageBuilds, built_image, name_of
from stacktape_constructs.packaging.images.context import dockerfile_in, image_context, tool_context
from stacktape_constructs.packaging.images.nixpacks_plan import CONFIG_FILE, NixpacksPlan
from stacktape_constructs.packaging.images.tool_image import ToolImage, nixpacks, pack
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.language import ImageRequest
from stacktape_constructs.packaging.placeholder import container_placeholder
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.packaging.staging import stage
from stacktape_constructs.packaging.whole_folder import dockerignore, exclusions

if TYPE_CHECKING:
    from stacktape_constructs.packaging.languages import LanguageOptions

#: Stacktape's own default.
DEFAULT_BUILDER = "paketobuildpacks/builder-jammy-base"


_checks_kinds = checks_kinds(
    path="'src/job.py'",
    version="'3.13'",
    platform="aws_ecr_assets.Platform.LINUX_ARM64",
    image="aws_ecs.ContainerImage.from_ecr_repository(...)",
    command="['python', 'job.py']",
    build_commands="['apt-get update']",
)


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

    Example:
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
    @_checks_kinds
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
    @_checks_kinds
    def from_container_image(image: ecs.ContainerImage, *, command: Sequence[str] | None = None) -> ContainerPackage:
        """Any image that CDK knows, such as that of `ContainerImage.from_ecr_repository`."""
        return ContainerPackage(image=image, command=command)

    @staticmethod
    @_checks_kinds
    def from_dockerfile(
        build_context: str | os.PathLike[str],
        *,
        dockerfile: str = "Dockerfile",
        build_args: Mapping[str, str] | None = None,
        command: Sequence[str] | None = None,
        platform: ecr_assets.Platform | None = None,
        build_with: ImageBuilds = "docker",
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
            build_with: `docker` on the machine that deploys, or `codebuild` in the account.
            project_folder: where the path starts and what it must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the folder or the Dockerfile is not there, or is where it must not be; or a
                build argument is only known at deploy; or what CodeBuild needs is not installed.
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
            image=built_image(
                context,
                dockerfile=dockerfile_in(context, dockerfile),
                build_args=build_args,
                platform=platform,
                exclude=exclusions(context, folder, shown=os.fspath(build_context), own=dockerignore(context)),
                build_with=build_with,
                shown=os.fspath(build_context),
            ),
            command=command,
        )

    @staticmethod
    @_checks_kinds
    def from_file(
        path: str | os.PathLike[str],
        *,
        version: str | None = None,
        include_files: Iterable[str] = (),
        exclude_files: Iterable[str] = (),
        exclude_dependencies: Iterable[str] = (),
        options: LanguageOptions | None = None,
        build_commands: Sequence[str] = (),
        command: Sequence[str] | None = None,
        platform: ecr_assets.Platform | None = None,
        build_with: ImageBuilds = "docker",
        project_folder: ProjectFolder | None = None,
    ) -> ContainerPackage:
        """An image that runs the program of a source file.

        A Dockerfile is made for it, which installs what the project's lock file names and compiles what
        has to be compiled in a first stage; the image has only what runs, and does not run it as root.
        The build gets the folder of the project that the file belongs to (package.json, uv.lock, go.mod
        and so on) less credentials, or the file alone where it needs nothing else.

        Args:
            path: the file. Without an extension, the one file of that name with a known extension, or
                the `index` file in the folder of that name.
            version: version of the language, such as `3.12`. Default: a current one, or the one that
                the project asks for.
            include_files: glob patterns of files to add, from the project folder; they keep their path
                in it.
            exclude_files: patterns of files to leave out again.
            exclude_dependencies: packages to leave out, where a language can.
            options: how the language is packaged, such as `JavaScriptOptions`.
            build_commands: shell commands to run, as root, in the image that runs: to install what the
                program needs of the system, such as `apt-get update && apt-get install -y ffmpeg`.
            command: what to run instead of the file.
            platform: what to build for. Default: x86-64.
            build_with: `docker` on the machine that deploys, or `codebuild` in the account.
            project_folder: where the paths start and what they must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the file is not there, is ambiguous, is out of the folder, or starts no
                program; an option cannot be followed; or what CodeBuild needs is not installed.
        """
        shown = os.fspath(path)
        folder = project_folder or ProjectFolder.current()
        entry = find_entry_file(path, folder)
        source = language_of(entry).package_for_image(
            ImageRequest(
                entry=entry,
                title=shown,
                folder=folder,
                version=version,
                exclude_dependencies=tuple(exclude_dependencies),
                options=options,
            )
        )
        context = image_context(
            source, folder, shown=shown, include=include_files, exclude=exclude_files, commands=build_commands
        )
        image = built_image(context, platform=platform, build_with=build_with, shown=shown)
        return ContainerPackage(image=image, command=command)

    @staticmethod
    @_checks_kinds
    def from_buildpack(
        source_folder: str | os.PathLike[str],
        *,
        builder: str = DEFAULT_BUILDER,
        buildpacks: Sequence[str] = (),
        command: Sequence[str] | None = None,
        platform: ecr_assets.Platform | None = None,
        project_folder: ProjectFolder | None = None,
    ) -> ContainerPackage:
        """An image that Cloud Native Buildpacks make of a folder (https://buildpacks.io).

        `cdk deploy` runs `pack build`, which needs `pack` on PATH, a shell and Docker.

        Args:
            source_folder: the folder of the source code. What is left out of it is as in
                `from_dockerfile`.
            builder: the image of the builder.
            buildpacks: the buildpacks to use. Default: those that the builder finds to fit.
            command: what to run, or the arguments of what the buildpack starts.
            platform: what to build for. Default: x86-64.
            project_folder: where the path starts and what it must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the folder is not there, or is where it must not be.
        """
        context = tool_context(source_folder, project_folder or ProjectFolder.current())
        tool = pack(builder=builder, buildpacks=buildpacks, platform=name_of(platform))
        return ContainerPackage(image=ToolImage(context, tool), command=command)

    @staticmethod
    @_checks_kinds
    def from_nixpacks(
        source_folder: str | os.PathLike[str],
        *,
        plan: NixpacksPlan | None = None,
        platform: ecr_assets.Platform | None = None,
        project_folder: ProjectFolder | None = None,
    ) -> ContainerPackage:
        """An image that Nixpacks makes of a folder (https://nixpacks.com).

        `cdk deploy` runs `nixpacks build`, which needs `nixpacks` on PATH, a shell and Docker.

        Args:
            source_folder: the folder of the source code. What is left out of it is as in
                `from_dockerfile`.
            plan: what Nixpacks is told beside what it finds. Default: what the folder's `nixpacks.toml` says.
            platform: what to build for. Default: x86-64.
            project_folder: where the path starts and what it must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the folder is not there, is where it must not be, or has a plan of its own
                beside the one that is given.
        """
        config = None if plan is None else plan.text()
        context = tool_context(
            source_folder,
            project_folder or ProjectFolder.current(),
            generated={} if config is None else {CONFIG_FILE: config},
            instead_of=() if config is None else ("nixpacks.toml", "nixpacks.json"),
        )
        tool = nixpacks(config=None if config is None else CONFIG_FILE, platform=name_of(platform))
        return ContainerPackage(image=ToolImage(context, tool))

    @staticmethod
    @_checks_kinds
    def placeholder(*, command: Sequence[str] | None = None, build_with: ImageBuilds = "docker") -> ContainerPackage:
        """An image that fails when it is run, for a container whose code is not there yet.

        It is an asset as a real image is, so the template has the same shape, and it is the same on
        every machine. No file of the project is read.
        """
        context = stage(container_placeholder())
        return ContainerPackage(image=built_image(context, build_with=build_with, shown="placeholder"), command=command)
