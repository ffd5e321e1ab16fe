"""The code of a function from a Go file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.compiled import PROGRAM, check_program, check_request
from stacktape_constructs.packaging.languages.go.observed import observe, observe_workspace
from stacktape_constructs.packaging.languages.go.toolchain import Toolchain
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource


def package_for_lambda(request: LambdaRequest) -> LambdaSource:
    """The program that the package of a file is compiled to."""
    check_request(request, language="Go")
    toolchain = Toolchain.of(request)
    settings = toolchain.settings()
    if settings["GOMOD"] in ("", os.devnull):
        raise PackagingError(
            path=request.title,
            problem="is part of no module, for there is no go.mod in its folder or above it; make one in the folder "
            "that your imports start from: go mod init example.com/orders",
        )

    def make(folder: Path) -> Observations:
        packages = toolchain.packages()
        (own,) = (package for package in packages if not package.get("DepOnly"))
        _check_main(own, request)
        toolchain.build(folder / PROGRAM)
        check_program(folder / PROGRAM, request)
        seen = observe(packages, settings)
        if settings["GOWORK"] not in ("", "off"):
            observe_workspace(seen, Path(settings["GOWORK"]), toolchain.workspace_modules())
        return seen

    return LambdaSource(
        handler=PROGRAM,
        bundle=Bundle(
            title=request.title,
            request={
                "go": toolchain.go.identity,
                "settings": dict(settings),
                "environment": dict(toolchain.environment),
                "entry": str(request.entry),
            },
            make=make,
        ),
    )


def _check_main(package: Mapping[str, Any], request: LambdaRequest) -> None:
    if package["Name"] != "main":
        raise PackagingError(
            path=request.title,
            problem=f"is of package {package['Name']}, and only package main becomes a program; give a file of "
            "package main",
        )
    if request.entry.name not in package.get("GoFiles", ()):
        raise PackagingError(
            path=request.title,
            problem="is no part of the program of its folder, by its name or by a build constraint; give one of "
            f"{', '.join(package.get('GoFiles', ()))}",
        )
