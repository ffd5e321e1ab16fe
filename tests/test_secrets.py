"""No secret of the machine or of the project gets into an assembly, a log or an error."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs import BatchJob, ContainerPackage, Function, LambdaPackage, StacktapeStack
from stacktape_constructs.errors import ConfigError
from tests.packaging.test_left_out import PRIVATE_KEY
from tests.support import REPOSITORY, UNPACKED_CDK, new_app, project_context

#: What every planted secret begins with; the rest says where it was planted.
SECRET = "hunter2-do-not-tell-"
#: What the code that is to be deployed says.
CODE = "this-is-no-secret"

#: Secrets by the files of a project that hold them.
SECRET_FILES = {
    ".env": "API_KEY={secret}\nPIN='{secret}'\n",
    ".env.production": "API_KEY={secret}\n",
    ".npmrc": "//registry.example.com/:_authToken={secret}\n",
    ".pypirc": "password = {secret}\n",
    ".netrc": "machine example.com password {secret}\n",
    ".aws/credentials": "aws_secret_access_key = {secret}\n",
    ".ssh/config": "# {secret}\n",
    ".git/config": "url = https://user:{secret}@example.com/shop.git\n",
    "certificates/server.key": "{secret}\n",
    "certificates/server.pem": f"{PRIVATE_KEY}{{secret}}\n",
    "cdk.out/old.template.json": '{{"Password": "{secret}"}}\n',
}
#: Secrets in files that no config here names, so that no folder may be packaged that they are in.
UNREFERENCED = {"secrets.yml": "password: {secret}\n", "notes/passwords.txt": "{secret}\n"}

CONFIG = """\
resources:
  orders:
    type: event-bus
    properties: {archivation: {enabled: true}}
  shop: {type: http-api-gateway}
  source:
    type: function
    properties:
      packaging:
        type: stacktape-lambda-buildpack
        properties: {entryfilePath: app/main.py, includeFiles: ['app/**', 'ready/**/*']}
      environment:
        - {name: PASSWORD, value: "$Secret('shop.password')"}
        - {name: REMOTE, value: "$GitInfo('gitUrl')"}
      connectTo: [orders]
      url: {enabled: true}
      events: [{type: http-api-gateway, properties: {httpApiGatewayName: shop, method: GET, path: /}}]
  ready:
    type: function
    properties:
      packaging: {type: custom-artifact, properties: {packagePath: ready}}
      runtime: python3.13
  zipped:
    type: function
    properties:
      packaging: {type: custom-artifact, properties: {packagePath: ready.zip}}
      runtime: python3.13
  built:
    type: batch-job
    properties:
      container:
        packaging: {type: custom-dockerfile, properties: {buildContextPath: image}}
        environment: [{name: PASSWORD, value: "$Secret('shop.password')"}]
      resources: {cpu: 1, memory: 200}
  copied:
    type: batch-job
    properties:
      container: {packaging: {type: stacktape-image-buildpack, properties: {entryfilePath: app/main.py}}}
      resources: {cpu: 1, memory: 200}
"""


@attrs.frozen
class Run:
    """What one synth said, and where it wrote its assembly."""

    exit_code: int
    output: str
    assembly: Path


def _write(folder: Path, name: str, content: str | bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def _plant(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        _write(folder, name, text.format(secret=SECRET + name))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with code to deploy, and with secrets beside it and among it."""
    folder = tmp_path_factory.mktemp("shop")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as ready:
        ready.writestr("index.py", f"# {CODE} in an archive\n")
    _write(folder, "ready.zip", archive.getvalue())
    _write(folder, "app/main.py", f"# {CODE} in a file\n")
    _write(folder, "ready/index.py", f"# {CODE} in a folder\n")
    _write(folder, "image/Dockerfile", f"# {CODE} in a Dockerfile\nFROM scratch\nCOPY . .\n")
    for below in ("", "app", "ready", "image", "image/deep"):
        _plant(folder / below, {name: text for name, text in SECRET_FILES.items() if below or "git" not in name})
    _plant(folder, UNREFERENCED)
    remote = f"https://user:{SECRET}remote@example.com/shop.git"
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=folder, check=True)
    return folder


