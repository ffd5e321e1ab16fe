"""Programs that stand in for the users' tools which the development environment does not have."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

import attrs

_START = """\
#!{python} -IS
import json, os, sys
arguments = sys.argv[1:]
with open({log!r}, "a") as log:
    variables = {{name: os.environ[name] for name in {variables!r} if name in os.environ}}
    log.write(json.dumps([arguments, os.getcwd(), variables]) + "\\n")
"""


@attrs.frozen
class Call:
    """One start of a program."""

    arguments: list[str]
    folder: str
    variables: dict[str, str]


@attrs.frozen
class StandIn:
    """A program that keeps how it was started, and then runs a Python script that has its `arguments`."""

    path: Path

    @staticmethod
    def put(folder: Path, name: str, script: str, *, variables: tuple[str, ...] = ()) -> StandIn:
        """Writes the program into a folder."""
        folder.mkdir(exist_ok=True)
        path = folder / name
        start = _START.format(python=sys.executable, log=f"{path}.log", variables=variables)
        path.write_text(start + script)
        path.chmod(0o755)
        return StandIn(path)

    @property
    def calls(self) -> list[Call]:
        log = Path(f"{self.path}.log")
        return [Call(*json.loads(line)) for line in log.read_text().splitlines()] if log.exists() else []


def elf(machine: int, more: bytes = b"") -> bytes:
    """The beginning of a program for Linux."""
    return struct.pack("<4s14xH", b"\x7fELF", machine) + more
