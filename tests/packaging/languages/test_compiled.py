from __future__ import annotations

import struct
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.compiled import check_program, check_request
from tests.packaging.languages.requests import request_for

ENTRY = Path("/shop/main.go")


def refusal(**changes: object) -> str:
    with pytest.raises(PackagingError) as caught:
        check_request(request_for(ENTRY, **{"runtime": "provided.al2023", **changes}), language="Go")
    return str(caught.value)


@pytest.mark.parametrize("runtime", ["provided.al2023", "provided.al2"])
def test_a_runtime_without_a_language_starts_a_program(runtime: str) -> None:
    check_request(request_for(ENTRY, runtime=runtime, handler_function="bootstrap"), language="Go")


def test_the_runtime_of_another_language_is_refused() -> None:
    assert refusal(runtime="nodejs24.x") == (
        "main.go: is Go, and the function's runtime is nodejs24.x; give it provided.al2023, which starts a compiled "
        "program"
    )


def test_a_handler_function_is_refused() -> None:
    assert refusal(handler_function="handle") == (
        "main.go: is Go, whose program says itself what handles an event, got the handler function 'handle'; remove "
        "handler_function (in YAML handlerFunction)"
    )


def test_packages_to_leave_out_are_refused() -> None:
    assert refusal(exclude_dependencies=("a", "b")) == (
        "main.go: cannot leave out a, b: they are compiled into one program; remove exclude_dependencies (in YAML "
        "excludeDependencies)"
    )


@pytest.mark.parametrize(
    ("magic", "machine", "architecture"),
    [(b"\x7fELF", 0x3E, "arm64"), (b"\x7fELF", 0xB7, "x86_64"), (b"MZ\0\0", 0x3E, "x86_64")],
    ids=["x86-64 for arm64", "arm64 for x86-64", "Windows"],
)
def test_a_program_for_another_machine_is_refused(
    tmp_path: Path, magic: bytes, machine: int, architecture: str
) -> None:
    program = tmp_path / "bootstrap"
    program.write_bytes(struct.pack("<4s14xH", magic, machine))

    with pytest.raises(PackagingError, match=f"was not compiled for Lambda's {architecture} Linux"):
        check_program(program, request_for(ENTRY, architecture=architecture))


def test_a_program_may_be_started_by_everybody(tmp_path: Path) -> None:
    program = tmp_path / "bootstrap"
    program.write_bytes(struct.pack("<4s14xH", b"\x7fELF", 0x3E))
    program.chmod(0o600)

    check_program(program, request_for(ENTRY))

    assert program.stat().st_mode & 0o777 == 0o755
