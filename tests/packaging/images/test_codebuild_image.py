"""Images that CodeBuild builds in the account."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs import BatchJob, ContainerPackage
from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.support import new_app, template_of


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("project")
    (folder / "job.py").write_text("print('done')\n")
    (folder / "Dockerfile.my job").write_text("FROM busybox:1.37\n")
    project = ProjectFolder(folder)
    stack = cdk.Stack(new_app(), "Demo")
    packages = {
        "File": ContainerPackage.from_file("job.py", build_with="codebuild", project_folder=project),
        "Dockerfile": ContainerPackage.from_dockerfile(
            ".",
            dockerfile="Dockerfile.my job",
            build_args={"COLOUR": "red; touch /tmp/x"},
            build_with="codebuild",
            project_folder=project,
        ),
        "Placeholder": ContainerPackage.placeholder(build_with="codebuild"),
    }
    for name, package in packages.items():
        BatchJob(stack, name, packaging=package, cpu=1, memory=cdk.Size.mebibytes(128))
    return dict(template_of(stack)["Resources"])


def _of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in resources.values() if resource["Type"] == kind]


def test_each_image_is_built_by_the_same_project(resources: dict[str, Any]) -> None:
    builds = _of_type(resources, "Custom::CDKContainerImageBuild")

    assert len(builds) == 3
    assert len(_of_type(resources, "AWS::CodeBuild::Project")) == 1
    assert all("--platform linux/amd64" in build["buildCommand"] for build in builds)


def test_what_the_user_gives_is_quoted_for_the_shell_of_the_build(resources: dict[str, Any]) -> None:
    (command,) = (
        build["buildCommand"]
        for build in _of_type(resources, "Custom::CDKContainerImageBuild")
        if "--file" in build["buildCommand"]
    )

    assert "--build-arg COLOUR='red; touch /tmp/x'" in command
    assert "--file 'Dockerfile.my job'" in command


def test_a_job_runs_the_image_that_was_built(resources: dict[str, Any]) -> None:
    images = [str(job["ContainerProperties"]["Image"]) for job in _of_type(resources, "AWS::Batch::JobDefinition")]

    assert all("'ImageTag'" in image for image in images), "so that it waits for the build"
    assert len(set(images)) == 3


def test_the_repository_goes_with_the_stack(resources: dict[str, Any]) -> None:
    repositories = [one for one in resources.values() if one["Type"] == "AWS::ECR::Repository"]

    assert len(repositories) == 3
    assert {one["DeletionPolicy"] for one in repositories} == {"Delete"}
    assert all(one["Properties"]["EmptyOnDelete"] for one in repositories)


def test_only_its_own_repositories_are_written_to(resources: dict[str, Any]) -> None:
    (pushing,) = [
        statement
        for policy in _of_type(resources, "AWS::IAM::Policy")
        for statement in policy["PolicyDocument"]["Statement"]
        if "ecr:PutImage" in statement["Action"]
    ]

    assert sorted(str(resource["Fn::GetAtt"][0]) for resource in pushing["Resource"]) == sorted(
        logical_id for logical_id, one in resources.items() if one["Type"] == "AWS::ECR::Repository"
    )


@pytest.mark.parametrize("missing", ["cdklabs", "cdklabs.deploy_time_build"])
def test_without_the_library_it_is_said_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "job.py").write_text("")
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else find(name))

    with pytest.raises(PackagingError) as caught:
        ContainerPackage.from_file("job.py", build_with="codebuild", project_folder=ProjectFolder(tmp_path))

    assert "needs the package cdklabs.deploy-time-build; pip install 'stacktape-constructs[codebuild]'" in str(
        caught.value
    )
