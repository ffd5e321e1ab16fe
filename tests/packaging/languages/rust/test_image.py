from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.languages.image_requests import image, refused, text

_CARGO = '[package]\nname = "report-job"\n\n[[bin]]\nname = "nightly"\npath = "jobs/nightly.rs"\n'


@pytest.mark.parametrize(
    ("entry", "program"),
    [
        ("src/main.rs", "report-job"),
        ("src/bin/weekly.rs", "weekly"),
        ("src/bin/daily/main.rs", "daily"),
        ("jobs/nightly.rs", "nightly"),
    ],
)
def test_programs_are_where_cargo_looks_for_them(entry: str, program: str, project: Path) -> None:
    source = image(project, entry, {"Cargo.toml": _CARGO, entry: "fn main() {}\n"})

    assert f"--bin {program} " in source.build[-1]
    assert f"COPY --from=build /target/release/{program} ./program" in source.copies


def test_another_file_starts_no_program(project: Path) -> None:
    said = refused(project, "src/lib.rs", {"Cargo.toml": _CARGO, "src/lib.rs": ""})

    assert said.startswith("src/lib.rs: starts no program of its package; give src/main.rs or a file of src/bin")


def test_without_a_lock_file_versions_are_chosen_by_the_build(project: Path) -> None:
    files = {"Cargo.toml": _CARGO, "src/main.rs": ""}

    assert "--locked" not in text(project, "src/main.rs", files)
    assert "--locked" in text(project, "src/main.rs", {**files, "Cargo.lock": "version = 4\n"})


def test_a_package_out_of_the_project_is_refused(project: Path) -> None:
    (project.parent / "Cargo.toml").write_text(_CARGO)

    assert "is part of no package" in refused(project, "src/main.rs", {"src/main.rs": ""})


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("package = 1\n", "must have a table [package], got 1"),
        ("[package]\nversion = '1'\n", "starts no program of its package"),
        ("[[bin]]\npath = 'src/main.rs'\n", "starts no program of its package"),
    ],
)
def test_a_manifest_that_names_no_program_is_refused(manifest: str, said: str, project: Path) -> None:
    assert said in refused(project, "src/main.rs", {"Cargo.toml": manifest, "src/main.rs": ""})
