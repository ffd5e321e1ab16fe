"""pip, in the place of uv: where it is, and what it is told."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.packaging.bundling.tool import Tool, on_path
from stacktape_constructs.packaging.languages.python.targets import Target

_ENVIRONMENT = {
    # Settings that users have for their own environments, and that contradict a folder to install into.
    "PIP_USER": "0",
    "PIP_REQUIRE_VIRTUALENV": "0",
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "NO_COLOR": "1",
}


def find_pip() -> Pip | None:
    """The pip of the Python that runs now, or that on PATH."""
    if importlib.util.find_spec("pip") is not None:
        return Pip(Tool(Path(sys.executable)), ("-m", "pip"))
    found = on_path("pip3") or on_path("pip")
    return None if found is None else Pip(found)


@attrs.frozen
class Pip:
    """Installs packages with pip.

    Attributes:
        tool: the program.
        arguments: what stands before pip's own arguments.
    """

    tool: Tool
    arguments: tuple[str, ...] = ()
    name: str = "pip"

    def install(self, file: Path, into: Path, target: Target, *, built: Sequence[str], complete: bool, cwd: Path,
                subject: str) -> None:  # fmt: skip
        """Installs what a requirements file names, as `Uv.install` does."""
        arguments = ["install", "--requirement", str(file), "--target", str(into), "--no-compile", *_for(target)]
        if complete:
            arguments.append("--no-deps")
        self._run([*arguments, *_building(built)], cwd, subject)

    def resolve(self, file: Path, target: Target, *, built: Sequence[str], cwd: Path, subject: str) -> list[str]:
        """The lines of all packages that a requirements file needs, as `Uv.resolve` does."""
        with tempfile.TemporaryDirectory() as temporary:
            report = Path(temporary) / "report.json"
            arguments = ["install", "--requirement", str(file), "--dry-run", "--ignore-installed", *_for(target)]
            # Without a folder to install into, pip would not resolve for another machine.
            arguments += ["--report", str(report), "--target", temporary, *_building(built)]
            self._run(arguments, cwd, subject)
            told = json.loads(report.read_text(encoding="utf-8"))
        return [_line(package) for package in told["install"]]

    def _run(self, arguments: Sequence[str], cwd: Path, subject: str) -> None:
        self.tool.run([*self.arguments, *arguments], folder=cwd, subject=subject, environment=_ENVIRONMENT)


def _for(target: Target) -> list[str]:
    platforms = [argument for platform in target.pip_platforms for argument in ("--platform", platform)]
    version = ["--python-version", target.python, "--implementation", "cp"]
    return ["--quiet", *platforms, *version, "--only-binary=:all:"]


def _building(built: Sequence[str]) -> list[str]:
    # pip builds what is not in a registry all the same, and asks whether this Python may run it.
    return ["--ignore-requires-python"] if built else []


def _line(package: dict[str, Any]) -> str:
    name, version = package["metadata"]["name"], package["metadata"]["version"]
    download = package["download_info"]
    if package["is_direct"]:
        vcs = download.get("vcs_info")
        url = f"{vcs['vcs']}+{download['url']}@{vcs['commit_id']}" if vcs else download["url"]
        return f"{name} @ {url}"
    return f"{name}=={version}"
