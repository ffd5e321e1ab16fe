"""Running an app the way the CDK command line does: a process of its own, its context in variables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs

from tests.support import REPOSITORY, project_context


@attrs.frozen
class Finished:
    """A process that has ended."""

    returncode: int
    stdout: str
    stderr: str
    outdir: Path

    def template(self, stack: str) -> dict[str, Any]:
        template = json.loads((self.outdir / f"{stack}.template.json").read_text())
        assert isinstance(template, dict)
        return template


@attrs.frozen
class AppProcess:
    """A process that was started; several may run at once."""

    process: subprocess.Popen[str]
    outdir: Path

    @classmethod
    def start(cls, script: Path, outdir: Path, *, cwd: Path, validation: bool = False, **context: str) -> AppProcess:
        """Starts an app.

        Args:
            script: the app.
            outdir: where its cloud assembly goes.
            cwd: where it is run.
            validation: whether the CDK validates the templates.
            **context: what `-c name=value` would give, beside the project's feature flags.
        """
        environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
        environment |= {
            "CDK_CONTEXT_JSON": json.dumps({**project_context(), **context}),
            "CDK_OUTDIR": str(outdir),
            "PYTHONPATH": str(REPOSITORY),
        }
        if not validation:
            environment["CDK_VALIDATION"] = "false"
        process = subprocess.Popen(
            [sys.executable, str(script)],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return cls(process, outdir)

    def finish(self) -> Finished:
        stdout, stderr = self.process.communicate(timeout=120)
        return Finished(self.process.returncode, stdout, stderr, self.outdir)
