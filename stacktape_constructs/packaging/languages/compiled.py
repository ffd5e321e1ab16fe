"""Languages that are compiled to one program, which Lambda starts as it is.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html
"""

from __future__ import annotations

import struct
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.languages.refusals import (
    check_runtime,
    refuse_excluded_dependencies,
    refuse_options,
)

#: The program that the runtime starts. The handler is free text there, and by custom the same.
PROGRAM = "bootstrap"

#: By the architecture: what an ELF file says it is for.
_MACHINES = {"x86_64": 0x3E, "arm64": 0xB7}


def check_request(request: LambdaRequest, *, language: str) -> None:
    """Refuses what a compiled program cannot be told.

    Raises:
        PackagingError: the runtime is another, or there is a handler function, an option, or a package
            to leave out.
    """
    check_runtime(request, "provided", language=language, example="provided.al2023, which starts a compiled program")
    if request.handler_function not in (None, PROGRAM):
        raise PackagingError(
            path=request.title,
            given=request.handler_function,
            problem=f"is {language}, whose program says itself what handles an event, got the handler function "
            f"'{request.handler_function}'; remove handler_function (in YAML handlerFunction)",
        )
    refuse_excluded_dependencies(request, reason="they are compiled into one program")
    refuse_options(request, language=language)


def check_program(program: Path, request: LambdaRequest) -> None:
    """Refuses a program that Lambda's machine could not start.

    Raises:
        PackagingError: it is none for Linux, or for another processor.
    """
    with program.open("rb") as file:
        head = file.read(20)
    machine = struct.unpack("<H", head[18:20])[0] if head[:4] == b"\x7fELF" and len(head) == 20 else None
    if machine != _MACHINES[request.architecture]:
        raise PackagingError(
            path=request.title,
            problem=f"was not compiled for Lambda's {request.architecture} Linux; remove what sets another target in "
            "the compiler's own configuration",
        )
    # The umask of this process must not lock out the user that Lambda runs code as.
    program.chmod(0o755)
