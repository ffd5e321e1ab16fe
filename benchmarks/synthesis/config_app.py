"""The shops of `constructs_app.py` by a Stacktape config: `python -m benchmarks.synthesis.config_app GROUPS OUTDIR`.

As a program it is what `cdk synth -c config=…` starts.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.synthesis.inputs import CODE, FLAGS

_FUNCTION = """\
    type: function
    properties:
      packaging:
        type: custom-artifact
        properties:
          packagePath: code
          handler: index.handler
      runtime: python3.13
      memory: 256
      timeout: 20
"""
_SHOP = f"""\
  bus{{number}}:
    type: event-bus
  api{{number}}:
    type: http-api-gateway
  publisher{{number}}:
{_FUNCTION}\
      environment:
        - name: EVENT_NAME
          value: OrderPaid
{{more}}\
      connectTo:
        - bus{{number}}
      events:
        - type: http-api-gateway
          properties:
            httpApiGatewayName: api{{number}}
            method: GET
            path: /orders
  consumer{{number}}:
{_FUNCTION}\
      events:
        - type: event-bus
          properties:
            eventBusName: bus{{number}}
            eventPattern:
              detail-type:
                - OrderPaid
"""


def config(groups: int, *, variables: int = 0) -> str:
    """A config of that many shops, of 44 lines each, and two more for each more variable."""
    more = "".join(f"        - name: NAME_{n}\n          value: value {n}\n" for n in range(variables))
    return "resources:\n" + "".join(_SHOP.format(number=number, more=more) for number in range(groups))


def main(groups: int, outdir: str) -> None:
    """Synthesizes a stack of that many shops, in a process that has loaded the CDK already."""
    import aws_cdk as cdk

    from stacktape_constructs import StacktapeStack

    with _project(groups) as file:
        app = cdk.App(context=FLAGS, outdir=outdir, analytics_reporting=False)
        StacktapeStack(app, "Shops", config=str(file), stage="dev", project_name="shops")
        app.synth()


def _as_the_command_line_does(groups: int, outdir: str) -> None:
    with _project(groups) as file:
        options = {"config": str(file), "stage": "dev", "projectName": "shops"}
        os.environ["CDK_OUTDIR"] = outdir
        os.environ["CDK_CONTEXT_JSON"] = json.dumps({**FLAGS, **options})
        from stacktape_constructs.app import main as app

        app()


@contextlib.contextmanager
def _project(groups: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stacktape.yml"
        file.write_text(config(groups), encoding="utf-8")
        shutil.copytree(CODE, file.parent / "code")
        yield file


if __name__ == "__main__":
    _as_the_command_line_does(int(sys.argv[1]), sys.argv[2])
