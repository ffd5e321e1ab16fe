"""One input gives one assembly, byte for byte, wherever and whenever it is synthesized."""

from __future__ import annotations

import filecmp
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.configured import configured
from tests.support import REPOSITORY, UNPACKED_CDK, project_context

CODE = "{type: stacktape-lambda-buildpack, properties: {entryfilePath: app/main.py}}"

#: The resources of one config, with everything that they could have in common.
RESOURCES = {
    "orders": """
  orders:
    type: event-bus
    properties: {archivation: {enabled: true}}
""",
    "shop": """
  shop:
    type: http-api-gateway
    properties: {cors: {enabled: true}}
""",
    "guard": f"""
  guard:
    type: function
    properties: {{packaging: {CODE}}}
""",
    # Two functions whose routes one function guards.
    "ping": """
  ping:
    type: function
    properties:
      packaging:
        type: stacktape-lambda-buildpack
        properties: {entryfilePath: app/main.py, includeFiles: ['data/**', 'app/*.txt'], excludeFiles: ['**/*.md']}
      connectTo: [pong, ping, orders, nightly]
      joinDefaultVpc: true
      environment: [{name: NAME, value: $File('data/names.yml').shop}, {name: STAGE, value: $Stage()}]
      tags: [{name: b, value: '1'}, {name: a, value: '2'}]
      events:
        - type: http-api-gateway
          properties:
            httpApiGatewayName: shop
            method: GET
            path: /ping
            authorizer: {type: lambda, properties: {functionName: guard}}
        - {type: event-bus, properties: {eventBusName: orders, eventPattern: {source: [shop]}}}
""",
    "pong": """
  pong:
    type: function
    properties:
      packaging: {type: custom-artifact, properties: {packagePath: ready}}
      runtime: python3.13
      connectTo: [ping]
      provisionedConcurrency: 1
      environment: [{name: PING, value: "$ResourceParam('ping', 'logGroupArn')"}]
      events:
        - type: http-api-gateway
          properties:
            httpApiGatewayName: shop
            method: GET
            path: /pong
            authorizer: {type: lambda, properties: {functionName: guard, iamResponse: true}}
""",
    "nightly": """
  nightly:
    type: batch-job
    properties:
      container: {packaging: {type: custom-dockerfile, properties: {buildContextPath: .}}}
      resources: {cpu: 1, memory: 200}
      connectTo: [nightly, orders]
      events:
        - {type: schedule, properties: {scheduleRate: rate(1 day)}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: shop, method: POST, path: /nightly}}
""",
    "copied": """
  copied:
    type: batch-job
    properties:
      container: {packaging: {type: stacktape-image-buildpack, properties: {entryfilePath: app/main.py}}}
      resources: {cpu: 1, memory: 200}
      useSpotInstances: true
""",
}
FILES = {
    "app/main.py": "def handler(event, context): ...\n",
    "app/notes.txt": "notes\n",
    "data/names.yml": "shop: Ladle & Spoon\n",
    "data/b.csv": "b\n",
    "data/a.csv": "a\n",
    "data/about.md": "about\n",
    "ready/index.py": "def handler(event, context): ...\n",
    "ready/z.txt": "z\n",
    "ready/a.txt": "a\n",
    "Dockerfile": "FROM scratch\nCOPY . .\n",
}
#: What one machine has in the project and the other has not.
LEFTOVERS = {
    ".git/index": "",
    ".env": "",
    "app/__pycache__/main.pyc": "",
    "ready/__pycache__/index.pyc": "",
    "data/.DS_Store": "",
    "cdk.out/manifest.json": "",
}


def config_of(names: Iterable[str]) -> str:
    return "resources:\n" + "".join(RESOURCES[name] for name in names)


def write(folder: Path, files: Iterable[tuple[str, str]], time: int) -> None:
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (time, time))


def synthesize(project: Path, out: Path, environment: Mapping[str, str], umask: int) -> None:
    """Runs the app as the CDK's command line does, with these variables."""
    context = {**project_context(), "config": "stacktape.yml", "stage": "dev", "projectName": "shop"}
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "app.py")],
        cwd=project,
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "CDK_CONTEXT_JSON": json.dumps(context),
            "CDK_OUTDIR": str(out),
            **environment,
        },
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_machine_leaves_no_trace_in_an_assembly(tmp_path: Path) -> None:
    files = {**FILES, "stacktape.yml": config_of(RESOURCES)}
    first, second = tmp_path / "a", tmp_path / "deeper" / "down" / "b"
    write(first, files.items(), time=1_000_000_000)
    write(second, [*reversed(files.items()), *LEFTOVERS.items()], time=1_700_000_000)

    synthesize(first, tmp_path / "first", {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"}, umask=0o022)
    machine = {"TZ": "America/New_York", "PYTHONHASHSEED": "77", "LC_ALL": "C.UTF-8", "USER": "somebody"}
    aws = {"AWS_REGION": "eu-west-1", "AWS_PROFILE": "work", "CDK_DEFAULT_REGION": "us-east-1"}
    synthesize(second, second / "assembly", {**machine, **aws, **UNPACKED_CDK, "HOME": str(tmp_path)}, umask=0o077)

    names = files_in(tmp_path / "first")
    assert names == files_in(second / "assembly")
    assert len([name for name in names if name.startswith("asset.")]) > 10
    assert filecmp.cmpfiles(tmp_path / "first", second / "assembly", names, shallow=False) == (names, [], [])


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("shop")
    write(folder, FILES.items(), time=1_000_000_000)
    return dict(configured(config_of(RESOURCES), folder).resources)


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_the_order_of_the_resources_changes_nothing_about_them(
    seed: int | None, resources: dict[str, Any], tmp_path: Path
) -> None:
    names = list(reversed(RESOURCES)) if seed is None else random.Random(seed).sample(list(RESOURCES), len(RESOURCES))
    write(tmp_path, FILES.items(), time=1_000_000_000)
    assert names != list(RESOURCES)

    reordered = configured(config_of(names), tmp_path).resources

    assert sorted(reordered) == sorted(resources), "logical ids"
    assert reordered == resources
