"""What cargo is told, and what is made of its words: a stand-in, for no Rust is in the development environment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.packaging.languages.projects import bundle, package, refusal, write
from tests.packaging.languages.stand_ins import Call, StandIn, elf

ENTRY = "shop/src/main.rs"
PROJECT = {
    "shop/Cargo.toml": "[package]",
    "shop/Cargo.lock": "",
    ENTRY: "fn main() {}",
    "shop/src/bin/report.rs": "fn main() {}",
    "shop/src/mail.rs": "",
    "money/Cargo.toml": "[package]",
    "money/src/lib.rs": "",
    "texts/subject.txt": "",
}
X86 = "x86_64-unknown-linux-gnu"

_CARGO = """
if arguments[0] == "metadata":
    print({metadata!r})
    sys.exit()
from pathlib import Path
name = next(a for a in arguments if a.startswith("--bin=")).partition("=")[2]
target = next(a for a in arguments if a.startswith("--target=")).partition("=")[2]
release = Path({target!r}) / target / "release"
release.mkdir(parents=True, exist_ok=True)
(release / name).write_bytes({program!r})
(release / (name + ".d")).write_text({rule!r})
"""
_CARGO_LAMBDA = """
from pathlib import Path
folder = next(a for a in arguments if a.startswith("--lambda-dir=")).partition("=")[2]
(Path(folder) / "bootstrap").write_bytes({program!r})
"""


@attrs.frozen
class Rust:
    """A project beside a Rust that stands in for the user's."""

    project: Path
    tools: Path

    @property
    def builds(self) -> list[Call]:
        """How cargo, or cargo-lambda, was told to compile."""
        calls = [*StandIn(self.tools / "cargo").calls, *StandIn(self.tools / "cargo-lambda").calls]
        return [call for call in calls if "build" in call.arguments]

    def compiles_for(self, host: str) -> None:
        StandIn.put(self.tools, "rustc", f"print('rustc 1.95.0\\nhost: {host}\\nrelease: 1.95.0')")

    def makes(self, program: bytes) -> None:
        folder = self.project
        rule = f"{folder}/shop/target/a: {folder}/shop/src/main.rs {folder}/texts/subject.txt\n"
        script = _CARGO.format(
            metadata=json.dumps(self.metadata()), target=str(folder / "shop/target"), program=program, rule=rule
        )
        StandIn.put(self.tools, "cargo", script, variables=("CARGO_ENCODED_RUSTFLAGS",))

    def has_cargo_lambda(self, program: bytes) -> None:
        StandIn.put(self.tools, "cargo-lambda", _CARGO_LAMBDA.format(program=program))

    def metadata(self) -> dict[str, Any]:
        shop, money = self.project / "shop", self.project / "money"
        programs = {"orders": "src/main.rs", "report": "src/bin/report.rs"}
        far = {"name": "far", "source": "registry+far", "manifest_path": "/far/Cargo.toml", "targets": []}
        return {
            "packages": [
                {
                    "name": "shop",
                    "source": None,
                    "manifest_path": str(shop / "Cargo.toml"),
                    "targets": [
                        {"name": name, "kind": ["bin"], "src_path": str(shop / path)} for name, path in programs.items()
                    ],
                },
                {
                    "name": "money",
                    "source": None,
                    "manifest_path": str(money / "Cargo.toml"),
                    "targets": [{"name": "money", "kind": ["lib"], "src_path": str(money / "src/lib.rs")}],
                },
                far,
            ],
            "workspace_root": str(shop),
            "target_directory": str(shop / "target"),
        }


