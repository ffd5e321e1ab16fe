"""`external-buildpack` and `nixpacks`: how `cdk deploy` calls the tools, and what becomes of their images."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.deployment import App
from tests.images.build_tools import BuildTools
from tests.images.deployed import DeployedImage

Deployed = Callable[[str], DeployedImage]


@pytest.mark.parametrize("name", ["buildpack", "nixpacks"])
def test_the_image_of_a_tool_is_the_one_that_the_job_runs(name: str, deployed: Deployed) -> None:
    assert deployed(name).run() == 'console.log("report");\n'


@pytest.mark.parametrize("name", ["buildpack", "nixpacks"])
def test_a_tool_gets_the_sources_without_credentials(name: str, deployed: Deployed) -> None:
    files = deployed(name).shell("ls -A /workspace").split()

    assert [file for file in files if file != "nixpacks.stacktape.json"] == ["server.js"]


# https://buildpacks.io/docs/for-platform-operators/how-to/integrate-ci/pack/cli/pack_build/
def test_pack_is_called_as_its_documentation_says(deployed: Deployed, tools: BuildTools) -> None:
    deployed("buildpack")
    command, image, *options = tools.arguments("pack")

    assert command == "build"
    assert image.startswith("cdkasset-")
    given = list(zip(options[::2], options[1::2], strict=True))
    assert Path(dict(given).pop("--path")).name.startswith("asset.")
    assert [pair for pair in given if pair[0] != "--path"] == [
        ("--builder", "example/builder:1"),
        ("--platform", "linux/amd64"),
        ("--buildpack", "example/nodejs"),
        ("--buildpack", "example/extra@1.2.3"),
    ]


# https://nixpacks.com/docs/cli
def test_nixpacks_is_called_as_its_documentation_says(deployed: Deployed, tools: BuildTools) -> None:
    image = deployed("nixpacks")
    command, folder, *options = tools.arguments("nixpacks")

    assert command == "build"
    assert Path(folder).name.startswith("asset.")
    given = dict(zip(options[::2], options[1::2], strict=True))
    assert given.pop("--name").startswith("cdkasset-")
    assert given == {"--platform": "linux/amd64", "--config": "nixpacks.stacktape.json"}
    assert json.loads(image.shell("cat /workspace/nixpacks.stacktape.json")) == {
        "phases": {"install": {"cmds": ["npm ci"]}},
        "start": {"cmd": "node server.js"},
    }


def test_without_the_tool_the_build_fails_with_the_page_of_its_installation(app: App) -> None:
    (asset,) = json.loads((app.assembly / "nixpacks.assets.json").read_text())["dockerImages"].values()

    done = subprocess.run(
        asset["source"]["executable"], env={"PATH": "/usr/bin:/bin"}, cwd=app.assembly, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "nixpacks is not on PATH, and it builds this image; install it: https://nixpacks.com/docs/install\n"
    )
