"""CDK's own validation of templates, which is off in all other tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from stacktape_constructs import StacktapeStack
from tests.support import REPOSITORY, new_app
from tests.test_template_cases import CASES

CONFIGS = [*sorted(CASES.glob("*.yml")), *sorted(REPOSITORY.glob("examples/*/stacktape.yml"))]

#: A config in which the validation has something to find.
WRONG = """\
resources: {bus: {type: event-bus}}
cloudformationResources:
  Broken:
    Type: AWS::Lambda::Function
    Properties: {Role: arn:aws:iam::123456789012:role/x, Code: {ZipFile: x}, Memroy: 128}
"""


@pytest.fixture(scope="module")
def violations(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is found in one app of all the golden cases, all the examples and the wrong config."""
    wrong = tmp_path_factory.mktemp("wrong") / "wrong.yml"
    wrong.write_text(WRONG)
    app = new_app()
    # The plugin that the CDK runs by itself, unless CDK_VALIDATION is "false" when it is loaded.
    cdk.Validations.of(app).add_plugins(cdk.CloudFormationValidatePlugin())
    for config in (wrong, *CONFIGS):
        id = config.parent.name if config.stem == "stacktape" else config.stem
        StacktapeStack(
            app, id, config=config, stage="dev", project_name=f"test-{id}", code="placeholder", profile="default"
        )
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    report = json.loads((Path(app.outdir) / "validation-report.json").read_text())
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
