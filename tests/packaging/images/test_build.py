from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.packaging.images.build import container_package
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.configured import ConfiguredStack, blocks_of, configured, problems_of


def job(packaging: str) -> str:
    return (
        f"{{type: batch-job, properties: {{resources: {{cpu: 1, memory: 4}}, container: {{packaging: {packaging}}}}}}}"
    )


CONFIG = f"""
resources:
  pack: {
    job(
        "{type: external-buildpack, properties: {sourceDirectoryPath: app, builder: 'heroku/builder:24', "
        "buildpacks: [heroku/php], command: [run]}}"
    )
}
  packByDefault: {job("{type: external-buildpack, properties: {sourceDirectoryPath: app}}")}
  nixpacks: {
    job(
        "{type: nixpacks, properties: {sourceDirectoryPath: app, buildImage: a, providers: [node], startCmd: run, "
        "startRunImage: b, startOnlyIncludeFiles: [dist], phases: [{name: setup, cmds: [c], aptPkgs: [d]}]}}"
    )
}
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "app").mkdir()
    (folder / "app" / "server.js").write_text("")
    return configured(CONFIG, folder, code="project")


def _script(stack: ConfiguredStack, job: str) -> tuple[Path, str]:
    """The assembly, and the script in it that builds the image of a job."""
    app = stack.stack.node.root
    assert isinstance(app, cdk.App)
    images = json.loads(next(Path(app.outdir).glob("*.assets.json")).read_text())["dockerImages"]
    uri = stack.properties(f"{job}JobDefinition")["ContainerProperties"]["Image"]["Fn::Sub"]
    script: str = images[uri.rpartition(":")[2]]["source"]["executable"][-1]
    return Path(app.outdir), script


def test_a_buildpack_is_told_what_the_config_says(stack: ConfiguredStack) -> None:
    _, script = _script(stack, "Pack")

    assert " --builder heroku/builder:24 " in script
    assert " --buildpack heroku/php " in script
    assert stack.properties("PackJobDefinition")["ContainerProperties"]["Command"] == ["run"]


def test_a_buildpack_has_a_builder_by_default(stack: ConfiguredStack) -> None:
    _, script = _script(stack, "PackByDefault")

    assert " --builder paketobuildpacks/builder-jammy-base " in script


def test_nixpacks_is_told_what_the_config_says(stack: ConfiguredStack) -> None:
    assembly, script = _script(stack, "Nixpacks")
    words = script.split()
    plan = assembly / words[words.index("nixpacks", 4) + 2] / words[words.index("--config") + 1]

    assert json.loads(plan.read_text()) == {
        "buildImage": "a",
        "providers": ["node"],
        "phases": {"setup": {"cmds": ["c"], "aptPkgs": ["d"]}},
        "start": {"cmd": "run", "runImage": "b", "onlyIncludeFiles": ["dist"]},
    }


def test_a_plan_that_nixpacks_would_not_follow_is_said_where_it_stands(tmp_path: Path) -> None:
    packaging = "{type: nixpacks, properties: {sourceDirectoryPath: app, startOnlyIncludeFiles: [dist]}}"
    (problem,) = problems_of(f"resources:\n  x: {job(packaging)}\n", tmp_path, code="project")

    assert problem.startswith("2:171: batch-job 'x': ")
    assert "startRunImage" in problem


@pytest.mark.parametrize("kind", ["external-buildpack", "nixpacks"])
def test_a_tool_of_its_own_does_not_run_in_codebuild(kind: str, tmp_path: Path) -> None:
    packaging = f"{{type: {kind}, properties: {{sourceDirectoryPath: app}}}}"
    (problem,) = problems_of(f"resources:\n  x: {job(packaging)}\n", tmp_path, image_builds="codebuild")

    assert f"packaging type '{kind}' has a tool of its own, which runs where you deploy and not in CodeBuild" in problem
    assert problem.endswith("; deploy without -c imageBuilds=codebuild, or use custom-dockerfile")


def test_a_repository_that_needs_a_password_can_be_named() -> None:
    packaging = (
        "{type: prebuilt-image, properties: "
        "{image: private/image, repositoryCredentialsSecretArn: \"$Secret('registry')\"}}"
    )
    block: Any = blocks_of(f"resources:\n  x: {job(packaging)}\n")["x"]

    package = container_package(block.container.packaging, CodeSource(ProjectFolder.current()), image_name="x")

    assert package.command is None


def test_a_job_of_another_size_keeps_its_image(tmp_path: Path) -> None:
    (tmp_path / "report.py").write_text("import requests\n")
    (tmp_path / "requirements.txt").write_text("requests==2.32.5\n")
    text = f"resources:\n  x: {job('{type: stacktape-image-buildpack, properties: {entryfilePath: report.py}}')}\n"

    one, other = (
        configured(text.replace("memory: 4", memory), tmp_path, code="project").properties("XJobDefinition")
        for memory in ("memory: 4", "memory: 2048")
    )

    assert one != other
    assert one["ContainerProperties"]["Image"] == other["ContainerProperties"]["Image"]


def test_a_config_that_is_asked_for_by_its_name_is_in_the_image(tmp_path: Path) -> None:
    (tmp_path / "report.py").write_text("")
    packaging = (
        "{type: stacktape-image-buildpack, properties: {entryfilePath: report.py, includeFiles: [stacktape.yml]}}"
    )

    stack = configured(f"resources:\n  x: {job(packaging)}\n", tmp_path, code="project").stack

    app = stack.node.root
    assert isinstance(app, cdk.App)
    assert [file.name for file in Path(app.outdir).glob("asset.*/app/*.yml")] == ["stacktape.yml"]
