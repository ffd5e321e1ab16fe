"""The process that `guided.py` starts: libFuzzer, which atheris brings along, feeds the reader.

    python -m tests.fuzz.guided_target [options of libFuzzer] [folders of texts to start from]

What it calls is compiled with counters by atheris, and a text that reaches new code is the start of
more. The process ends in libFuzzer, at the first text that raises anything.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["yaml", "stacktape_constructs"]):
    from tests.fuzz.limits import limits
    from tests.fuzz.reading import check_both_parsers


def _target(data: bytes) -> None:
    with limits():
        check_both_parsers(data)


if __name__ == "__main__":
    atheris.Setup(sys.argv, _target)
    atheris.Fuzz()
