"""A stack for each project, or for `-c only=` one."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk

from stacktape_constructs import StacktapeStack

app = cdk.App()
only = app.node.try_get_context("only") or "*"
for config in sorted(Path(__file__).parent.glob(f"projects/{only}/stacktape.yml")):
    StacktapeStack(
        app,
        config.parent.name,
        config=config,
        stage="dev",
        image_builds=app.node.try_get_context("image_builds") or "docker",
    )
app.synth()
