"""An npm that downloads nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest


@attrs.frozen
class Npm:
    """An npm that installs an addon as every package, as if node-gyp compiled it for the machine in `ADDON_FOR`.

    Attributes:
        log: where it writes what it was told.
    """

    log: Path

    @property
    def arguments(self) -> list[str]:
        """What the last run was told."""
        return list(json.loads(self.log.read_text())["arguments"])

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The package.json of the last run."""
        return dict(json.loads(self.log.read_text())["manifest"])

    @property
    def settings(self) -> str | None:
        """The .npmrc of the last run."""
        settings: str | None = json.loads(self.log.read_text())["settings"]
        return settings


def first_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, *, node: str) -> Npm:
    """Puts such an npm, and a Node.js of a version, before all others."""
    folder.mkdir()
    log = folder / "npm.json"
    npm = folder / "npm"
    npm.write_text(
        f"""#!{sys.executable}
import json, os, pathlib, sys
manifest = json.loads(pathlib.Path("package.json").read_text())
settings = pathlib.Path(".npmrc")
pathlib.Path({str(log)!r}).write_text(json.dumps({{
    "arguments": sys.argv[1:],
    "manifest": manifest,
    "settings": settings.read_text() if settings.exists() else None,
}}))
for name in {{**manifest["dependencies"], **manifest["optionalDependencies"]}}:
    folder = pathlib.Path("node_modules") / name
    folder.mkdir(parents=True)
    machine = bytes([int(os.environ.get("ADDON_FOR", "0x3e"), 16), 0])
    told = {{key: os.environ.get("npm_config_" + key) for key in ("arch", "runtime", "target")}}
    (folder / "told.json").write_text(json.dumps(told))
    for programs in (folder / "node_modules" / ".bin", folder.parent / ".bin"):
        programs.mkdir(parents=True, exist_ok=True)
    if "WITHOUT_SCRIPTS" in os.environ:
        continue
    for step in ("Makefile", "config.gypi", "Release/.deps/a.d", "Release/obj.target/a.o"):
        file = folder / "build" / step
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(folder.resolve()))
    (folder / "build" / "Release" / "addon.node").write_bytes(b"\\x7fELF" + bytes(14) + machine)
pathlib.Path("node_modules/.package-lock.json").write_text("of this registry")
"""
    )
    npm.chmod(0o755)
    (folder / "node").write_text(f"#!/bin/sh\necho v{node}\n")
    (folder / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return Npm(log)
