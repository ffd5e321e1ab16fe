"""Small projects of the shapes that projects start with: they are packaged without Docker, and answer."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from tests.packaging.languages.javascript.projects import ESBUILD
from tests.packaging.languages.python.projects import make_wheel
from tests.packaging.runtimes import Deployed
from tests.support import new_app

STARTERS = Path(__file__).parent
NAMES = sorted(config.parent.name for config in STARTERS.glob("*/stacktape.yml"))

#: The packages of the projects in Python, which a registry would have.
WHEELS = {
    "slugs": 'def slug_of(title):\n    return title.lower().replace(" ", "-")\n',
    "thresholds": "def is_slow(milliseconds):\n    return milliseconds > 500\n",
}


def _post(title: str) -> dict[str, str]:
    return {"body": json.dumps({"title": title})}


SAVED = {"id": "third-post", "title": "Third Post", "author": "the editors"}
POSTS = [{"id": "first-post", "title": "First Post"}, {"id": "second-post", "title": "Second Post"}]

#: By the function: an event, and the answer of its handler.
ANSWERS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("api-go", "SavePost"): (_post("Third Post"), {"statusCode": 201, "body": SAVED}),
    ("api-go", "GetPosts"): ({}, {"statusCode": 200, "body": POSTS}),
    ("api-javascript", "Page"): ({"rawPath": "/about"}, {"statusCode": 200, "body": "<h1>About us</h1>"}),
    ("api-python", "SavePost"): (_post("Third Post"), {"statusCode": 201, "body": SAVED}),
    ("api-python", "GetPosts"): ({}, {"statusCode": 200, "body": POSTS}),
    ("api-typescript", "SavePost"): (_post("Third Post"), {"statusCode": 201, "body": SAVED}),
    ("api-typescript", "GetPost"): (
        {"pathParameters": {"id": "second-post"}},
        {"statusCode": 200, "body": POSTS[1]},
    ),
    ("cron-python", "CheckHealth"): ({"time": "now"}, {"at": "now", "slow": ["search"]}),
    ("worker-typescript", "ProcessOrder"): (
        {"detail": {"id": "7", "country": "nl", "lines": [{"price": 3, "quantity": 4}, {"price": 1, "quantity": 1}]}},
        {"id": "7", "total": 13},
    ),
}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], Deployed]]:
    """All functions of all projects, by one synth."""
    folder = tmp_path_factory.mktemp("starters")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(folder / "cache"))
        patch.setenv("GOPROXY", "off")
        patch.setenv("GOTOOLCHAIN", "local")
        patch.setenv("UV_CACHE_DIR", str(folder / "uv-cache"))
        patch.setenv("UV_CONFIG_FILE", str(_registry(folder)))
        yield dict(_synthesized(folder))


def _registry(folder: Path) -> Path:
    """Settings of uv that know of the wheels alone."""
    for name, text in WHEELS.items():
        make_wheel(folder / "wheels", name, files={f"{name}.py": text})
    settings = folder / "uv.toml"
    settings.write_text(f'no-index = true\nfind-links = ["{folder / "wheels"}"]\n')
    return settings


def _synthesized(folder: Path) -> Iterator[tuple[tuple[str, str], Deployed]]:
    app = new_app()
    for name in NAMES:
        shutil.copytree(STARTERS / name, folder / name)
        _install(folder / name)
        StacktapeStack(app, name, config=folder / name / "stacktape.yml", stage="dev")
    assembly = app.synth()
    for name in NAMES:
        for logical_id, resource in assembly.get_stack_by_name(f"{name}-dev").template["Resources"].items():
            if resource["Type"] == "AWS::Lambda::Function":
                yield (
                    (name, logical_id.removesuffix("Function")),
                    _deployed(resource["Properties"], Path(assembly.directory)),
                )


def _deployed(function: dict[str, Any], assembly: Path) -> Deployed:
    variables = function.get("Environment", {}).get("Variables", {})
    return Deployed(
        package=assembly / f"asset.{function['Code']['S3Key'].removesuffix('.zip')}",
        handler=function["Handler"],
        runtime=function["Runtime"],
        architecture=function["Architectures"][0],
        environment={name: value for name, value in variables.items() if isinstance(value, str)},
    )


def _install(project: Path) -> None:
    """Does what the package managers of Node.js do for packages that are folders of the project."""
    manifests = {file: json.loads(file.read_text()) for file in project.rglob("package.json")}
    by_name = {manifest["name"]: file.parent for file, manifest in manifests.items()}
    for file, manifest in manifests.items():
        for name in manifest.get("dependencies", {}):
            link = file.parent / "node_modules" / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(by_name[name])
    if manifests:
        program = project / "node_modules" / ".bin" / "esbuild"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.symlink_to(ESBUILD)


def test_every_function_has_an_answer_to_expect(deployed: dict[tuple[str, str], Deployed]) -> None:
    assert deployed.keys() == ANSWERS.keys()


@pytest.mark.parametrize(("starter", "function"), ANSWERS)
def test_a_packaged_function_answers(starter: str, function: str, deployed: dict[tuple[str, str], Deployed]) -> None:
    event, expected = ANSWERS[starter, function]
    packaged = deployed[starter, function]

    if not packaged.runs_here:
        head = (packaged.package / "bootstrap").read_bytes()[:20]
        assert struct.unpack("<4s14xH", head) == (b"\x7fELF", {"x86_64": 0x3E, "arm64": 0xB7}[packaged.architecture])
        return
    assert _readable(packaged.call(event)) == expected


def _readable(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with its JSON body as data, and without its headers."""
    body = answer.get("body", "")
    read = {"body": json.loads(body)} if body.startswith(("{", "[")) else {}
    return {name: value for name, value in {**answer, **read}.items() if name != "headers"}
