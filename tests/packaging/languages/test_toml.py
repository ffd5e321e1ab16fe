from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.toml import check_toml, read_toml


def test_a_file_is_read(project: Path) -> None:
    (project / "a.toml").write_text("[a]\nb = [1]\n")

    assert read_toml(project / "a.toml") == {"a": {"b": [1]}}


@pytest.mark.parametrize(("content", "said"), [(b"a = ", "is not TOML: "), (b"a = '\xff'", "is not TOML: ")])
def test_what_is_not_toml_is_refused(content: bytes, said: str, project: Path) -> None:
    (project / "a.toml").write_bytes(content)

    with pytest.raises(PackagingError, match=said) as caught:
        read_toml(project / "a.toml")

    assert caught.value.path == str(project / "a.toml")


def test_a_file_that_is_not_there_is_refused(project: Path) -> None:
    with pytest.raises(PackagingError, match="cannot be read: No such file or directory"):
        read_toml(project / "a.toml")


def test_a_file_can_be_checked_alone(project: Path) -> None:
    (project / "a.toml").write_text("a = ")

    with pytest.raises(PackagingError, match="is not TOML: "):
        check_toml(project / "a.toml")


def test_a_python_that_cannot_read_toml_says_what_to_do(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "a.toml").write_text("")
    import_module = importlib.import_module

    def without_toml(name: str, *arguments: Any) -> Any:
        if name in ("tomllib", "tomli"):
            raise ModuleNotFoundError(name)
        return import_module(name, *arguments)

    monkeypatch.setattr(importlib, "import_module", without_toml)

    with pytest.raises(PackagingError, match="or later, or install tomli"):
        read_toml(project / "a.toml")
    check_toml(project / "a.toml")
