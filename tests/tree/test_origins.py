"""Lines of the config in what the CDK and Python print, tried as a user would: by the CDK's command line."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.source import Position, Source
from stacktape_constructs.tree import origins
from stacktape_constructs.tree.origins import called_from, prefer_lines_of_config
from tests.configured import ConfiguredStack, build, configured
from tests.support import REPOSITORY, new_app

#: What the CDK's validation finds: 'Memroy', which is set in line 17, and 'Runtime', which is missing in line 20.
CONFIG = """\
resources:
  bus:
    type: event-bus

  checkout:
    type: function
    properties:
      packaging:
        type: stacktape-lambda-buildpack
        properties: {entryfilePath: checkout.py}
      events:
        - type: event-bus
          properties: {eventBusName: bus, eventPattern: {source: [shop]}}
    overrides:
      CheckoutFunction:
        Timeout: 12
        Memroy: 128

cloudformationResources:
  Broken:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/x
      Code: {ZipFile: x}
      Handler: index.handler
"""

_APP = """\
import json
import aws_cdk as cdk
from stacktape_constructs import StacktapeStack

app = cdk.App()
StacktapeStack(app, "Shop", config="config/stacktape.yml", stage="dev", project_name="shop", code="placeholder")
app.synth()
"""


def _synthesize(folder: Path) -> str:
    """What the command line prints of an app whose config is in another folder than its cdk.json."""
    (folder / "config").mkdir()
    (folder / "config" / "stacktape.yml").write_text(CONFIG)
    (folder / "app.py").write_text(_APP)
    context = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    (folder / "cdk.json").write_text(json.dumps({"app": f"{sys.executable} app.py", "context": context}))
    node = shutil.which("node")
    assert node is not None
    done = subprocess.run(
        [
            node,
            str(REPOSITORY / "node_modules/aws-cdk/bin/cdk"),
            "synth",
            "--quiet",
            "--ci=false",
            "--no-notices",
            "--no-version-reporting",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1", "CDK_VALIDATION": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "CloudFormation Validate" in done.stderr, done.stderr
    return done.stderr


def _findings(text: str) -> list[tuple[str, list[str]]]:
    """Each thing that was found, and the places that the report names."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    found = []
    for lines in blocks:
        first = next(index for index, line in enumerate(lines) if line.startswith(("ERROR", "WARNING")))
        found.append((lines[first].split()[1].rstrip(":"), [line.removeprefix("or ") for line in lines[:first]]))
    return sorted(found)


def test_the_report_names_the_line_of_the_resource_and_that_of_the_property(tmp_path: Path) -> None:
    assert _findings(_synthesize(tmp_path)) == [
        ("Code", ["config/stacktape.yml:20:3", "config/stacktape.yml:24:7"]),
        ("Memroy", ["config/stacktape.yml:5:3", "config/stacktape.yml:17:9"]),
        ("Properties", ["config/stacktape.yml:20:3"]),
    ]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ConfiguredStack:
    return configured(CONFIG, tmp_path_factory.mktemp("shop"))


def _notes(shop: ConfiguredStack, logical_id: str, kind: str) -> list[Any]:
    resources = [each for each in shop.stack.node.find_all() if cdk.CfnResource.is_cfn_resource(each)]
    (resource,) = [each for each in resources if shop.stack.resolve(getattr(each, "logical_id", "")) == logical_id]
    return [note.data for note in resource.node.metadata if note.type == kind]


@pytest.mark.parametrize(
    ("logical_id", "line"),
    [
        ("BusEventBus", "2:3"),
        ("CheckoutFunction", "5:3"),
        ("CheckoutEvent0Rule", "13:23"),
        ("Broken", "20:3"),
    ],
)
def test_a_resource_comes_from_one_line_which_is_that_of_its_event_if_it_has_one(
    shop: ConfiguredStack, logical_id: str, line: str
) -> None:
    ((frame,),) = _notes(shop, logical_id, "aws:cdk:creationStack")

    assert frame.endswith(f"stacktape.yml:{line})")


def test_what_resources_share_comes_from_no_line(tmp_path: Path) -> None:
    job = configured((REPOSITORY / "examples/event-bus/stacktape.yml").read_text(), tmp_path)
    (vpc,) = job.of_type("AWS::EC2::VPC")

    assert _notes(job, vpc, "aws:cdk:creationStack") == []


def test_with_stack_traces_the_line_is_a_frame_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsii._stack_trace._INTERNAL_PREFIXES", tuple(importlib.import_module("jsii").__path__))
    monkeypatch.setenv("JSII_HOST_STACK_TRACES", "1")

    stack = ConfiguredStack(build(CONFIG, tmp_path), {})

    created, _ = _notes(stack, "CheckoutFunction", "aws:cdk:creationStack")
    from_python = [frame for frame in created if ".yml" in frame or ".py" in frame]
    assert from_python[0] == f"function 'checkout' ({tmp_path / 'stacktape.yml'}:5)"
    assert from_python[1].startswith(f"build ({REPOSITORY / 'tests' / 'configured.py'}:")


def test_a_traceback_shows_the_line_of_the_config(tmp_path: Path) -> None:
    path = tmp_path / "stacktape.yml"
    path.write_text(CONFIG)

    with pytest.raises(ZeroDivisionError) as caught:
        called_from(Position(Source(str(path), CONFIG), 5, 3), "function 'checkout'", lambda: 1 // 0)

    (frame,) = [each for each in traceback.extract_tb(caught.value.__traceback__) if each.filename == str(path)]
    assert (frame.lineno, frame.name, frame.line) == (5, "function 'checkout'", "checkout:")


def test_what_is_called_gives_its_result() -> None:
    assert called_from(Position(Source("s.yml", ""), 1, 1), "x", lambda: 7) == 7


class TestJsiisOwnFrames:
    """The place in jsii that is not public."""

    def test_jsii_still_has_the_list_of_folders_whose_frames_it_leaves_out(self) -> None:
        traces = importlib.import_module("jsii._stack_trace")

        assert isinstance(traces._INTERNAL_PREFIXES, tuple)

    @pytest.fixture(autouse=True)
    def host_traces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importlib.import_module("jsii._stack_trace"), "is_enabled", lambda: False)
        monkeypatch.setenv("JSII_HOST_STACK_TRACES", "1")

    def test_the_package_is_added_to_it_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        traces = importlib.import_module("jsii._stack_trace")
        monkeypatch.setattr(traces, "_INTERNAL_PREFIXES", ("/jsii/",))
        for id in ("A", "B"):
            prefer_lines_of_config(cdk.Stack(new_app(), id))

        assert traces._INTERNAL_PREFIXES == ("/jsii/", origins._PACKAGE)

    def test_without_it_nothing_breaks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(importlib.import_module("jsii._stack_trace"), "_INTERNAL_PREFIXES")
        # jsii itself would need it: it is asked for no trace while it is not there.
        monkeypatch.setattr("jsii._kernel.providers.process._stack_traces_enabled", lambda: False)

        prefer_lines_of_config(cdk.Stack(new_app(), "Stack"))
