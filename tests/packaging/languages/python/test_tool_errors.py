"""What uv and pip say of the files that they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.python.tool_errors import of_the_users_files

FILE = Path("/tmp/x/requirements.txt")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Cannot parse this in `/tmp/x/requirements.txt` at position 12", "Cannot parse this in a.txt"),
        ("in `/tmp/x/requirements.txt` at\n    position 12\nmore", "in a.txt\nmore"),
        ("Unexpected '-', expected '-c': /tmp/x/requirements.txt:2:1", "Unexpected '-', expected '-c': a.txt"),
        ("Invalid: 'a=1' (from line 2 of /tmp/x/requirements.txt)", "Invalid: 'a=1' (from a.txt)"),
        ("in `/tmp/x/constraints.txt`", "in the constraints"),
        ("Failed to build `mine @ file:///tmp/x/0/mine`", "Failed to build `mine @ file:///project/mine`"),
        ("Directory '/tmp/x/0/mine' is not installable", "Directory '/project/mine' is not installable"),
        ("nothing at /tmp/x/other.txt", "nothing at /tmp/x/other.txt"),
    ],
)
def test_it_is_told_of_the_users_own(said: str, told: str) -> None:
    files = {FILE: "a.txt", FILE.with_name("constraints.txt"): "the constraints"}

    assert of_the_users_files(said, files, {"file:///project/mine": "file:///tmp/x/0/mine"}) == told


def test_a_name_may_have_what_means_something_in_patterns() -> None:
    assert of_the_users_files(f"in {FILE}", {FILE: r"a\1.txt"}, {}) == r"in a\1.txt"


def test_a_link_may_lead_to_the_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    said = f"in {tmp_path}/real/requirements.txt"
    assert of_the_users_files(said, {tmp_path / "link/requirements.txt": "a.txt"}, {}) == "in a.txt"
