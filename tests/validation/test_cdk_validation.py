"""CDK's own validation of templates, which is off in all other tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import REPOSITORY
from tests.test_template_cases import CASES

#: A config in which the validation has something to find.
WRONG = """\
resources: {}
cloudformationResources:
  Broken:
    Type: AWS::Lambda::Function
    Properties: {Role: arn:aws:iam::123456789012:role/x, Code: {ZipFile: x}, Memroy: 128}
"""


@pytest.fixture(scope="module")
def violations(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is found in one app of all the examples, all the golden cases and the wrong config."""
    folder = tmp_path_factory.mktemp("validated")
    (folder / "wrong.yml").write_text(WRONG)
    configs = [folder / "wrong.yml", *CASES.glob("*.yml"), *REPOSITORY.glob("examples/*/stacktape.yml")]
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "synthesize.py"), str(folder / "out"), *map(str, configs)],
        env={**environment, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ValidationFailed" in done.stderr, "the wrong config must be found"
    report = json.loads((folder / "out" / "validation-report.json").read_text())
    return [violation for plugin in report["pluginReports"] for violation in plugin["violations"]]


def _stack(violation: dict[str, Any]) -> str:
    (construct,) = violation["violatingConstructs"]
    return str(construct["constructPath"]).split("/")[0]


def test_what_is_wrong_is_found(violations: list[dict[str, Any]]) -> None:
    found = [violation["description"] for violation in violations if _stack(violation) == "wrong"]

    assert any("Memroy" in description for description in found)


def test_nothing_is_found_in_what_we_make(violations: list[dict[str, Any]]) -> None:
    found = [
        (_stack(violation), violation["severity"], violation["description"])
        for violation in violations
        if _stack(violation) != "wrong"
    ]

    assert found == []
