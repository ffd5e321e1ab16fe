"""cargo, and cargo-lambda where it is needed to compile for another machine."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool, on_path
from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.languages.refusals import READY_ARTIFACT
from stacktape_constructs.packaging.languages.rust.project import Program

_CPU = {"x86_64": "x86_64", "arm64": "aarch64"}

_HOST = re.compile(r"^host: (?P<triple>\S+)$", re.MULTILINE)

#: Variables of cargo and rustc that decide what they make, and none that hold a registry's token.
_DECIDING = ("RUSTFLAGS", "RUSTC", "RUSTUP_TOOLCHAIN", "CARGO_ENCODED_", "CARGO_BUILD_", "CARGO_PROFILE_",
             "CARGO_TARGET_", "CARGO_LAMBDA_")  # fmt: skip


def cargo_home() -> Path:
    """Where cargo keeps its configuration and the sources of packages."""
    return Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")


@attrs.frozen(kw_only=True)
class Toolchain:
    """The user's Rust, for one file.

    Attributes:
        cargo: the program.
        cargo_lambda: compiles for Lambda's machines on any other; None where it is not installed.
        version: what rustc says of itself.
        request: what is compiled.
    """

    cargo: Tool
    cargo_lambda: Tool | None
    version: str
    request: LambdaRequest

    @staticmethod
    def of(request: LambdaRequest) -> Toolchain:
        """The user's Rust, for a file.

        Raises:
            PackagingError: there is none, or it compiles for other machines than Lambda's only.
        """
        cargo, rustc = on_path("cargo"), on_path("rustc")
        if cargo is None or rustc is None:
            raise PackagingError(
                path=request.title,
                problem="cannot be compiled without cargo and rustc, which are not both on PATH; install Rust "
                f"(https://rustup.rs), or give {READY_ARTIFACT}",
            )
        toolchain = Toolchain(
            cargo=cargo,
            cargo_lambda=on_path("cargo-lambda"),
            # `rustc` on PATH may be rustup's, which stays the same as the compiler becomes another.
            version=rustc.run(["-vV"], folder=request.entry.parent, subject=request.title).output,
            request=request,
        )
        toolchain._check_target()
        return toolchain

    @property
    def target(self) -> str:
        """What is compiled for, as rustc calls it."""
        cpu = _CPU[self.request.architecture]
        # The host's own, if it is Linux with another C library, is as good.
        return self._host if self._host.startswith(f"{cpu}-unknown-linux-") else f"{cpu}-unknown-linux-gnu"

    @property
    def _host(self) -> str:
        host = _HOST.search(self.version)
        return "" if host is None else host["triple"]

    def identity(self) -> Mapping[str, object]:
        """What tells one toolchain, and the variables it reads, from another, as JSON data."""
        return {
            "cargo": self.cargo.identity,
            "rustc": self.version,
            "cargo-lambda": None if self.cargo_lambda is None else self.cargo_lambda.identity,
            "zig": None if self.cargo_lambda is None or (zig := on_path("zig")) is None else zig.identity,
            "environment": {name: value for name, value in os.environ.items() if name.startswith(_DECIDING)},
        }

    def metadata(self, folder: Path) -> str:
        """What `cargo metadata` tells of the package in a folder.

        Raises:
            PackagingError: it cannot be read, or a dependency is not to be had as Cargo.lock has it.
        """
        arguments = ("metadata", "--format-version=1", "--locked", f"--filter-platform={self.target}")
        return self.cargo.run(arguments, folder=folder, subject=self.request.title).output

    def build(self, program: Program, output: Path, *, glibc: tuple[int, int]) -> None:
        """Compiles a program.

        Args:
            program: what is compiled.
            output: the file to make.
            glibc: the version of the C library that it may need at most.

        Raises:
            PackagingError: the code is wrong, or a linker or a C compiler is missing.
        """
        flags = [f"--remap-path-prefix={path}={name}" for path, name in program.remapped(cargo_home())]
        arguments = (
            *("build", "--release", "--locked", f"--package={program.package}", f"--bin={program.name}"),
            # cargo drops these where the user has flags for the target: those may be needed, these are for
            # equal bytes only.
            *("--config", f"build.rustflags={json.dumps(flags, ensure_ascii=False)}"),
            # Names of symbols have hashes of paths in them.
            *("--config", 'profile.release.strip="symbols"'),
        )
        environment = dict(_encoded_flags(flags))
        if self.cargo_lambda is None:
            self._run(self.cargo, [*arguments, f"--target={self.target}"], program, environment)
            shutil.copyfile(program.target_folder / self.target / "release" / program.name, output)
            return
        target = self.target if self.target.endswith("-musl") else f"{self.target}.{glibc[0]}.{glibc[1]}"
        where = [f"--target={target}", "--output-format=binary", f"--lambda-dir={output.parent}"]
        # It would download a target that is not installed.
        where += [f"--flatten={program.name}", "--skip-target-check"]
        self._run(self.cargo_lambda, ["lambda", *arguments, *where], program, environment)

    def _run(self, tool: Tool, arguments: Iterable[str], program: Program, environment: Mapping[str, str]) -> None:
        tool.run([*arguments], folder=program.folder, subject=self.request.title, environment=environment)

    def _check_target(self) -> None:
        if self.cargo_lambda is None and self._host != self.target:
            flag = {"x86_64": "--x86-64", "arm64": "--arm64"}[self.request.architecture]
            raise PackagingError(
                path=self.request.title,
                problem=f"cannot be compiled for Lambda's {self.request.architecture} Linux by cargo alone on "
                f"{self._host or 'this machine'}; install cargo-lambda (https://www.cargo-lambda.info), or run "
                f"cargo lambda build --release {flag} --output-format zip on another machine and give the "
                "bootstrap.zip in target/lambda to LambdaPackage.from_artifact (in YAML custom-artifact) with the "
                f"runtime {self.request.runtime} and the handler 'bootstrap'",
            )


def _encoded_flags(flags: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The variable that adds flags to those of a variable, beside which cargo reads no others."""
    encoded, plain = os.environ.get("CARGO_ENCODED_RUSTFLAGS"), os.environ.get("RUSTFLAGS")
    if encoded is not None or plain is not None:
        own = encoded.split("\x1f") if encoded is not None else (plain or "").split()
        yield "CARGO_ENCODED_RUSTFLAGS", "\x1f".join([*filter(None, own), *flags])
