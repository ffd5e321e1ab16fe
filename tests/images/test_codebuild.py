"""Images that CodeBuild builds: the commands of its project, run one after the other by a shell on this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.deployment import App
from tests.images.bases import Bases, bases_of
from tests.images.deployed import DeployedImage
from tests.images.engine import Engine
from tests.images.registry import Registry

_REPOSITORY = "000000000000.dkr.ecr.us-east-1.amazonaws.com/report"

# What CodeBuild's machine has. Of S3 there is the file of one asset; and buildx may be missing here.
_AWS = """\
#!/bin/sh
set -eu
case "$1 $2" in
  's3 cp') cp '{folder}/source.zip' "$4" ;;
  'ecr get-login-password' | 'ecr-public get-login-password') echo password ;;
  *) exit 1 ;;
esac
"""
_UNZIP = """\
#!/bin/sh
exec python3 -m zipfile -e "$1" .
"""
_DOCKER = """\
#!/bin/sh
set -eu
if [ "$1" != buildx ]; then
  exec '{docker}' "$@"
elif [ "$2" = ls ]; then
  exit
fi
shift
count=$#
while [ $count -gt 0 ]; do
  case "$1" in
    type=docker,name=*) set -- "$@" "${{1#type=docker,name=}}" ;;
    --output) set -- "$@" --tag ;;
    --provenance=false) ;;
    *) set -- "$@" "$1" ;;
  esac
  shift
  count=$((count - 1))
done
exec '{docker}' "$@"
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [("dockerfile", "two words; and $HOME 1000 [from the config]\n"), ("python-alone", "report 3 1000\n")],
)
def test_what_codebuild_is_told_to_do_makes_and_pushes_the_image(
    name: str, said: str, app: App, engine: Engine, registry: Registry, bases: Bases, tmp_path: Path
) -> None:
    built = App(app.cloud, app.folder, tmp_path / "assembly", (f"only={name}", "image_builds=codebuild"))
    built.synth()
    template = built.template_of(name)
    resources = template["Resources"].values()
    (project,) = (one["Properties"] for one in resources if one["Type"] == "AWS::CodeBuild::Project")
    (build,) = (one["Properties"] for one in resources if one["Type"] == "Custom::CDKContainerImageBuild")
    source = built.assembly / f"asset.{Path(build['sourceS3Url']['Fn::Sub']).stem}"
    for dockerfile in source.glob("Dockerfile*"):
        for base in bases_of(dockerfile.read_text()):
            bases.provide(base)
    shutil.make_archive(str(tmp_path / "source"), "zip", source)
    programs = tmp_path / "bin"
    programs.mkdir()
    for program, script in {"aws": _AWS, "unzip": _UNZIP, "docker": _DOCKER}.items():
        (programs / program).write_text(script.format(folder=tmp_path, docker=registry.docker))
        (programs / program).chmod(0o755)

    commands = json.loads(project["Source"]["BuildSpec"])["phases"]["build"]["commands"]
    subprocess.run(
        ["sh", "-eu", "-c", "\n".join(commands)],
        cwd=tmp_path,
        env={
            "PATH": f"{programs}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "buildCommand": build["buildCommand"],
            "imageTag": "tag-of-the-build",
            "input": "",
            "repositoryAuthUri": _REPOSITORY.split("/")[0],
            "repositoryRegion": "us-east-1",
            "repositoryUri": _REPOSITORY,
            "sourceS3Url": "s3://assets/source.zip",
        },
        check=True,
    )

    pushed = registry.name_of(f"{_REPOSITORY}:tag-of-the-build")
    engine.run("image", "rm", "--force", pushed)
    engine.run("pull", "--quiet", pushed)
    assert DeployedImage(engine, pushed, template).run() == said
