from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.source_map import rename_in_bundle, shifted

#: Line 0 from column 0; line 1 from columns 2, 42 and 1202.
MAPPINGS = "AAAA;EAAE,wCAAwC,woCAAwC"


@pytest.mark.parametrize(
    ("shifts", "columns"),
    [
        ({}, [2, 42, 1202]),
        ({1: (10, 5)}, [2, 47, 1207]),
        ({1: (10, -39)}, [2, 3, 1163]),
        ({1: (42, 1000)}, [2, 42, 2202]),
        ({1: (5000, 1)}, [2, 42, 1202]),
        ({7: (0, 1)}, [2, 42, 1202]),
    ],
)
def test_code_behind_a_column_is_shifted(shifts: dict[int, tuple[int, int]], columns: list[int]) -> None:
    assert _columns_of_line_1(shifted(MAPPINGS, shifts)) == columns


def test_lines_without_code_have_nothing_to_shift() -> None:
    assert shifted(";;AAAA", {0: (0, 3), 1: (0, 3)}) == ";;AAAA"


def test_a_path_is_renamed_where_it_is_written(tmp_path: Path) -> None:
    output = tmp_path / "index.js"
    output.write_text('// ../home/a.js\n  "../home/a.js"(e) { run("é\\r") }\n', encoding="utf-8")
    told = {"version": 3, "sources": ["../home/a.js", "b.js"], "names": [], "mappings": ";uBAAA"}
    (tmp_path / "index.js.map").write_text(json.dumps(told))

    rename_in_bundle(output, "../home/", "x/")

    assert output.read_text(encoding="utf-8") == '// x/a.js\n  "x/a.js"(e) { run("é\\r") }\n'
    renamed = json.loads((tmp_path / "index.js.map").read_text())
    assert renamed == {**told, "sources": ["x/a.js", "b.js"], "mappings": ";iBAAA"}


def _columns_of_line_1(mappings: str) -> list[int]:
    """The columns of code with a mapping, as Node.js reads them."""
    node = shutil.which("node")
    assert node is not None
    payload = {"version": 3, "sources": ["a.js"], "names": [], "mappings": mappings}
    script = (
        "const { SourceMap } = require('node:module');"
        f"const map = new SourceMap({json.dumps(payload)});"
        "const found = new Set();"
        "for (let column = 0; column < 3000; column++) found.add(map.findEntry(1, column).generatedColumn);"
        "console.log(JSON.stringify([...found].filter((column) => column > 0)));"
    )
    done = subprocess.run([node, "-e", script], check=True, capture_output=True, text=True)
    return [int(column) for column in json.loads(done.stdout)]
