from __future__ import annotations

import json

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.images.nixpacks_plan import NixpacksPlan


def test_a_plan_is_written_as_nixpacks_reads_it() -> None:
    plan = NixpacksPlan(
        providers=["node"],
        build_image="ghcr.io/railwayapp/nixpacks:ubuntu",
        start_command="node server.js",
        run_image="node:24-slim",
        only_include_files=["dist"],
        phases={"install": {"cmds": ["npm ci"]}},
    )

    text = plan.text()

    assert text is not None
    assert json.loads(text) == {
        "providers": ["node"],
        "buildImage": "ghcr.io/railwayapp/nixpacks:ubuntu",
        "phases": {"install": {"cmds": ["npm ci"]}},
        "start": {"cmd": "node server.js", "runImage": "node:24-slim", "onlyIncludeFiles": ["dist"]},
    }


def test_an_empty_plan_is_no_file() -> None:
    assert NixpacksPlan().text() is None


def test_files_are_kept_in_another_image_than_the_one_that_builds() -> None:
    with pytest.raises(PackagingError, match=r"name that with run_image \(in YAML startRunImage\)"):
        NixpacksPlan(only_include_files=["dist"])
