"""The Go toolchain: where it is, and what it is told."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool, on_path
from stacktape_constructs.packaging.languages.go.observed import LISTED
from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.languages.refusals import READY_ARTIFACT

_GOARCH = {"x86_64": "amd64", "arm64": "arm64"}

# Leaves out of the AWS library what only the former runtime go1.x used. The two commands must see the
# same files, so they have the same tags.
# https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
_TAGS = "-tags=lambda.norpc"

#: What decides beside the files which program is made, as `go env` names it. The version is that of the
#: toolchain that go.mod and GOTOOLCHAIN lead to, and not that of the program `go` on PATH.
_SETTINGS = ("GOVERSION", "GOROOT", "GOEXPERIMENT", "GOFIPS140", "GOMOD", "GOWORK", "GOMODCACHE")

_NEXT = re.compile(r"\S")

_lock = threading.Lock()
_compiled: set[str] = set()


@attrs.frozen(kw_only=True)
class Toolchain:
    """The Go toolchain of one folder.

    Attributes:
        go: the program.
        folder: where it runs: the folder of the package.
        title: what is compiled, for errors.
        architecture: `x86_64` or `arm64`.
    """

    go: Tool
    folder: Path
    title: str
    architecture: str

    @staticmethod
    def of(request: LambdaRequest) -> Toolchain:
        """The user's toolchain, for a file.

        Raises:
            PackagingError: there is none.
        """
        go = on_path("go")
        if go is None:
            raise PackagingError(
                path=request.title,
                problem="cannot be compiled without Go, which is not on PATH; install it (https://go.dev/doc/install), "
                f"or give {READY_ARTIFACT}",
            )
        return Toolchain(go=go, folder=request.entry.parent, title=request.title, architecture=request.architecture)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that decide what is compiled, so that they are the same on every machine."""
        return {
            "GOOS": "linux",
            "GOARCH": _GOARCH[self.architecture],
            "GOAMD64": "v1",
            "GOARM64": "v8.0",
            "CGO_ENABLED": "0",
            "GO111MODULE": "on",
            # Go takes an empty value for none, and would then read that of `go env -w`.
            "GOFLAGS": "-trimpath",
        }

    def settings(self) -> Mapping[str, str]:
        """What is in force in the folder.

        Raises:
            PackagingError: the toolchain that go.mod asks for is not to be had.
        """
        told = json.loads(self._run("env", "-json", *_SETTINGS))
        return {name: str(told.get(name, "")) for name in _SETTINGS}

    def packages(self) -> list[dict[str, Any]]:
        """The package in the folder and all that it imports, as `go list` describes them.

        Raises:
            PackagingError: an import leads nowhere.
        """
        return list(_documents(self._run("list", "-deps", _TAGS, f"-json={','.join(LISTED)}", ".")))

    def workspace_modules(self) -> list[Path]:
        """The go.mod files of the modules that are worked on together.

        Raises:
            PackagingError: go.work names a module that is not there.
        """
        return [Path(line) for line in self._run("list", "-m", "-f={{.GoMod}}").splitlines() if line]

    def build(self, output: Path) -> None:
        """Compiles the package in the folder.

        The packages of a project share most of what they import, Go's own among it. Beside each other, each
        would compile that for itself: so the others wait for the first, and then find it in Go's cache.

        Raises:
            PackagingError: the code is wrong.
        """
        with _lock:
            if self.architecture not in _compiled:
                self._build(output)
                _compiled.add(self.architecture)
                return
        self._build(output)

    def _build(self, output: Path) -> None:
        self._run("build", _TAGS, "-buildvcs=false", "-ldflags=-s -w -buildid=", f"-o={os.fspath(output)}", ".")

    def _run(self, *arguments: str) -> str:
        return self.go.run(arguments, folder=self.folder, subject=self.title, environment=self.environment).output


def _documents(text: str) -> Iterator[dict[str, Any]]:
    """JSON objects that are written one behind the other, and not as a list."""
    decoder = json.JSONDecoder()
    place = 0
    while start := _NEXT.search(text, place):
        document, place = decoder.raw_decode(text, start.start())
        yield document
