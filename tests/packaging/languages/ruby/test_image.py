from __future__ import annotations

from pathlib import Path

from tests.packaging.languages.image_requests import refused, text


def test_gems_are_those_of_the_lock_file_if_there_is_one(project: Path) -> None:
    files = {"report.rb": "", "Gemfile": ""}

    assert "BUNDLE_FROZEN" not in text(project, "report.rb", files)
    assert "BUNDLE_FROZEN=true" in text(project, "report.rb", {**files, "Gemfile.lock": ""})


def test_a_file_that_is_required_must_be_there(project: Path) -> None:
    said = refused(project, "report.rb", {"report.rb": "require_relative 'lib/title'\n"})

    assert "requires 'lib/title' in report.rb, and there is no such file" in said


def test_gems_are_left_out_by_the_gemfile(project: Path) -> None:
    said = refused(project, "report.rb", {"report.rb": "", "Gemfile": ""}, exclude_dependencies=("pg",))

    assert "cannot leave out pg: they are those of the Gemfile" in said
