"""Images that a tool builds at deploy: what the cloud assembly says, and what `cdk deploy` runs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import aws_cdk as cdk
import pytest
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs

from stacktape_constructs import ContainerPackage, NixpacksPlan
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.support import new_app

_TOOL = """\
#!/bin/sh
echo "building"
for word in "$@"; do echo "$word" >> "$CALLS"; done
"""


@attrs.frozen
class Built:
    """A stack whose containers have such images."""

    assembly: Path
    images: Mapping[str, Any]
    containers: Mapping[str, Any]
    policies: str

    def command_of(self, container: str) -> list[str]:
        uri = self.containers[container]["Fn::Sub"]
        source: Mapping[str, Any] = self.images[uri.rpartition(":")[2]]["source"]
        return list(source["executable"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("project")
    (folder / "app").mkdir()
    (folder / "app" / "server.js").write_text("")
    (folder / "app" / ".env").write_text("PASSWORD=1")
    project = ProjectFolder(folder)
    packages = {
        "pack": ContainerPackage.from_buildpack("app", project_folder=project, command=["web"]),
        "same": ContainerPackage.from_buildpack("app", project_folder=project),
        "heroku": ContainerPackage.from_buildpack(
            "app",
            builder="heroku/builder:24",
            buildpacks=["heroku/php", "a {odd} one"],
            platform=ecr_assets.Platform.LINUX_ARM64,
            project_folder=project,
        ),
        "nixpacks": ContainerPackage.from_nixpacks("app", project_folder=project),
        "planned": ContainerPackage.from_nixpacks(
            "app", plan=NixpacksPlan(start_command="node server.js"), project_folder=project
        ),
    }
    app = new_app()
    stack = cdk.Stack(app, "Demo")
    task = ecs.FargateTaskDefinition(stack, "Task")
    for name, package in packages.items():
        task.add_container(name, image=package.image)
    assembly = app.synth()
    template = assembly.get_stack_by_name("Demo").template
    (definition,) = (r for r in template["Resources"].values() if r["Type"] == "AWS::ECS::TaskDefinition")
    return Built(
        assembly=Path(assembly.directory),
        images=json.loads((Path(assembly.directory) / "Demo.assets.json").read_text())["dockerImages"],
        containers={one["Name"]: one["Image"] for one in definition["Properties"]["ContainerDefinitions"]},
        policies=json.dumps([r for r in template["Resources"].values() if r["Type"] == "AWS::IAM::Policy"]),
    )


def _deploy(built: Built, container: str, tmp_path: Path, *, tool: str) -> tuple[str, list[str]]:
    """What the CDK's command line runs, with a stand-in for the tool: what it prints, and the tool's arguments."""
    program = tmp_path / tool
    program.write_text(_TOOL)
    program.chmod(0o755)
    calls = tmp_path / "calls"
    run = subprocess.run(
        built.command_of(container),
        cwd=built.assembly,
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "CALLS": str(calls)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout, calls.read_text().splitlines()


def test_pack_builds_the_folder_that_is_in_the_assembly(built: Built, tmp_path: Path) -> None:
    printed, arguments = _deploy(built, "pack", tmp_path, tool="pack")

    image, folder = arguments[1], arguments[3]
    assert printed == f"{image}\n", "the name of the image and nothing else"
    assert arguments == [
        *("build", image, "--path", folder),
        *("--builder", "paketobuildpacks/builder-jammy-base", "--platform", "linux/amd64"),
    ]
    assert [path.name for path in (built.assembly / folder).iterdir()] == ["server.js"]


def test_the_builder_and_the_buildpacks_are_those_of_the_user(built: Built, tmp_path: Path) -> None:
    _, arguments = _deploy(built, "heroku", tmp_path, tool="pack")

    assert arguments[4:] == [
        *("--builder", "heroku/builder:24", "--platform", "linux/arm64"),
        *("--buildpack", "heroku/php", "--buildpack", "a {odd} one"),
    ]


def test_nixpacks_decides_by_itself_unless_it_is_told(built: Built, tmp_path: Path) -> None:
    printed, arguments = _deploy(built, "nixpacks", tmp_path, tool="nixpacks")

    assert printed == f"{arguments[3]}\n"
    assert arguments == ["build", arguments[1], "--name", arguments[3], "--platform", "linux/amd64"]


def test_nixpacks_is_told_by_a_file_in_the_folder(built: Built, tmp_path: Path) -> None:
    _, arguments = _deploy(built, "planned", tmp_path, tool="nixpacks")

    config = built.assembly / arguments[1] / arguments[-1]
    assert arguments[-2] == "--config"
    assert json.loads(config.read_text()) == {"start": {"cmd": "node server.js"}}


@pytest.mark.parametrize(("container", "tool"), [("pack", "pack"), ("nixpacks", "nixpacks")])
def test_a_tool_that_is_missing_is_said_at_deploy(built: Built, container: str, tool: str, tmp_path: Path) -> None:
    shell = Path("/bin/sh")
    run = subprocess.run(
        [shell, *built.command_of(container)[1:]],
        cwd=built.assembly,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.startswith(f"{tool} is not on PATH, and it builds this image; install it: https://")


def test_a_build_that_fails_gives_no_image(built: Built, tmp_path: Path) -> None:
    program = tmp_path / "pack"
    program.write_text("#!/bin/sh\necho 'no buildpack fits' >&2\nexit 3\n")
    program.chmod(0o755)

    run = subprocess.run(
        built.command_of("pack"),
        cwd=built.assembly,
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )

    assert (run.returncode, run.stdout) == (3, "")
    assert "no buildpack fits" in run.stderr


def test_another_builder_makes_another_image(built: Built) -> None:
    images = {name: str(uri) for name, uri in built.containers.items()}

    assert images["pack"] == images["same"]
    assert len(set(images.values())) == 4


def test_the_host_of_the_container_may_pull_the_image(built: Built) -> None:
    assert "ecr:BatchGetImage" in built.policies
    assert "cdk-hnb659fds-container-assets-" in built.policies
