"""The code of a function from a Rust file."""

from __future__ import annotations

import re
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.compiled import PROGRAM, check_program, check_request
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource
from stacktape_constructs.packaging.languages.rust.project import observe, package_folder, program_of
from stacktape_constructs.packaging.languages.rust.toolchain import Toolchain, cargo_home

#: The version of the C library of a runtime.
#: https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
_GLIBC = {"provided.al2": (2, 26)}
_GLIBC_OF_OTHERS = (2, 34)

_NEEDED_GLIBC = re.compile(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?(?=\0)")


def package_for_lambda(request: LambdaRequest) -> LambdaSource:
    """The program that starts at a file."""
    check_request(request, language="Rust")
    root = package_folder(request)
    toolchain = Toolchain.of(request)
    glibc = _GLIBC.get(request.runtime, _GLIBC_OF_OTHERS)

    def make(folder: Path) -> Observations:
        program = program_of(request.entry, toolchain.metadata(root), request.title)
        toolchain.build(program, folder / PROGRAM, glibc=glibc)
        check_program(folder / PROGRAM, request)
        _check_glibc(folder / PROGRAM, glibc, request)
        return observe(program, toolchain.target, cargo_home())

    return LambdaSource(
        handler=PROGRAM,
        bundle=Bundle(
            title=request.title,
            request={
                **toolchain.identity(),
                "entry": str(request.entry),
                "package": str(root),
                "target": toolchain.target,
                "glibc": glibc,
            },
            make=make,
        ),
    )


def _check_glibc(program: Path, has: tuple[int, int], request: LambdaRequest) -> None:
    """Refuses a program that was linked to a newer C library than the runtime has."""
    needed = max(((int(a), int(b)) for a, b in _NEEDED_GLIBC.findall(program.read_bytes())), default=has)
    if needed > has:
        raise PackagingError(
            path=request.title,
            problem=f"was linked to glibc {needed[0]}.{needed[1]}, and {request.runtime} has {has[0]}.{has[1]}; "
            "install cargo-lambda (https://www.cargo-lambda.info), which links to the right one",
        )
