from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest

from stacktape_constructs.errors import ConfigError
from tests.configured import ConfiguredStack, build, configured
from tests.packaging.languages.projects import write

CONFIG = """
resources:
  source:
    type: function
    properties:
      packaging:
        type: stacktape-lambda-buildpack
        properties:
          entryfilePath: src/orders.py
          handlerFunction: run
          includeFiles: ['data/*']
          excludeFiles: ['data/*.md']
  script:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: src/web.mjs}}
      runtime: nodejs22.x
  ready:
    type: function
    properties:
      packaging: {type: custom-artifact, properties: {packagePath: dist, handler: 'main.py:run'}}
      runtime: python3.12
  dockerfile:
    type: batch-job
    properties:
      container:
        packaging:
          type: custom-dockerfile
          properties:
            buildContextPath: image
            dockerfilePath: Job.Dockerfile
            buildArgs: [{argName: COLOUR, value: red}]
            command: [run, --all]
      resources: {cpu: 1, memory: 200}
  image:
    type: batch-job
    properties:
      container:
        packaging: {type: prebuilt-image, properties: {image: 'busybox:1.37', command: ['true']}}
      resources: {cpu: 1, memory: 200}
  built:
    type: batch-job
    properties:
      container: {packaging: {type: stacktape-image-buildpack, properties: {entryfilePath: src/job.py}}}
      resources: {cpu: 1, memory: 200}
"""
_SOURCE = "stacktape-lambda-buildpack"
FILES = {
    "src/orders.py": "def run(event, context): ...\n",
    "src/web.mjs": "export default () => {};\n",
    "src/job.py": "print('done')\n",
    "data/table.csv": "a,b\n",
    "data/about.md": "about\n",
    "dist/main.py": "def run(event, context): ...\n",
    "image/Job.Dockerfile": "FROM busybox\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def real(project: Path) -> ConfiguredStack:
    return configured(CONFIG, project, code="project")


@pytest.fixture(scope="module")
def placeholder(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    """The same config in a folder that has none of its files."""
    return configured(CONFIG, tmp_path_factory.mktemp("elsewhere"))


def _assets(stack: ConfiguredStack, function: str) -> list[str]:
    """The files in the package of a function."""
    digest = stack.properties(function)["Code"]["S3Key"].removesuffix(".zip")
    app = stack.stack.node.root
    assert isinstance(app, cdk.App)
    folder = Path(app.outdir) / f"asset.{digest}"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


class TestFunctions:
    def test_a_source_file_is_packaged_with_what_is_named_beside_it(self, real: ConfiguredStack) -> None:
        assert real.properties("SourceFunction")["Handler"] == "orders.run"
        assert real.properties("SourceFunction")["Runtime"] == "python3.13"
        assert _assets(real, "SourceFunction") == ["data/table.csv", "orders.py"]

    def test_the_runtime_of_the_config_goes_before_that_of_the_language(self, real: ConfiguredStack) -> None:
        assert real.properties("ScriptFunction")["Runtime"] == "nodejs22.x"
        assert real.properties("ScriptFunction")["Handler"] == "web.default"

    def test_a_ready_folder_is_packaged_as_it_is(self, real: ConfiguredStack) -> None:
        assert real.properties("ReadyFunction")["Handler"] == "main.run"
        assert _assets(real, "ReadyFunction") == ["main.py"]

    def test_a_placeholder_reads_no_file(self, placeholder: ConfiguredStack) -> None:
        handlers = {
            id: properties["Handler"] for id, properties in placeholder.of_type("AWS::Lambda::Function").items()
        }

        assert handlers == {
            "SourceFunction": "index.run",
            "ScriptFunction": "index.handler",
            "ReadyFunction": "main.run",
        }
        assert _assets(placeholder, "SourceFunction") == ["index.py"]
        assert _assets(placeholder, "ScriptFunction") == ["index.js"]


class TestContainers:
    def test_an_image_of_a_registry_is_named(self, real: ConfiguredStack, placeholder: ConfiguredStack) -> None:
        for stack in (real, placeholder):
            container = stack.properties("ImageJobDefinition")["ContainerProperties"]
            assert (container["Image"], container["Command"]) == ("busybox:1.37", ["true"])

    def test_a_dockerfile_keeps_its_command(self, real: ConfiguredStack, placeholder: ConfiguredStack) -> None:
        for stack in (real, placeholder):
            container = stack.properties("DockerfileJobDefinition")["ContainerProperties"]
            assert container["Command"] == ["run", "--all"]

    def test_images_are_built_of_the_project_or_of_a_placeholder(
        self, real: ConfiguredStack, placeholder: ConfiguredStack
    ) -> None:
        images = {
            str(stack.properties(f"{job}JobDefinition")["ContainerProperties"]["Image"])
            for stack in (real, placeholder)
            for job in ("Dockerfile", "Built")
        }

        assert len(images) == 3, "all placeholders are one image"

    def test_what_a_dockerfile_is_built_with_is_in_the_assembly(self, real: ConfiguredStack) -> None:
        app = real.stack.node.root
        assert isinstance(app, cdk.App)
        (manifest,) = Path(app.outdir).glob("*.assets.json")

        assert '"dockerFile": "Job.Dockerfile"' in manifest.read_text()
        assert '"COLOUR": "red"' in manifest.read_text()


class TestProblems:
    @pytest.mark.parametrize(
        ("resource", "packaging", "place", "problem"),
        [
            (
                "function",
                "{type: stacktape-lambda-buildpack, properties: {entryfilePath: src/nope.py}}",
                "src/nope.py",
                "function 'x': src/nope.py: there is no such file",
            ),
            (
                "function",
                "{type: stacktape-lambda-buildpack, properties: {entryfilePath: ../secrets.py}}",
                "../secrets.py",
                "function 'x': ../secrets.py: leads out of the project folder",
            ),
            (
                "function",
                "{type: custom-artifact, properties: {packagePath: nope.zip}}, runtime: python3.12",
                "nope.zip",
                "function 'x': nope.zip: there is no such folder or archive",
            ),
            (
                "batch-job",
                "{type: custom-dockerfile, properties: {buildContextPath: nope}}",
                "nope",
                "batch-job 'x': nope: there is no such folder",
            ),
            (
                "batch-job",
                "{type: stacktape-image-buildpack, properties: {entryfilePath: src/nope}}",
                "src/nope",
                "batch-job 'x': src/nope: there is no such file",
            ),
            (
                "batch-job",
                "{type: prebuilt-image, properties: {image: ''}}",
                "''",
                "batch-job 'x': image: must have a name such as",
            ),
        ],
    )
    def test_code_that_cannot_be_packaged_is_said_where_it_is_named(
        self, resource: str, packaging: str, place: str, problem: str, project: Path
    ) -> None:
        wrapped = f"packaging: {packaging}"
        if resource == "batch-job":
            wrapped = f"resources: {{cpu: 1, memory: 4}}, container: {{{wrapped}}}"

        with pytest.raises(ConfigError) as caught:
            build(f"resources:\n  x:\n    type: {resource}\n    properties: {{{wrapped}}}\n", project, code="project")

        (found,) = caught.value.problems
        assert found.message.startswith(problem)
        assert found.unsupported == ("not supported yet" in problem)
        assert found.position is not None
        assert found.position.source.line(found.position.line)[found.position.column - 1 :].startswith(place)


@pytest.mark.parametrize(
    ("entry", "more", "place"),
    [
        ("src/orders.py", "handlerFunction: rum", "handlerFunction: "),
        (
            "src/orders.py",
            "handlerFunction: run, languageSpecificConfig: {packageManagerFile: needed.txt}",
            "packageManagerFile: ",
        ),
        ("src/orders.py", "languageSpecificConfig: {packageManagerFile: ../needed.txt}", "packageManagerFile: "),
        ("src/api.ts", "languageSpecificConfig: {tsConfigPath: ./ts.json}", "tsConfigPath: "),
        ("src/main.go", "handlerFunction: main", "handlerFunction: "),
        ("src/main.go", "excludeDependencies: [a, b]", "excludeDependencies: ["),
        ("src/main.go", "includeFiles: ['none/*']", "includeFiles: ["),
        ("src/nothing.py", "handlerFunction: run", "entryfilePath: "),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(entry: str, more: str, place: str, tmp_path: Path) -> None:
    write(
        tmp_path, {**FILES, "src/app.py": "def handler(event, context): ...", "src/api.ts": "export const handler = 1;"}
    )
    write(tmp_path, {"src/main.go": "package main", "go.mod": ""})
    line = f"        properties: {{entryfilePath: {entry}, {more}}}"
    above = (
        "resources:",
        "  one:",
        "    type: function",
        "    properties:",
        "      packaging:",
        f"        type: {_SOURCE}",
    )
    config = "\n".join((*above, line))
    with pytest.raises(ConfigError) as caught:
        configured(config, tmp_path, code="project")
    (problem,) = caught.value.problems

    assert (problem.position.line, problem.position.column) == (7, line.index(place) + len(place) + 1)