@pytest.fixture
def rust(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rust:
    """A project with two packages, on a machine like Lambda's x86-64 one."""
    write(project, PROJECT)
    made = Rust(project, tmp_path / "tools")
    made.compiles_for(X86)
    made.makes(elf(0x3E))
    monkeypatch.setenv("PATH", str(made.tools))
    monkeypatch.setenv("CARGO_HOME", "/home/me/.cargo")
    for name in ("RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"):
        monkeypatch.delenv(name, raising=False)
    return made


def remapped(call: Call) -> list[str]:
    (setting,) = (argument for argument in call.arguments if argument.startswith("build.rustflags="))
    return [flag.removeprefix("--remap-path-prefix=") for flag in json.loads(setting.partition("=")[2])]


def test_a_package_is_the_program_that_starts_at_the_file(rust: Rust) -> None:
    source = package(rust.project, "shop/src/bin/report.rs")
    assert source.bundle is not None
    (made,) = source.bundle.folder().iterdir()
    (build,) = rust.builds

    assert (source.handler, made.name, made.read_bytes()) == ("bootstrap", "bootstrap", elf(0x3E))
    assert made.stat().st_mode & 0o777 == 0o755
    assert build.folder == str(rust.project / "shop")
    assert build.arguments[:3] == ["build", "--release", "--locked"]
    assert {"--package=shop", "--bin=report", f"--target={X86}"} <= set(build.arguments)


def test_paths_of_this_machine_get_into_no_program(rust: Rust) -> None:
    bundle(rust.project, ENTRY)
    (build,) = rust.builds

    assert remapped(build) == [
        f"{rust.project}/shop=/src",
        f"{rust.project}/money=/src/money",
        f"{rust.project}/shop/target=/target",
        "/home/me/.cargo=/cargo",
    ]
    assert 'profile.release.strip="symbols"' in build.arguments
    assert build.variables == {}


@pytest.mark.parametrize(
    ("name", "value"), [("RUSTFLAGS", "-D warnings"), ("CARGO_ENCODED_RUSTFLAGS", "-D\x1fwarnings")]
)
def test_flags_of_the_environment_stay_in_force(
    rust: Rust, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    bundle(rust.project, ENTRY)
    (build,) = rust.builds

    flags = build.variables["CARGO_ENCODED_RUSTFLAGS"].split("\x1f")
    assert flags[:3] == ["-D", "warnings", f"--remap-path-prefix={rust.project}/shop=/src"]


@pytest.mark.parametrize(
    ("architecture", "runtime", "machine", "target"),
    [
        ("arm64", "provided.al2023", 0xB7, "aarch64-unknown-linux-gnu.2.34"),
        ("x86_64", "provided.al2", 0x3E, f"{X86}.2.26"),
    ],
)
def test_cargo_lambda_compiles_for_the_function_s_processor_and_runtime(
    rust: Rust, architecture: str, runtime: str, machine: int, target: str
) -> None:
    rust.has_cargo_lambda(elf(machine))
    made = bundle(rust.project, ENTRY, architecture=architecture, runtime=runtime)
    (build,) = rust.builds

    assert (made / "bootstrap").read_bytes() == elf(machine)
    assert build.arguments[:2] == ["lambda", "build"]
    assert {f"--target={target}", "--skip-target-check", "--bin=orders"} <= set(build.arguments)


@pytest.mark.parametrize("host", ["aarch64-apple-darwin", X86])
def test_cargo_alone_compiles_for_its_own_machine_only(rust: Rust, host: str) -> None:
    rust.compiles_for(host)

    assert str(refusal(rust.project, ENTRY, architecture="arm64")) == (
        f"shop/src/main.rs: cannot be compiled for Lambda's arm64 Linux by cargo alone on {host}; install cargo-lambda "
        "(https://www.cargo-lambda.info), or run cargo lambda build --release --arm64 --output-format zip on another "
        "machine and give the bootstrap.zip in target/lambda to LambdaPackage.from_artifact (in YAML custom-artifact) "
        "with the runtime provided.al2023 and the handler 'bootstrap'"
    )


def test_a_linux_with_another_c_library_compiles_for_itself(rust: Rust) -> None:
    rust.compiles_for("x86_64-unknown-linux-musl")
    bundle(rust.project, ENTRY)
    (build,) = rust.builds

    assert "--target=x86_64-unknown-linux-musl" in build.arguments


def test_a_program_that_needs_a_newer_c_library_than_the_runtime_s_is_refused(rust: Rust) -> None:
    rust.makes(elf(0x3E, b"\0GLIBC_2.2.5\0GLIBC_2.39\0GLIBC_2.34\0"))

    assert str(refusal(rust.project, ENTRY)) == (
        "shop/src/main.rs: was linked to glibc 2.39, and provided.al2023 has 2.34; install cargo-lambda "
        "(https://www.cargo-lambda.info), which links to the right one"
    )


def test_a_program_may_need_the_c_library_of_the_runtime(rust: Rust) -> None:
    rust.makes(elf(0x3E, b"\0GLIBC_2.2.5\0GLIBC_2.34\0"))

    assert bundle(rust.project, ENTRY).is_dir()


Edit = Callable[[Rust], object]


@pytest.mark.parametrize(
    "edit",
    [
        lambda rust: write(rust.project, {"shop/src/mail.rs": "// new"}),
        lambda rust: write(rust.project, {"shop/migrations/1.sql": "new"}),
        lambda rust: write(rust.project, {"money/src/lib.rs": "// new"}),
        lambda rust: write(rust.project, {"texts/subject.txt": "new"}),
        lambda rust: write(rust.project, {"shop/Cargo.lock": "new"}),
        lambda rust: write(rust.project, {".cargo/config.toml": "new"}),
        lambda rust: write(rust.project, {"rust-toolchain.toml": "new"}),
        lambda rust: StandIn.put(rust.tools, "rustc", f"print('rustc 1.96.0\\nhost: {X86}')"),
    ],
    ids=[
        "a module",
        "a new file",
        "a package elsewhere",
        "a file elsewhere that is compiled in",
        "the lock file",
        "a configuration above",
        "a toolchain above",
        "another compiler",
    ],
)
def test_what_decides_about_a_program_compiles_it_again(rust: Rust, edit: Edit) -> None:
    bundle(rust.project, ENTRY)
    edit(rust)
    bundle(rust.project, ENTRY)

    assert len(rust.builds) == 2


@pytest.mark.parametrize(
    "edit",
    [
        lambda rust: None,
        lambda rust: write(rust.project, {"shop/target/debug/orders.d": "new"}),
        lambda rust: write(rust.project, {"README.md": "new"}),
    ],
    ids=["nothing", "cargo's own output", "a file elsewhere"],
)
def test_what_is_unchanged_is_not_compiled_again(rust: Rust, edit: Edit) -> None:
    bundle(rust.project, ENTRY)
    edit(rust)
    bundle(rust.project, ENTRY)

    assert len(rust.builds) == 1


def test_a_flag_of_the_environment_compiles_it_again(rust: Rust, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle(rust.project, ENTRY)
    monkeypatch.setenv("RUSTFLAGS", "-C target-cpu=haswell")
    bundle(rust.project, ENTRY)

    assert len(rust.builds) == 2


def test_a_file_that_starts_no_program_is_refused(rust: Rust) -> None:
    assert str(refusal(rust.project, "shop/src/mail.rs")) == (
        "shop/src/mail.rs: starts no program of its package; give one of bin/report.rs, main.rs, or add a [[bin]] with "
        "this path to Cargo.toml"
    )


def test_code_that_is_wrong_is_refused_in_cargo_s_own_words(rust: Rust) -> None:
    StandIn.put(rust.tools, "cargo", "sys.exit('error[E0425]: cannot find value `x` in this scope')")

    error = refusal(rust.project, ENTRY)

    assert error.sentence == "shop/src/main.rs: cannot be packaged: cargo failed with exit code 1 and said:"
    assert error.details == "error[E0425]: cannot find value `x` in this scope"


def test_a_file_without_a_package_is_refused(rust: Rust) -> None:
    write(rust.project, {"main.rs": ""})

    assert str(refusal(rust.project, "main.rs")) == (
        "main.rs: is part of no package, for there is no Cargo.toml in its folder or above it, within the project "
        f"folder {rust.project}; make one with cargo init"
    )


def test_a_package_out_of_the_project_folder_is_none_of_it(rust: Rust) -> None:
    (rust.project.parent / "Cargo.toml").write_text("[package]")
    write(rust.project, {"main.rs": ""})

    assert "is part of no package" in refusal(rust.project, "main.rs").problem


def test_without_rust_it_is_said_how_to_get_it(rust: Rust) -> None:
    (rust.tools / "rustc").unlink()

    assert str(refusal(rust.project, ENTRY)) == (
        "shop/src/main.rs: cannot be compiled without cargo and rustc, which are not both on PATH; install Rust "
        "(https://rustup.rs), or give a ready folder or zip (LambdaPackage.from_artifact, in YAML custom-artifact)"
    )
