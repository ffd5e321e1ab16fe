"""The tutorial, from its first line to its last: its files are written, its commands run, their output compared.

- A block with a title is a file.
- A `console` block has commands behind `$`. What is shown below one must be in what it prints, line by line and in
  that order.
- `cdk synth` is done as the CDK's command line does it, but in this process: the app writes its assembly, and the
  command line prints it from there. `tests/test_app.py` has the command line call the app itself.
- What would ask AWS is not run, and nothing else is left out. What installs is checked: it must name what is there.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib.metadata
import io
import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import aws_cdk as cdk
import pytest

from tests.support import REPOSITORY

PAGE = REPOSITORY / "docs" / "tutorial.md"
CDK = REPOSITORY / "node_modules" / ".bin" / "cdk"

_BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)

#: What asks AWS.
_IN_AN_ACCOUNT = {"cdk bootstrap", "cdk diff", "cdk deploy", "cdk destroy", "aws lambda", "aws logs"}


@attrs.frozen
class Step:
    """A command with what the page shows of its output."""

    command: str
    shown: list[str]


@attrs.define
class Tutorial:
    """A reader who does what the page says."""

    folder: Path
    output: dict[str, str] = attrs.field(factory=dict)
    skipped: list[str] = attrs.field(factory=list)
    steps: list[Step] = attrs.field(factory=list)

    def follow(self) -> None:
        for block in _BLOCK.finditer(PAGE.read_text("utf-8")):
            if block["title"]:
                file = self.folder / block["title"]
                file.parent.mkdir(exist_ok=True)
                file.write_text(block["text"])
            elif block["language"] == "console":
                for step in _steps(block["text"]):
                    self.steps.append(step)
                    self.output[step.command] = self.run(step.command)
            else:
                raise AssertionError(f"a block of {block['language']} needs a title, which is the name of its file")

    def run(self, command: str) -> str:
        special: dict[str, Callable[[str], str]] = {
            "mkdir": self._make_folder,
            "cd": lambda _: "",
            "python3 -m venv": lambda _: "",
            "source": lambda _: "",
            "export": lambda _: "",
            "pip install": _has_been_installed,
            "npm install": _is_the_pinned_command_line,
            "cdk synth": self._synth,
            "pytest": self._pytest,
        }
        if any(command.startswith(start) for start in _IN_AN_ACCOUNT):
            self.skipped.append(command)
            return ""
        for start, run in special.items():
            if command.startswith(f"{start} ") or command == start:
                return run(command)
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout

    def _make_folder(self, command: str) -> str:
        assert command == f"mkdir {self.folder.name}"
        self.folder.mkdir()
        return ""

    def _synth(self, command: str) -> str:
        line, _, file = command.partition(" > ")
        words = shlex.split(line)
        settings = json.loads((self.folder / "cdk.json").read_text())
        options = dict(words[at + 1].split("=", 1) for at, word in enumerate(words) if word == "-c")
        app = words[words.index("--app") + 1] if "--app" in words else settings["app"]
        interpreter, script = app.split()
        assert interpreter == "python3"
        assembly = self.folder / "cdk.out"
        # The command line tells an app this by variables, which the CDK's own process reads when it starts.
        context = {**settings["context"], **options, "aws:cdk:version-reporting": True}
        told = functools.partial(cdk.App, outdir=str(assembly), context=context)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(cdk, "App", told)
            try:
                runpy.run_path(script, run_name="__main__")
            except SystemExit as error:
                return str(error)
        printed = subprocess.run(
            [CDK, "synth", "--app", assembly], cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout
        if file:
            (self.folder / file).write_text(printed)
            return ""
        return printed

    def _pytest(self, command: str) -> str:
        printed = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
            patch.chdir(self.folder)
            # Under xdist this process is a worker, whose own run this is not.
            for name in [name for name in os.environ if name.startswith("PYTEST_")]:
                patch.delenv(name)
            patch.delitem(sys.modules, "test_shop", raising=False)
            pytest.main(["--rootdir=.", "--import-mode=importlib", "-p", "no:cacheprovider", *shlex.split(command)[1:]])
        return printed.getvalue()


def _steps(text: str) -> Iterator[Step]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield Step(command, shown)


def _has_been_installed(command: str) -> str:
    (what,) = shlex.split(command)[2:]
    path, extra = re.fullmatch(r"\.\./(\S+)\[(\w+)\]", what).groups()  # type: ignore[union-attr]
    metadata = importlib.metadata.metadata("stacktape-constructs")
    assert path == metadata["Name"]
    assert extra in metadata.get_all("Provides-Extra", [])
    return ""


def _is_the_pinned_command_line(command: str) -> str:
    (what,) = shlex.split(command)[2:]
    version = json.loads((REPOSITORY / "package.json").read_text())["devDependencies"]["aws-cdk"]
    assert what == f"aws-cdk@{version}"
    return ""


@pytest.fixture(autouse=True, scope="module")
def garbage_is_collected_again() -> Iterator[None]:
    """The app stops the collection of garbage in its process, which is here that of other tests too."""
    yield
    gc.enable()


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Tutorial:
    parent = tmp_path_factory.mktemp("tutorial")
    (parent / "stacktape-constructs").symlink_to(REPOSITORY)
    tutorial = Tutorial(parent / "shop")
    tutorial.follow()
    return tutorial


def test_each_command_prints_what_the_page_shows(tutorial: Tutorial) -> None:
    missing = []
    for step in tutorial.steps:
        printed = iter(tutorial.output[step.command].splitlines())
        # pytest's last line also has a time, and signs around it.
        missing += [(step.command, line) for line in step.shown if not any(line in found for found in printed)]
    assert missing == []
    assert len([step for step in tutorial.steps if step.shown]) >= 5


def test_what_a_search_prints_is_shown_whole(tutorial: Tutorial) -> None:
    searches = [step for step in tutorial.steps if step.command.startswith("grep")]

    assert searches
    assert [step.shown for step in searches] == [tutorial.output[step.command].splitlines() for step in searches]


def test_only_what_asks_aws_was_not_run(tutorial: Tutorial) -> None:
    assert [" ".join(command.split()[:2]) for command in tutorial.skipped] == [
        "cdk bootstrap",
        "cdk diff",
        "cdk deploy",
        "aws lambda",
        "aws logs",
        "cdk destroy",
    ]


def test_what_is_called_in_the_account_has_the_names_of_the_template(tutorial: Tutorial) -> None:
    template = (tutorial.folder / "template.yml").read_text()
    function, logs = (command.split() for command in tutorial.skipped if command.startswith("aws"))

    assert f"FunctionName: {function[function.index('--function-name') + 1]}\n" in template
    assert f"LogGroupName: {logs[3]}\n" in template


def test_the_function_of_the_page_puts_the_event_that_starts_the_job(
    tutorial: Tutorial, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stacktape_constructs.testing import assert_rule_matches, config_template

    put: list[dict[str, str]] = []

    class Events:
        def put_events(self, *, Entries: list[dict[str, str]]) -> dict[str, list[object]]:  # noqa: N803
            put.extend(Entries)
            return {"Entries": [{"EventId": "1"}]}

    class Boto3:
        @staticmethod
        def client(name: str) -> Events:
            assert name == "events"
            return Events()

    monkeypatch.setitem(sys.modules, "boto3", Boto3)
    monkeypatch.setenv("STP_ORDERS_ARN", "arn:aws:events:eu-west-1:111122223333:event-bus/shop-dev-orders")
    handler = runpy.run_path(str(tutorial.folder / "src" / "checkout.py"))["handler"]

    assert handler({"orderId": 42}, None) == [{"EventId": "1"}]
    (entry,) = put
    event = {"source": entry["Source"], "detail-type": entry["DetailType"], "detail": json.loads(entry["Detail"])}
    template = config_template(tutorial.folder / "stacktape.yml", cdk_json=REPOSITORY / "cdk.json")
    assert_rule_matches(template, "ReceiptTriggerFunctionEvent0Rule", event)
