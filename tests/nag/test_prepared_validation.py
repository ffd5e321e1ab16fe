"""What is validated beside the build of a stack is what the CDK validates after it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.support import REPOSITORY, project_context

#: A config in which there is something to find.
WRONG = """\
resources: {bus: {type: event-bus}}
cloudformationResources:
  Broken:
    Type: AWS::Lambda::Function
    Properties: {Role: arn:aws:iam::123456789012:role/x, Code: {ZipFile: x}, Memroy: 128}
"""

#: Is loaded into each Node.js and each of its threads: writes down which program makes an engine, and stops one.
_PROBE = """
const modules = require("module");
const path = require("path");
const { isMainThread } = require("worker_threads");
const load = modules._load;
const program = isMainThread ? path.basename(process.argv[1] ?? "") : "the thread";
if (program === process.env.STOPPED) process.exit(1);
modules._load = (name, ...others) => {
  if (name === "@aws/cloudformation-validate") require("fs").appendFileSync(process.env.ENGINES, program + "\\n");
  return load(name, ...others);
};
"""


#: What a synth with `cdk synth -c config=stacktape.yml` runs, with or without what is to be tested.
_APP = """
import os
from stacktape_constructs.app import main
from stacktape_constructs.cdk.javascript import validation
if os.environ.get("UNPREPARED"):
    validation.prepare = lambda: None
main()
"""


@attrs.frozen
class Synth:
    """What came of a synth.

    Attributes:
        engines: the programs that made an engine.
        report: what was found, if anything was looked for.
        said: the same as it was printed.
    """

    engines: list[str]
    report: Any
    said: str


def _synthesize(folder: Path, **environment: str) -> Synth:
    (folder / "stacktape.yml").write_text(WRONG)
    (folder / "probe.js").write_text(_PROBE)
    (folder / "engines").touch()
    context = {**project_context(), "config": "stacktape.yml", "stage": "dev", "projectName": "shop"}
    done = subprocess.run(
        [sys.executable, "-c", _APP],
        cwd=folder,
        env={
            **os.environ,
            "CDK_VALIDATION": "true",
            "CDK_CONTEXT_JSON": json.dumps(context),
            "CDK_OUTDIR": str(folder / "out"),
            "NODE_OPTIONS": f"--require {folder / 'probe.js'}",
            "PYTHONPATH": str(REPOSITORY),
            "ENGINES": str(folder / "engines"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    report = folder / "out" / "validation-report.json"
    said = re.search(r"ValidationFailed: (.*?)A copy of this report", done.stderr, re.DOTALL)
    return Synth(
        (folder / "engines").read_text().splitlines(),
        json.loads(report.read_text()) if report.exists() else None,
        said[1] if said else "",
    )


@pytest.fixture(scope="module")
def by_the_cdk(tmp_path_factory: pytest.TempPathFactory) -> Synth:
    """A synth for which nothing is prepared."""
    synth = _synthesize(tmp_path_factory.mktemp("shop"), UNPREPARED="yes")
    assert synth.engines == ["program.js"]
    assert "Memroy: Additional properties are not allowed" in synth.said
    return synth


def test_a_process_of_its_own_finds_the_same(by_the_cdk: Synth, tmp_path: Path) -> None:
    synth = _synthesize(tmp_path)

    assert synth.engines == ["validation_process.js"]
    assert (synth.report, synth.said) == (by_the_cdk.report, by_the_cdk.said)


@pytest.mark.parametrize("stopped", ["the thread", "validation_process.js"])
def test_if_it_ends_too_early_the_cdk_does_it_as_before(stopped: str, by_the_cdk: Synth, tmp_path: Path) -> None:
    synth = _synthesize(tmp_path, STOPPED=stopped)

    assert synth.engines == ["program.js"]
    assert (synth.report, synth.said) == (by_the_cdk.report, by_the_cdk.said)


def test_where_nothing_is_validated_no_engine_is_made(tmp_path: Path) -> None:
    synth = _synthesize(tmp_path, CDK_VALIDATION="false")

    assert (synth.engines, synth.report, synth.said) == ([], None, "")
