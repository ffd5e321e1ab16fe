from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import attrs
import aws_cdk as cdk
import pytest
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs

from stacktape_constructs.errors import InvalidArgumentError, PackagingError
from stacktape_constructs.packaging.images.container_package import ContainerPackage
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.support import new_app


@attrs.frozen
class BuiltImage:
    """What `cdk deploy` is told to build: its instructions, and the files it finds."""

    hash: str
    source: Mapping[str, Any]
    files: Mapping[str, str]


def _project(folder: Path, files: Mapping[str, str]) -> ProjectFolder:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return ProjectFolder(folder)


def _packages(folder: Path) -> dict[str, ContainerPackage]:
    files = {
        "jobs/report.py": "print('report')",
        "jobs/other.py": "",
        "jobs/report.mjs": "console.log('report')",
        "data/b.csv": "b",
        "data/a.csv": "a",
        "service/Dockerfile": "FROM scratch\n",
        "service/build/Dockerfile.prod": "FROM scratch\n",
        "service/main.c": "int main() { return 0; }",
        "service/notes.txt": "not sent",
        "service/.dockerignore": "notes.txt\n",
    }
    here = _project(folder / "here", files)
    there = _project(folder / "some" / "where" / "else", dict(reversed(files.items())))
    return {
        "python": ContainerPackage.from_file("jobs/report.py", project_folder=here),
        "javascript": ContainerPackage.from_file("jobs/report.mjs", project_folder=here),
        "searched": ContainerPackage.from_file("jobs/other", project_folder=here),
        "here": ContainerPackage.from_file("jobs/report.py", include_files=["data"], project_folder=here),
        "there": ContainerPackage.from_file("jobs/report.py", include_files=["data"], project_folder=there),
        "arm": ContainerPackage.from_file(
            "jobs/report.py", platform=ecr_assets.Platform.LINUX_ARM64, project_folder=here
        ),
        "dockerfile": ContainerPackage.from_dockerfile("service", project_folder=here),
        "other dockerfile": ContainerPackage.from_dockerfile(
            "service", dockerfile="./build/Dockerfile.prod", build_args={"MODE": "prod"}, project_folder=here
        ),
        "placeholder": ContainerPackage.placeholder(),
        "placeholder again": ContainerPackage.placeholder(),
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, BuiltImage]:
    app = new_app()
    stack = cdk.Stack(app, "Demo")
    task = ecs.FargateTaskDefinition(stack, "Task")
    hashes = {}
    for name, package in _packages(tmp_path_factory.mktemp("project")).items():
        container = task.add_container(name.title().replace(" ", ""), image=package.image)
        hashes[name] = cast(ecr_assets.DockerImageAsset, container.node.find_child("AssetImage")).asset_hash
    assembly = Path(app.synth().directory)
    images = json.loads((assembly / "Demo.assets.json").read_text())["dockerImages"]

    def image(asset_hash: str) -> BuiltImage:
        source = images[asset_hash]["source"]
        folder = assembly / source["directory"]
        files = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
        return BuiltImage(hash=asset_hash, source=source, files=files)

    return {name: image(asset_hash) for name, asset_hash in hashes.items()}


def test_a_python_file_runs_as_a_script_and_not_as_root(built: Mapping[str, BuiltImage]) -> None:
    assert built["python"].files == {
        "Dockerfile": (
            "FROM public.ecr.aws/docker/library/python:3.13-slim\n"
            "ENV PYTHONUNBUFFERED=1\n"
            "WORKDIR /app\n"
            "COPY --chown=1000:1000 app/ ./\n"
            "USER 1000:1000\n"
            'CMD ["python", "report.py"]\n'
        ),
        "app/report.py": "print('report')",
    }


def test_a_javascript_file_runs_as_a_script_and_not_as_root(built: Mapping[str, BuiltImage]) -> None:
    assert built["javascript"].files == {
        "Dockerfile": (
            "FROM public.ecr.aws/docker/library/node:24-slim\n"
            "ENV NODE_ENV=production\n"
            "WORKDIR /app\n"
            "COPY --chown=1000:1000 app/ ./\n"
            "USER 1000:1000\n"
            'CMD ["node", "report.mjs"]\n'
        ),
        "app/report.mjs": "console.log('report')",
    }


def test_a_path_without_an_extension_is_searched_for(built: Mapping[str, BuiltImage]) -> None:
    assert "app/other.py" in built["searched"].files


def test_included_files_keep_their_path_in_the_project_folder(built: Mapping[str, BuiltImage]) -> None:
    assert built["here"].files.keys() == {"Dockerfile", "app/report.py", "app/data/a.csv", "app/data/b.csv"}


def test_equal_files_have_an_equal_hash_in_every_folder(built: Mapping[str, BuiltImage]) -> None:
    assert built["here"].hash == built["there"].hash
    assert built["here"].hash != built["python"].hash


@pytest.mark.parametrize("name", ["python", "dockerfile", "placeholder"])
def test_images_are_built_for_x86_whatever_machine_builds_them(built: Mapping[str, BuiltImage], name: str) -> None:
    assert built[name].source["platform"] == "linux/amd64"


