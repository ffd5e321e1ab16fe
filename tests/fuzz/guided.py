"""Texts that reach ever more of the reader: fuzzing guided by coverage, with atheris.

`make fuzz` runs it. Its name is none that pytest collects, for atheris has no packages for all
systems (`requirements.txt`), and `make test` needs none.

A text that fails is left in `cases/`, where `test_fuzz.py` reads it from then on.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.vocabulary import words
from tests.support import REPOSITORY

#: So many take a few minutes, as long as the slowest of the other tests.
RUNS = int(os.environ.get("FUZZ_EXAMPLES", "1000")) * 20
#: Bytes. Longer texts take longer, and find no more.
_LONGEST = 3000
#: MiB. Python, the CDK and libFuzzer take half of them.
_LARGEST = 500

_CASES = Path(__file__).parent / "cases"


def starts(folder: Path) -> Path:
    """The golden cases of the whole project, right and wrong, in one folder."""
    folder.mkdir()
    tests = REPOSITORY / "tests"
    for path in (
        *tests.glob("cases/*/*.yml"),
        *tests.glob("document/cases/*.yml"),
        *REPOSITORY.glob("examples/*/*.yml"),
        *_CASES.iterdir(),
    ):
        if path.stat().st_size <= _LONGEST:
            shutil.copyfile(path, folder / "-".join(path.relative_to(REPOSITORY).parts))
    return folder


def dictionary(path: Path) -> Path:
    """The vocabulary in libFuzzer's format (https://llvm.org/docs/LibFuzzer.html#dictionaries)."""
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words())
    path.write_text("".join(f'"{word}"\n' for word in quoted))
    return path


@pytest.mark.skipif(not importlib.util.find_spec("atheris"), reason="atheris has no package for this system")
def test_a_text_that_coverage_led_to_is_read_or_explained(tmp_path, record_property):
    options = (
        f"-runs={RUNS}",
        # Zero would be another seed each time.
        f"-seed={os.environ.get('FUZZ_SEED') or 1}",
        f"-max_len={_LONGEST}",
        f"-rss_limit_mb={_LARGEST}",
        # Seconds, for what hangs in C; the target itself allows less.
        "-timeout=30",
        f"-dict={dictionary(tmp_path / 'words.txt')}",
        f"-artifact_prefix={_CASES}{os.sep}",
    )
    # Sets of texts have an order that stays; and the first folder gets what is found to reach new code.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    (tmp_path / "found").mkdir()
    folders = (str(tmp_path / "found"), str(starts(tmp_path / "starts")))

    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided_target", *options, *folders],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )

    done = re.search(r"^Done (\d+) runs", run.stderr, re.MULTILINE)
    assert run.returncode == 0, run.stderr[-5000:]
    assert done is not None, run.stderr[-5000:]
    record_property("inputs", int(done[1]))
