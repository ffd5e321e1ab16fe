from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.corpus import outcome
from stacktape_constructs.corpus.__main__ import main

BUS = "resources:\n  bus: {type: event-bus}\n"
FUNCTION = """\
resources:
  f:
    type: function
    properties: {packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}}
"""


def _config(folder: Path, name: str, text: str, record: dict[str, Any] | None = None) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    if record is not None:
        with gzip.open(path.with_suffix(".json.gz"), "wt") as file:
            json.dump(record, file)


def _resources(**kinds: str) -> dict[str, Any]:
    return {logical_id: {"Type": kind, "Properties": {}} for logical_id, kind in kinds.items()}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config for each fate."""
    named = _resources(BusEventBus="AWS::Events::EventBus")
    named["BusEventBus"]["Properties"] = {"Name": "proj-dev-bus", "Description": "is not compared"}
    _config(tmp_path, "same__bus.yml", BUS, {"ok": True, "resources": named})
    other = {
        **_resources(
            FFunction="AWS::SNS::Topic", Gone="AWS::SNS::Topic", StpContainerRepository="AWS::ECR::Repository"
        ),
        "FLogGroup": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "other"}},
        "FRole": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "proj-dev-f"}},
    }
    _config(tmp_path, "folder/differs.yaml", FUNCTION, {"ok": True, "resources": other})
    _config(tmp_path, "refused__both.yml", "resources: 5\n", {"ok": False, "error": "no"})
    _config(tmp_path, "refused__we.yml", "resources: 5\n", {"ok": True, "resources": None})
    _config(tmp_path, "refused__they.yml", BUS, {"ok": False})
    _config(tmp_path, "soon.yml", "resources: {b: {type: bucket}}\n", {"ok": True, "resources": {}})
    _config(tmp_path, "unknown.yml", BUS)
    return tmp_path


def _run(corpus: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str]]:
    code = main([str(corpus), *options])
    return code, [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_run_is_a_table_and_what_is_not_as_it_was(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = _run(corpus, capsys)

    assert code == 0
    assert lines == [
        "group     configs  synthesized  not supported yet  refused  crashed  as Stacktape",
        "(others)        2            1                  1        0        0             2",
        "folder          1            1                  0        0        0             1",
        "refused         3            1                  0        2        0             1",
        "same            1            1                  0        0        0             1",
        "total           7            4                  1        2        0             5",
        "",
        "not as Stacktape:",
        "  refused__they.yml: synthesized (Stacktape: refused)",
        "  refused__we.yml: refused (Stacktape: accepted): 1:12: 'resources' must be a mapping of names to "
        "resources, got '5'",
        "",
        "resources of Stacktape's templates (6):",
        "      1 same",
        "      2 deviates as documented",
        "      3 differs",
        "      1   No deployment bucket and no container registry of the stack's own",
        "      1   Roles are not named",
        "  differs.yaml: FFunction: type AWS::Lambda::Function",
        "  differs.yaml: Gone: missing",
        "  differs.yaml: FLogGroup: LogGroupName '/aws/lambda/proj-dev-f'",
    ]


def test_all_that_was_not_synthesized_can_be_listed(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = _run(corpus, capsys, "--all")

    start = lines.index("not synthesized, or not as Stacktape:") + 1
    assert [line.partition(":")[0] for line in lines[start : lines.index("", start)]] == [
        "  refused__both.yml",
        "  refused__they.yml",
        "  refused__we.yml",
        "  soon.yml",
    ]


def test_a_crash_is_named_and_fails_the_run(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*arguments: Any, config: Path, **options: Any) -> None:
        raise KeyError(f"{config.name} is too much\nfor this")

    monkeypatch.setattr(outcome, "StacktapeStack", crash)
    for path in corpus.rglob("*__*"):
        path.unlink()

    code, lines = _run(corpus, capsys)

    assert code == 1
    (line,) = [line for line in lines if line.startswith("  soon.yml")]
    assert line.startswith("  soon.yml: crashed (Stacktape: accepted): KeyError at test_report.py:")
    assert line.endswith(": 'soon.yml is too much\\nfor this'")


def test_there_must_be_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([str(tmp_path / "nowhere")])

    assert caught.value.code == 2
    assert "there is no folder" in capsys.readouterr().err
