"""Lines of the config in the CDK's own report, tried as a user would: by the CDK's command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import REPOSITORY

#: What is found: 'Memroy', which is set in line 8, and 'Code', which is missing in line 11.
CONFIG = """\
resources:
  checkout:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: checkout.py}}
    overrides:
      CheckoutFunction:
        Memroy: 128

cloudformationResources:
  Broken:
    Type: AWS::Lambda::Function
    Properties: {Role: "arn:aws:iam::123456789012:role/x", Runtime: python3.13, Handler: index.handler}
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
        ("Memroy", ["config/stacktape.yml:2:3", "config/stacktape.yml:8:9"]),
        ("Properties", ["config/stacktape.yml:11:3"]),
    ]