def test_an_image_can_be_built_for_another_platform(built: Mapping[str, BuiltImage]) -> None:
    assert built["arm"].source["platform"] == "linux/arm64"


def test_the_build_context_is_sent_without_what_its_dockerignore_names(
    built: Mapping[str, BuiltImage],
) -> None:
    assert built["dockerfile"].source["dockerFile"] == "Dockerfile"
    assert built["dockerfile"].files.keys() == {
        ".dockerignore",
        "Dockerfile",
        "build/Dockerfile.prod",
        "main.c",
    }


def test_a_dockerfile_of_another_name_takes_build_arguments(built: Mapping[str, BuiltImage]) -> None:
    source = built["other dockerfile"].source

    assert source["dockerFile"] == "build/Dockerfile.prod"
    assert source["dockerBuildArgs"] == {"MODE": "prod"}


def test_a_placeholder_fails_and_is_the_same_each_time(built: Mapping[str, BuiltImage]) -> None:
    assert built["placeholder"].files == {
        "Dockerfile": (
            "FROM public.ecr.aws/docker/library/busybox:1.37\n"
            "USER 1000:1000\n"
            'CMD ["sh", "-c", "echo \'this is placeholder code: deploy the real code\' >&2; exit 1"]\n'
        )
    }
    assert built["placeholder"].hash == built["placeholder again"].hash


def test_an_image_of_a_registry_is_used_by_its_name() -> None:
    stack = cdk.Stack(new_app(), "Demo")
    package = ContainerPackage.from_image("busybox:1.37", command=["echo", "a"])
    container = ecs.FargateTaskDefinition(stack, "Task").add_container("Main", image=package.image)

    assert container.image_name == "busybox:1.37"
    assert package.command == ("echo", "a")
    assert package.environment == {}


def test_any_image_that_cdk_knows_can_be_used() -> None:
    image = ecs.ContainerImage.from_registry("busybox:1.37")

    package = ContainerPackage.from_container_image(image)

    assert package.image is image
    assert package.command is None


@pytest.mark.parametrize(
    "package",
    [
        lambda _, **options: ContainerPackage.placeholder(**options),
        lambda project, **options: ContainerPackage.from_file("job.py", project_folder=project, **options),
        lambda project, **options: ContainerPackage.from_dockerfile(".", project_folder=project, **options),
    ],
)
def test_a_command_replaces_that_of_the_image(package: Any, tmp_path: Path) -> None:
    for name in ("job.py", "Dockerfile"):
        (tmp_path / name).write_text("")

    assert package(ProjectFolder(tmp_path), command=["sh", "-c", "true"]).command == ("sh", "-c", "true")


def test_an_image_without_a_name_is_refused() -> None:
    with pytest.raises(PackagingError, match="image: must have a name such as"):
        ContainerPackage.from_image("")


def test_a_missing_build_context_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackagingError) as caught:
        ContainerPackage.from_dockerfile("service", project_folder=ProjectFolder(tmp_path))

    assert str(caught.value) == f"service: there is no such folder in {tmp_path}"


def test_a_missing_dockerfile_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackagingError) as caught:
        ContainerPackage.from_dockerfile(tmp_path, dockerfile="Dockerfile.prod")

    assert str(caught.value) == f"Dockerfile.prod: there is no such file in the build context {tmp_path}"


def test_a_dockerfile_out_of_the_build_context_is_refused(tmp_path: Path) -> None:
    _project(tmp_path, {"Dockerfile": "", "service/main.c": ""})

    with pytest.raises(PackagingError, match="must be in the build context"):
        ContainerPackage.from_dockerfile(tmp_path / "service", dockerfile="../Dockerfile")


def test_a_build_context_out_of_the_project_folder_is_refused(tmp_path: Path) -> None:
    _project(tmp_path, {"Dockerfile": "", "project/main.c": ""})

    with pytest.raises(PackagingError, match="leads out of the project folder"):
        ContainerPackage.from_dockerfile("..", project_folder=ProjectFolder(tmp_path / "project"))


def test_a_build_argument_that_is_only_known_at_deploy_is_refused(tmp_path: Path) -> None:
    project = _project(tmp_path, {"Dockerfile": ""})

    with pytest.raises(PackagingError, match="build argument 'REGION' is only known at deploy"):
        ContainerPackage.from_dockerfile(".", build_args={"REGION": cdk.Aws.REGION}, project_folder=project)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"path": 3}, "path must be a text or a path, such as 'src/job.py', got 3"),
        ({"version": 3.12}, "version must be a text, such as '3.13', got 3.12"),
        (
            {"build_commands": "apt-get update"},
            "build_commands must be a list, such as ['apt-get update'], got 'apt-get update'; write [...] around it",
        ),
        ({"command": "job"}, "command must be a list, such as ['python', 'job.py'], got 'job'; write [...] around it"),
        ({"build_with": "podman"}, "build_with must be 'docker' or 'codebuild', got 'podman'"),
    ],
)
def test_a_value_of_another_kind_is_told(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        ContainerPackage.from_file(**{"path": "a.py", **arguments})

    assert str(caught.value) == f"ContainerPackage.from_file: {said}"
