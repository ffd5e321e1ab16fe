"""What all apps that are compared have in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aws_cdk as cdk

#: The feature flags of this project's `cdk.json`.
FLAGS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cdk.json").read_text(encoding="utf-8"))["context"]

#: The folder with the code of all functions: any that is small, and below the project's.
CODE = str(Path(__file__).parents[2] / "examples" / "event-bus" / "lambdas")


def synthesize(shop: Callable[[cdk.Stack, int], None], groups: int, outdir: str) -> None:
    """Synthesizes a stack of that many shops.

    Args:
        shop: adds the shop of a number to the stack.
        groups: how many.
        outdir: folder for the assembly.
    """
    import aws_cdk as cdk

    app = cdk.App(context=FLAGS, outdir=outdir, analytics_reporting=False)
    stack = cdk.Stack(app, "Shops")
    for number in range(groups):
        shop(stack, number)
    app.synth()
