"""Lines of the config in what the CDK and Python print; `make nag` looks at the CDK's whole report."""

from __future__ import annotations

import importlib
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

cloudformationResources:
  Broken:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/x
      Code: {ZipFile: x}
      Handler: index.handler
"""


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
        ("Broken", "19:3"),
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
