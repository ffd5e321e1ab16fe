"""`NixpacksPlan`: what Nixpacks is told of a build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError

#: Not the name that Nixpacks looks for, so it is read because it is named.
CONFIG_FILE = "nixpacks.stacktape.json"


def _tuple(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@attrs.frozen(kw_only=True)
class NixpacksPlan:
    """What Nixpacks is told of a build, beside what it finds in the folder.

    https://nixpacks.com/docs/configuration/file

    Attributes:
        providers: the languages to build for. Default: the one that it finds.
        build_image: the image that builds.
        start_command: what starts the program.
        run_image: the image that runs. Default: the one that builds.
        only_include_files: the files that the running image keeps; it must be another than the one that builds.
        phases: phases of the build by their names, such as `install`, each as Nixpacks writes it: `cmds`,
            `nixPkgs`, `nixLibs`, `nixOverlays`, `nixpkgsArchive`, `aptPkgs`, `cacheDirectories`,
            `onlyIncludeFiles`.

    Raises:
        PackagingError: files are to be kept, and there is no other image to keep them.

    Example:
        ```python
        from stacktape_constructs import NixpacksPlan

        plan = NixpacksPlan(start_command="node server.js", phases={"install": {"cmds": ["npm ci"]}})
        ```
    """

    providers: tuple[str, ...] = attrs.field(default=(), converter=_tuple)
    build_image: str | None = None
    start_command: str | None = None
    run_image: str | None = None
    only_include_files: tuple[str, ...] = attrs.field(default=(), converter=_tuple)
    phases: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if self.only_include_files and self.run_image is None:
            raise PackagingError(
                path="only_include_files (in YAML startOnlyIncludeFiles)",
                problem="is about the image that runs; name that with run_image (in YAML startRunImage)",
            )

    def text(self) -> str | None:
        """The file that tells Nixpacks so; None if there is nothing to tell."""
        start = {
            "cmd": self.start_command,
            "runImage": self.run_image,
            "onlyIncludeFiles": list(self.only_include_files),
        }
        told = {
            "providers": list(self.providers),
            "buildImage": self.build_image,
            "phases": {name: dict(phase) for name, phase in self.phases.items()},
            "start": {name: value for name, value in start.items() if value},
        }
        said = {name: value for name, value in told.items() if value}
        return f"{json.dumps(said, indent=2)}\n" if said else None
