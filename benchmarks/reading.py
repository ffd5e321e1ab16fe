"""How long a config takes to read, without the CDK: `python -m benchmarks.reading`.

The text to nodes with positions; and all of it, to a checked config. Growth is linear, and the
goals are 15 ms for 1,000 lines and 150 ms for 10,000.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.synthesis.config_app import config
from benchmarks.timing import machine
from stacktape_constructs.config.facts import ANY_ACCOUNT, ANY_REGION
from stacktape_constructs.reading import ConfigFile

_RUNS = 9
#: With these a shop has 82 lines, and as many shops as a stack can have make 10,000.
_VARIABLES = 19
_SHOPS = (12, 122)


def main() -> None:
    """Prints the table."""
    print(machine())
    print(f"{'lines':<12}{'text to nodes, ms':>20}{'to a config, ms':>20}")
    times = []
    for shops in _SHOPS:
        text = config(shops, variables=_VARIABLES)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "stacktape.yml"
            file.write_text(text, encoding="utf-8")
            taken = _median(lambda: _open(file)), _median(lambda: _read(file))  # noqa: B023
        times.append(taken)
        print(f"{text.count(chr(10)):<12}{taken[0]:>20.1f}{taken[1]:>20.1f}")
    growth = (large / small for small, large in zip(*times, strict=True))
    print(f"{'growth':<12}{next(growth):>20.1f}{next(growth):>20.1f}")


def _open(file: Path) -> ConfigFile:
    return ConfigFile.open(file, stage="dev", project_name="shops")


def _read(file: Path) -> None:
    opened = _open(file)
    opened.read(opened.facts(region=ANY_REGION, account_id=ANY_ACCOUNT))


def _median(what: Callable[[], object]) -> float:
    """Milliseconds of one of several runs, without the first."""
    seconds = []
    for _ in range(_RUNS + 1):
        start = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:]) * 1000


if __name__ == "__main__":
    main()
