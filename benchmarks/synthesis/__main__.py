"""How long a synth takes, beside the same stack in the CDK's own constructs: `python -m benchmarks.synthesis`.

Whole processes are timed, in turn. Nothing is validated but where a row says so. See README.md of the folder above.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.synthesis.inputs import CODE, FLAGS
from benchmarks.timing import Pair, compare, machine

_RUNS = 9
_GROUPS = 22
_RESOURCES_OF_A_GROUP = 18
_REPOSITORY = Path(__file__).parents[2]
#: Python may keep what it compiled, as on any user's machine.
_KEPT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

App = Callable[[int, bool], None]


def main() -> None:
    """Prints the tables."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        constructs, plain, config = (_python_app(name, folder) for name in ("constructs", "plain", "config"))
        typescript = _typescript_app(folder)
        print(machine())
        print(f"{_GROUPS * _RESOURCES_OF_A_GROUP} resources{'':<29}{'ours, s':>10}{'other, s':>10}{'time':>8}")
        _row("constructs, plain L2s", constructs, plain)
        _row("config, plain L2s", config, plain)
        _row("constructs, TypeScript, validated", constructs, typescript, validated=True)
        _row("config, TypeScript, validated", config, typescript, validated=True)
        _row("plain L2s, TypeScript, validated", plain, typescript, validated=True)
        _growth(folder, {"constructs": constructs, "config": config, "plain": plain})


def _row(label: str, ours: App, other: App, *, validated: bool = False) -> None:
    pair = _compare(ours, other, _GROUPS, validated=validated)
    print(f"{label:<42}{pair.seconds(pair.ours):>10.2f}{pair.seconds(pair.plain):>10.2f}{pair.ratio:>8.2f}", flush=True)


def _compare(ours: App, other: App, groups: int, *, validated: bool) -> Pair:
    return compare(lambda _: ours(groups, validated), lambda _: other(groups, validated), runs=_RUNS)


def _growth(folder: Path, apps: dict[str, App]) -> None:
    print(f"\n{'':<16}{'resources':>10}{'s':>8}{'ms each':>10}{'calls':>8}{'calls each':>12}{'Python, MiB':>13}")
    for name, app in apps.items():
        first = None
        for groups in (1, 5, 11, _GROUPS):
            count = groups * _RESOURCES_OF_A_GROUP
            seconds = min(compare(lambda _: app(groups, False), lambda _: None, runs=3).ours)  # noqa: B023
            first = first or (seconds, count)
            each = (seconds - first[0]) / (count - first[1]) * 1000 if count > first[1] else 0
            calls, mebibytes = _calls(name, groups, folder)
            print(
                f"{name:<16}{count:>10}{seconds:>8.2f}{each:>10.2f}{calls:>8}{calls / count:>12.2f}{mebibytes:>13}",
                flush=True,
            )


def _python_app(name: str, folder: Path) -> App:
    def run(groups: int, validated: bool) -> None:
        _run([sys.executable, "-m", f"benchmarks.synthesis.{name}_app", str(groups), str(folder / name)], validated)

    return run


def _calls(name: str, groups: int, folder: Path) -> tuple[int, int]:
    command = [sys.executable, "-m", "benchmarks.synthesis.calls", name, str(groups), str(folder / name)]
    calls, mebibytes = _run(command, validated=False).split()[-2:]
    return int(calls), int(mebibytes)


def _typescript_app(folder: Path) -> App:
    """The app as plain JavaScript, with the very CDK that Python runs."""
    for package in ("aws_cdk", "constructs"):
        (found,) = (Path(path) for path in importlib.import_module(package).__path__)
        for archive in found.rglob("*.jsii.tgz"):
            _unpack(archive, folder / "node_modules")
    program = folder / "typescript_app.js"
    esbuild = _REPOSITORY / "node_modules" / ".bin" / "esbuild"
    source = _REPOSITORY / "benchmarks" / "synthesis" / "typescript_app.ts"
    options = ["--bundle", "--platform=node", "--external:aws-cdk-lib", "--log-level=error", f"--outfile={program}"]
    subprocess.run([esbuild, source, *options], check=True)
    node = os.environ.get("JSII_NODE") or shutil.which("node")
    assert node is not None, "make setup installs Node.js"

    def run(groups: int, validated: bool) -> None:
        _run([node, str(program), str(groups), str(folder / "typescript"), json.dumps(FLAGS), CODE], validated)

    return run


def _unpack(archive: Path, modules: Path) -> None:
    shutil.unpack_archive(archive, modules)
    unpacked = modules / "package"
    target = modules / json.loads((unpacked / "package.json").read_text(encoding="utf-8"))["name"]
    target.parent.mkdir(parents=True, exist_ok=True)
    unpacked.rename(target)


def _run(command: list[str], validated: bool) -> str:
    environment = {**_KEPT, "CDK_VALIDATION": "true" if validated else "false"}
    done = subprocess.run(command, env=environment, cwd=_REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


if __name__ == "__main__":
    main()
