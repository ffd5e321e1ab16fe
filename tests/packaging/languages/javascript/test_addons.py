from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.javascript.addons import check_addons, runs_on

X86, ARM = b"\x3e\0", b"\xb7\0"


def addon(folder: Path, path: str, *, machine: bytes = X86, registers: str = "napi_register_module_v1") -> None:
    file = folder / "node_modules" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\x7fELF" + bytes(14) + machine + bytes(100) + registers.encode() + b"\0")


def refusal(folder: Path, *, architecture: str = "x86_64", node_version: int = 24) -> str | None:
    try:
        check_addons(folder, architecture=architecture, node_version=node_version, title="a.ts")
    except PackagingError as error:
        return error.problem
    return None


def test_an_addon_runs_on_its_machine(tmp_path: Path) -> None:
    addon(tmp_path, "a/a.node", machine=ARM)
    addon(tmp_path, "b/b.node", machine=X86)

    assert "does not run on Lambda's x86_64 Linux: node_modules/a/a.node;" in str(refusal(tmp_path))
    assert "arm64 Linux: node_modules/b/b.node;" in str(refusal(tmp_path, architecture="arm64"))


def test_what_is_no_elf_file_runs_on_no_machine_of_lambda(tmp_path: Path) -> None:
    addon(tmp_path, "a/a.node")
    (tmp_path / "node_modules/a/a.node").write_bytes(b"MZ")

    assert "does not run on" in str(refusal(tmp_path))


def test_packages_may_carry_addons_for_every_machine(tmp_path: Path) -> None:
    addon(tmp_path, "a/prebuilds/linux-arm64/a.node", machine=ARM)
    addon(tmp_path, "b/bin/linux-arm64/b.node", machine=ARM)
    addon(tmp_path, "b/bin/linux-x64/b.node", machine=X86)
    addon(tmp_path, "c/bin/node-115/c.node", registers="node_register_module_v115")
    addon(tmp_path, "c/bin/node-137/c.node", registers="node_register_module_v137")

    assert refusal(tmp_path) is None
    assert "node_modules/c/bin/node-115/c.node, node_modules/c/bin/node-137/c.node" in str(
        refusal(tmp_path, node_version=22)
    )


def test_what_was_compiled_is_loaded_before_others(tmp_path: Path) -> None:
    addon(tmp_path, "a/build/Release/a.node", machine=ARM)
    addon(tmp_path, "a/bin/linux-x64/a.node", machine=X86)

    assert "x86_64 Linux: node_modules/a/build/Release/a.node;" in str(refusal(tmp_path))


def test_a_package_may_have_addons_of_its_own_packages(tmp_path: Path) -> None:
    addon(tmp_path, "a/a.node", machine=X86)
    addon(tmp_path, "a/node_modules/@b/c/c.node", machine=ARM)

    assert "x86_64 Linux: node_modules/a/node_modules/@b/c/c.node;" in str(refusal(tmp_path))
    assert runs_on(tmp_path / "node_modules" / "a" / "node_modules" / "@b" / "c", architecture="arm64")


@pytest.mark.parametrize(
    ("registers", "runs_on"),
    [
        ("napi_register_module_v1", [18, 20, 22, 24, 26]),
        ("node_register_module_v115", [20, 26]),
        ("node_register_module_v137", [24, 26]),
        ("nothing", [18, 20, 22, 24, 26]),
    ],
)
def test_an_addon_may_be_for_one_node_alone(registers: str, runs_on: list[int], tmp_path: Path) -> None:
    addon(tmp_path, "a/a.node", registers=registers)

    assert [version for version in (18, 20, 22, 24, 26) if refusal(tmp_path, node_version=version) is None] == runs_on


def test_who_has_another_node_is_told_which_one_to_take(tmp_path: Path) -> None:
    addon(tmp_path, "a/a.node", registers="node_register_module_v115")

    assert refusal(tmp_path) == (
        "got native code that is not for Node.js 24, which is the function's: node_modules/a/a.node; synthesize with "
        "Node.js 24, or take a version of the package with prebuilt code for it"
    )
