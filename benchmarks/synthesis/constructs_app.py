"""Shops by the constructs of this library: `python -m benchmarks.synthesis.constructs_app GROUPS OUTDIR`.

A shop is a bus, an API with a function behind it that puts events on the bus, and a function that a rule starts with
them. `plain_app.py` is the same by the CDK's own constructs.
"""

from __future__ import annotations

import sys

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from benchmarks.synthesis.inputs import CODE, synthesize
from stacktape_constructs import EventBus, Function, HttpApi, LambdaPackage


def _package() -> LambdaPackage:
    return LambdaPackage.from_artifact(CODE, handler="index.handler", runtime=lambda_.Runtime.PYTHON_3_13)


def _shop(stack: cdk.Stack, number: int) -> None:
    bus = EventBus(stack, f"Bus{number}")
    publisher = Function(
        stack,
        f"Publisher{number}",
        packaging=_package(),
        memory_size=256,
        environment={"EVENT_NAME": "OrderPaid"},
        connect_to=[bus],
    )
    consumer = Function(
        stack,
        f"Consumer{number}",
        packaging=_package(),
        memory_size=256,
    )
    bus.add_rule("OrderPaid", target=consumer, pattern={"detail-type": ["OrderPaid"]})
    api = HttpApi(stack, f"Api{number}")
    api.add_route(method="GET", path="/orders", target=publisher)


def main(groups: int, outdir: str) -> None:
    """Synthesizes a stack of that many shops."""
    synthesize(_shop, groups, outdir)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
