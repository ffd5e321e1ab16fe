"""What esbuild writes of the places of files, made the same on every machine.

https://tc39.es/ecma426/
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

_SOURCES = b'"sources": '
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def relocate_sources(source_map: Path, root: Path) -> None:
    """Makes the paths of a source map start at the root, and not at where the map happens to be written."""
    folder, top = str(source_map.parent.resolve()), str(root.resolve())
    inside = os.path.relpath(top, folder).replace(os.sep, "/") + "/"

    def below_root(source: str) -> str:
        # Most are, and `relpath` takes a hundred times as long, for each of thousands.
        if source.startswith(inside) and not source.startswith("../", len(inside)):
            return source.removeprefix(inside)
        return os.path.relpath(os.path.join(folder, source), top).replace(os.sep, "/")  # noqa: PTH118

    with source_map.open("r+b") as file:
        content = file.read()
        start = content.index(_SOURCES) + len(_SOURCES)
        end = content.index(b"],\n", start) + 1
        sources = [below_root(source) for source in json.loads(content[start:end])]
        # The text of all files follows, which is only moved: to write it into a new file takes ten times as long.
        file.seek(start)
        file.write(json.dumps(sources, ensure_ascii=False).encode())
        file.write(memoryview(content)[end:])
        file.truncate()


def rename_in_bundle(output: Path, old: str, new: str) -> None:
    """Replaces the beginning of paths in a bundle, and in its source map if there is one."""
    shifts: dict[int, tuple[int, int]] = {}
    lines = output.read_bytes().decode().split("\n")
    for number, line in enumerate(lines):
        if old in line:
            start = line.index(old)
            lines[number] = line.replace(old, new, 1)
            shifts[number] = (_columns(line[:start]), _columns(new) - _columns(old))
    output.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    source_map = output.with_name(f"{output.name}.map")
    if source_map.is_file():
        told = json.loads(source_map.read_bytes())
        told["sources"] = [source.replace(old, new, 1) for source in told["sources"]]
        told["mappings"] = shifted(told["mappings"], shifts)
        source_map.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8", newline="\n")


def shifted(mappings: str, shifts: Mapping[int, tuple[int, int]]) -> str:
    """The mappings of a source map for code that stands elsewhere in its line.

    Args:
        mappings: the mappings.
        shifts: for some lines of the code, behind which column it stands elsewhere, and by how many columns.

    >>> shifted("AAAA;EAAA,UAAU", {1: (4, 3)})
    'AAAA;EAAA,aAAU'
    """
    lines = mappings.split(";")
    for number, (column, by) in shifts.items():
        segments = lines[number].split(",") if number < len(lines) else []
        place = 0
        for index, segment in enumerate(segments):
            value, rest = _first_number(segment)
            place += value
            if place > column:
                # The columns of the others are counted from this one's.
                segments[index] = _written(value + by) + rest
                lines[number] = ",".join(segments)
                break
    return ";".join(lines)


def _columns(text: str) -> int:
    # Source maps count as JavaScript does.
    return len(text.encode("utf-16-le")) // 2


def _first_number(segment: str) -> tuple[int, str]:
    """The first number of a segment, and what follows it."""
    number = shift = 0
    for place, digit in enumerate(segment):
        bits = _DIGITS.index(digit)
        number |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            return (-(number >> 1) if number & 1 else number >> 1), segment[place + 1 :]
    return 0, segment


def _written(number: int) -> str:
    left = (abs(number) << 1) | (number < 0)
    digits = ""
    while True:
        bits, left = left & 31, left >> 5
        digits += _DIGITS[bits | (32 if left else 0)]
        if not left:
            return digits
