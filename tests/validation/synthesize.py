"""Synthesizes many configs as stacks of one app; a process of its own, in which the CDK validates.

Usage: `python synthesize.py OUTDIR CONFIG...`. The context is that of the project's cdk.json.
"""

from __future__ import annotations

import sys
from pathlib import Path

import aws_cdk as cdk

from stacktape_constructs import StacktapeStack
from tests.support import project_context


def main(outdir: str, *configs: str) -> None:
    app = cdk.App(outdir=outdir, context=project_context())
    for config in map(Path, configs):
        id = config.parent.name if config.stem == "stacktape" else config.stem
        StacktapeStack(
            app, id, config=config, stage="dev", project_name=f"test-{id}", code="placeholder", profile="default"
        )
    app.synth()


if __name__ == "__main__":
    main(*sys.argv[1:])