def _synthesize(project: Path, config: str) -> Run:
    """Runs the app as the CDK's command line does: with its assembly in the project, and on somebody's machine."""
    _write(project, "stacktape.yml", config)
    home = project.parent / "home"
    _plant(home, {name: SECRET_FILES[name] for name in (".aws/credentials", ".npmrc", ".ssh/config")})
    context = {**project_context(), "token": f"{SECRET}context"}
    secrets = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "DATABASE_PASSWORD", "API_KEY", "STP_ORDERS_ARN")
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "app.py")],
        cwd=project,
        env={
            **os.environ,
            **UNPACKED_CDK,
            "CDK_VALIDATION": "true",
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(home),
            "CDK_CONTEXT_JSON": json.dumps(context),
            "CDK_OUTDIR": str(project / "assembly"),
            **{name: f"{SECRET}{name}" for name in secrets},
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout + done.stderr, project / "assembly")


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that is in a folder, its names and what is in its archives included."""
    for path in folder.rglob("*"):
        yield str(path), str(path.relative_to(folder)).encode()
        if path.is_file():
            yield str(path), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path}!{name}", archive.read(name)) for name in archive.namelist())


def _told(folder: Path, text: str) -> list[str]:
    return sorted({where for where, content in _contents(folder) if text.encode() in content})


@pytest.fixture(scope="module")
def run(project: Path) -> Run:
    """A synth of a config that is right."""
    return _synthesize(project, CONFIG)


@pytest.mark.parametrize("place", ["a file", "a folder", "an archive", "a Dockerfile"])
def test_an_assembly_holds_the_code(place: str, run: Run) -> None:
    assert run.exit_code == 0, run.output
    assert _told(run.assembly, f"{CODE} in {place}")


def test_an_assembly_holds_no_secret(run: Run) -> None:
    assert _told(run.assembly, SECRET) == []


def test_a_synth_says_nothing_of_a_secret(run: Run) -> None:
    assert SECRET not in run.output


def test_a_template_refers_to_a_secret_and_leaves_out_that_of_a_url(run: Run) -> None:
    (template,) = run.assembly.glob("*.template.json")

    assert template.read_text().count("{{resolve:secretsmanager:shop:SecretString:password}}") == 2
    assert "https://example.com/shop.git" in template.read_text()


def test_a_whole_project_may_be_a_build_context_or_a_package(project: Path) -> None:
    """Without the files that are in nobody's list of secrets, of course: nobody can know these."""
    app = new_app()
    stack = cdk.Stack(app, "Demo")
    for name in UNREFERENCED:
        (project / name).unlink(missing_ok=True)
    (project / "Dockerfile").write_text(f"# {CODE}\n")
    package = LambdaPackage.from_artifact(project, runtime=lambda_.Runtime.PYTHON_3_13)
    Function(stack, "Function", packaging=package)
    image = ContainerPackage.from_dockerfile(project)
    BatchJob(stack, "Job", packaging=image, cpu=1, memory=cdk.Size.mebibytes(200))

    assembly = Path(app.synth().directory)

    assert len(_told(assembly, CODE)) > 2
    assert _told(assembly, SECRET) == []


WRONG_FUNCTION = """
resources:
  f:
    type: function
    properties:
      packaging: {{type: stacktape-lambda-buildpack, properties: {{entryfilePath: {entry}}}}}
{properties}
"""


@pytest.mark.parametrize(
    ("entry", "properties", "said"),
    [
        ("app/main.py", "memory: $File('.env').API_KEY", "must be a whole number"),
        ("app/main.py", "timeout: $FileRaw('.env')", "must be a whole number"),
        ("app/main.py", "runtime: $File('.env').PIN", "must be one of"),
        ("app/main.py", "connectTo: [$File('.env').PIN]", "which is no resource"),
        ("app/main.py", "tags: $File('.env')", "must be a list"),
        ("app/main.py", "environment: [{name: $File('.env').PIN, value: x}]", "environment name must be"),
        ("app/main.py", "layers: [$File('.env').PIN]", "a layer must be"),
        ("app/main.py", "environment: [{name: PIN, value: $File('.env').MISSING}]", "has no 'MISSING'"),
        (
            "app/main.py",
            "events: [{type: schedule, properties: {scheduleRate: $File('.env').PIN}}]",
            "must be like rate(2 hours)",
        ),
        (
            "app/main.py",
            "events: [{type: event-bus, properties: {useDefaultBus: true, eventPattern: {source: $File('.env').PIN}}}]",
            "must be a list of values",
        ),
        ("$File('.env').API_KEY", "", "there is no such file"),
        ("app/nothing.py", "environment: [{name: PIN, value: $File('.env').PIN}]", "there is no such file"),
        ("app/main.py", "environment: [{name: PIN, value: $Env('API_KEY')}]", "unknown directive $Env()"),
    ],
)
def test_an_error_shows_no_secret(entry: str, properties: str, said: str, project: Path) -> None:
    _write(project, "wrong.yml", WRONG_FUNCTION.format(entry=entry, properties=textwrap.indent(properties, "      ")))

    with pytest.raises(ConfigError) as caught:
        StacktapeStack(cdk.App(), "Wrong", config=project / "wrong.yml", stage="dev", project_name="shop")

    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


def test_nothing_but_the_error_is_printed(project: Path) -> None:
    wrong = WRONG_FUNCTION.format(entry="app/main.py", properties="      memory: $File('.env').API_KEY")

    run = _synthesize(project, wrong)

    assert run.exit_code == 1
    assert run.output.startswith(
        "1 problem in the config\nstacktape.yml:7:15: 'memory' of function 'f' must be a whole"
    )
    assert len(run.output.splitlines()) == 4
    assert SECRET not in run.output
