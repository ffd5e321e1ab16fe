"""What is said while bundles are made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stacktape_constructs.packaging.bundling import progress


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle of 1.5 MB, made where nothing says who is there."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("CDK_CLI_VERSION", raising=False)
    (tmp_path / "folder").mkdir()
    for name, size in (("a", 1_000_000), ("folder/b", 500_000)):
        (tmp_path / name).touch()
        os.truncate(tmp_path / name, size)
    return tmp_path


def on_terminal(monkeypatch: pytest.MonkeyPatch, there: bool = True) -> None:
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: there)


def test_there_is_a_line_for_each_bundle_on_a_terminal(
    bundle: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_terminal(monkeypatch)
    progress.report("src/a.ts", bundle, 0.26)

    assert capsys.readouterr() == ("", "bundled src/a.ts: 1.5 MB in 0.3 s\n")


@pytest.mark.parametrize(("size", "said"), [(10, "1 kB"), (12_345, "12 kB"), (999_999, "1000 kB")])
def test_a_small_bundle_has_kilobytes(
    size: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    on_terminal(monkeypatch)
    (tmp_path / "a").write_bytes(b"." * size)
    progress.report("a.ts", tmp_path, 1)

    assert capsys.readouterr().err == f"bundled a.ts: {said} in 1.0 s\n"


def test_in_ci_nothing_is_said_even_on_a_terminal(
    bundle: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_terminal(monkeypatch)
    monkeypatch.setenv("CI", "true")
    progress.report("a.ts", bundle, 1)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("through_cdk", "terminal", "lines"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_below_the_command_line_of_cdk_its_terminal_counts(
    through_cdk: bool,
    terminal: bool,
    lines: int,
    bundle: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def open_terminal(path: str, flags: int) -> int:
        assert path == "/dev/tty"
        if not terminal:
            raise OSError
        return os.dup(2)

    on_terminal(monkeypatch, there=False)
    if through_cdk:
        monkeypatch.setenv("CDK_CLI_VERSION", "2.1148.1")
    monkeypatch.setattr(progress.os, "open", open_terminal)
    progress.report("a.ts", bundle, 1)

    assert capsys.readouterr().err.count("\n") == lines
