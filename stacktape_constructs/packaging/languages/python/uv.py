"""uv: where it is, and what it is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool, on_path
from stacktape_constructs.packaging.languages.python.targets import Target

#: uv's own variable, with which it tells what it runs where it is.
PROGRAM_VARIABLE = "UV"

_ENVIRONMENT = {
    # The interpreter that runs now reads what has to be read; none is downloaded for it.
    "UV_PYTHON_DOWNLOADS": "never",
    # Compiled files hold times, so they would be others each time.
    "UV_COMPILE_BYTECODE": "0",
    # In CI it is often set, and contradicts what is asked for here.
    "UV_LOCKED": "0",
    "UV_NO_PROGRESS": "1",
    "NO_COLOR": "1",
}


def find_uv(explicit: Path | None, *, title: str) -> Uv | None:
    """The user's uv: the one that is named, that beside this Python, or that on PATH.

    Raises:
        PackagingError: the one that is named is not there.
    """
    if explicit is not None:
        if not explicit.is_file():
            raise PackagingError(path=title, problem=f"cannot be packaged: there is no uv at {explicit}")
        return Uv(Tool(explicit))
    beside = Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")
    for candidate in (os.environ.get(PROGRAM_VARIABLE), beside):
        if candidate and Path(candidate).is_file():
            return Uv(Tool(Path(candidate)))
    found = on_path("uv")
    return None if found is None else Uv(found)


@attrs.frozen
class Uv:
    """Installs packages with uv.

    Attributes:
        tool: the program.
    """

    tool: Tool
    name: str = "uv"

    def install(self, file: Path, into: Path, target: Target, *, built: Sequence[str], complete: bool, cwd: Path,
                subject: str) -> None:  # fmt: skip
        """Installs what a requirements file names, from wheels alone.

        Args:
            file: the requirements file.
            into: the folder to fill.
            target: what the packages are for.
            built: packages that are not in a registry, and so may be built.
            complete: nothing is required beside what the file names.
            cwd: where uv runs, and looks for its settings.
            subject: what is packaged, for errors.

        Raises:
            PackagingError: it failed.
        """
        arguments = ["pip", "install", "--requirements", str(file), "--target", str(into), *_for(target)]
        for package in built:
            # uv would take what it built before, for it does not look into the folder's files.
            arguments += ["--no-binary", package, "--refresh-package", package]
        if complete:
            arguments.append("--no-deps")
        self._run([*arguments, "--quiet"], cwd, subject)

    def resolve(self, file: Path, target: Target, *, built: Sequence[str], cwd: Path, subject: str) -> list[str]:
        """The lines of all packages that a requirements file needs, in exact versions.

        Raises:
            PackagingError: there are no such versions.
        """
        arguments = ["pip", "compile", str(file), *_for(target), "--no-header", "--no-annotate", "--no-strip-extras"]
        arguments += ["--emit-index-url", "--emit-find-links", "--quiet"]
        for package in built:
            arguments += ["--no-binary", package]
        return self._run(arguments, cwd, subject).splitlines()

    def export(self, project: Path, *, subject: str) -> list[str]:
        """The lines of all packages that a project's uv.lock names, without its groups for development.

        Raises:
            PackagingError: there is no such lock file, or uv cannot read it.
        """
        arguments = ["export", "--locked", "--no-default-groups", "--no-emit-project", "--no-editable"]
        arguments += ["--no-header", "--no-annotate", "--quiet", "--python", sys.executable]
        return self._run(arguments, project, subject).replace("\\\n", " ").splitlines()

    def _run(self, arguments: Sequence[str], cwd: Path, subject: str) -> str:
        return self.tool.run(arguments, folder=cwd, subject=subject, environment=_ENVIRONMENT).output


def _for(target: Target) -> list[str]:
    platform = ["--python-platform", target.uv_platform, "--python-version", target.python]
    return [*platform, "--only-binary", ":all:", "--python", sys.executable]
