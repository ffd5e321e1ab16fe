"""The app behind `cdk synth -c config=… -c stage=…`."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs.app import main
from tests.support import REPOSITORY, new_app, project_context

CONFIG = """\
resources:
  bus: {type: event-bus}
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
      environment:
        - {name: COLOUR, value: "$CliArgs('colour', 'red')"}
        - {name: REGION, value: $Region()}
"""
WRONG = """\
resources:
  bus:
    type: event-buss
  f:
    type: function
"""


@pytest.fixture(autouse=True, scope="module")
def garbage_is_collected_again() -> Iterator[None]:
    """The app stops the collection of garbage in its process, which is here that of other tests too."""
    yield
    gc.enable()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web-shop")
    (folder / "stacktape.yml").write_text(CONFIG)
    (folder / "f.py").write_text("def handler(event, context): ...\n")
    (folder / "wrong.yml").write_text(WRONG)
    return folder


def _run(folder: Path, monkeypatch: pytest.MonkeyPatch, **context: Any) -> cdk.App:
    """The app in a folder, in this process, with the context that the CDK's command line would pass."""
    app = new_app(**context)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(cdk, "App", lambda: app)
    main()
    return app


@pytest.mark.parametrize(
    "app", [[str(REPOSITORY / "app.py")], ["-m", "stacktape_constructs.app"]], ids=["file", "module"]
)
def test_a_wrong_config_ends_the_process_with_what_is_wrong_with_it(app: list[str], folder: Path) -> None:
    context = {**project_context(), "config": "wrong.yml"}
    variables = {"CDK_CONTEXT_JSON": json.dumps(context), "CDK_OUTDIR": str(folder / "out")}

    run = subprocess.run(
        [sys.executable, *app],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **variables},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert run.stdout == ""
    assert (
        run.stderr
        == """\
2 problems in the config
wrong.yml:3:11: unknown resource type 'event-buss'; supported: batch-job, event-bus, function, http-api-gateway; \
did you mean 'event-bus'?
        type: event-buss
              ^
wrong.yml:4:3: property 'packaging' of function 'f' is missing: Where the code is and how it is packaged
      f:
      ^
"""
    )
    assert list((folder / "out").glob("*.json")) == []


class TestContext:
    def test_without_any_it_builds_the_config_of_the_folder_at_stage_dev_for_anywhere(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app = _run(folder, monkeypatch)
        (stack,) = app.synth().stacks
        resources = stack.template["Resources"]

        assert stack.stack_name == f"{folder.name}-dev"
        assert stack.environment.name == "aws://unknown-account/unknown-region"
        assert resources["BusEventBus"]["Properties"]["Name"] == f"{folder.name}-dev-bus"
        assert resources["FFunction"]["Properties"]["Environment"]["Variables"] == {
            "COLOUR": "red",
            "REGION": {"Ref": "AWS::Region"},
        }
        files = [path.read_text() for path in Path(app.outdir).rglob("f.py")]
        assert files == ["def handler(event, context): ...\n"], "the code is the project's"

    def test_everything_can_be_chosen(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        app = _run(
            folder,
            monkeypatch,
            config=str(folder / "stacktape.yml"),
            stage="prod",
            projectName="shop",
            code="placeholder",
            account="123456789012",
            region="eu-west-1",
            colour="blue",
        )
        stack = app.synth().get_stack_by_name("shop-prod")
        resources = stack.template["Resources"]

        assert stack.environment.name == "aws://123456789012/eu-west-1"
        assert resources["BusEventBus"]["Properties"]["Name"] == "shop-prod-bus"
        assert resources["FFunction"]["Properties"]["Environment"]["Variables"] == {
            "COLOUR": "blue",
            "REGION": "eu-west-1",
        }
        assert list(Path(app.outdir).rglob("f.py")) == [], "the code is a placeholder"

    def test_the_project_folder_may_be_wider_than_the_configs(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "web").mkdir()
        (tmp_path / "web" / "stacktape.yml").write_text(CONFIG.replace("f.py", "../f.py"))
        (tmp_path / "f.py").write_text("def handler(event, context): ...\n")

        with monkeypatch.context() as once, pytest.raises(SystemExit, match="leads out of the project folder"):
            _run(tmp_path / "web", once)
        (stack,) = _run(tmp_path / "web", monkeypatch, projectFolder="..").synth().stacks

        assert "FFunction" in stack.template["Resources"]

    @pytest.mark.parametrize("name", ["stage", "projectName", "account"])
    def test_an_option_without_a_value_is_refused(
        self, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(SystemExit) as caught:
            _run(folder, monkeypatch, **{name: ""})

        assert caught.value.code == f"context value {name} is empty; give it a value, or leave -c {name}=… out"

    def test_code_that_is_neither_is_refused(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(SystemExit) as caught:
            _run(folder, monkeypatch, code="none")

        assert caught.value.code == "context value code must be 'project' or 'placeholder', got 'none'"

    @pytest.mark.parametrize(
        ("context", "said"),
        [
            ({"config": "nowhere.yml"}, "nowhere.yml"),
            ({"stage": "de v"}, "stack name '"),
            ({"code": "project", "config": "wrong.yml"}, "2 problems in the config"),
        ],
    )
    def test_a_problem_ends_it_with_its_sentence(
        self, context: dict[str, str], said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(SystemExit) as caught:
            _run(folder, monkeypatch, **context)

        assert said in str(caught.value.code)
