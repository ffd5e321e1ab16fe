"""How often an app calls JavaScript, and what memory it takes.

    python -m benchmarks.synthesis.calls APP GROUPS OUTDIR

It prints the number of calls, and the most that Python took in MiB.
"""

from __future__ import annotations

import importlib
import resource
import sys
from typing import Any


def main(app: str, groups: int, outdir: str) -> None:
    """Runs an app of this folder with its calls counted."""
    # jsii has no public way to see its calls. Each is one line written to Node.js and one read.
    process: Any = importlib.import_module("jsii._kernel.providers.process")
    send = process._NodeProcess.send
    calls = 0

    def counted(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return send(*arguments)

    process._NodeProcess.send = counted
    importlib.import_module(f"benchmarks.synthesis.{app}_app").main(groups, outdir)
    print(calls, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
