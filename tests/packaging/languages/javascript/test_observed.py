from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from stacktape_constructs.packaging.languages.javascript.observed import input_files

TOLD: dict[str, Any] = {"inputs": {"src/one.ts": {}, "node_modules/a/b.js": {}, "<runtime>": {}}}


def test_the_files_of_a_bundle_are_below_its_root() -> None:
    assert input_files(TOLD, Path("/shop")) == ["/shop/src/one.ts", "/shop/node_modules/a/b.js"]


def test_they_have_the_signs_of_their_system_between_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    root: Any = PureWindowsPath("C:/shop")
    with monkeypatch.context() as windows:
        windows.setattr(os, "sep", "\\")
        files = input_files(TOLD, root)

    assert files == ["C:\\shop\\src\\one.ts", "C:\\shop\\node_modules\\a\\b.js"]
