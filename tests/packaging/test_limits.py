from __future__ import annotations

import os
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.limits import MAX_UNPACKED_BYTES, check_size


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.truncate(path, size)


def test_a_package_may_have_250_megabytes(tmp_path: Path) -> None:
    sparse(tmp_path / "code", MAX_UNPACKED_BYTES)

    check_size(tmp_path, title="a.ts")


def test_a_larger_package_is_refused_with_its_largest_parts(tmp_path: Path) -> None:
    sparse(tmp_path / "node_modules" / "large" / "a", 200 * 1024 * 1024)
    sparse(tmp_path / "node_modules" / "large" / "b", 60 * 1024 * 1024)
    sparse(tmp_path / "index.js", 1024 * 1024)

    with pytest.raises(PackagingError) as caught:
        check_size(tmp_path, title="a.ts")

    assert caught.value.problem.startswith(
        "makes a package of 261 MB, and Lambda takes 250 MB unpacked; the largest parts are "
        "node_modules/large (260 MB), index.js (1 MB); "
    )
