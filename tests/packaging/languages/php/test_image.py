from __future__ import annotations

from pathlib import Path

from tests.packaging.languages.image_requests import refused, text


def test_the_user_chooses_the_version(project: Path) -> None:
    assert "FROM public.ecr.aws/docker/library/php:8.3-cli\n" in text(
        project, "report.php", {"report.php": "<?php\n"}, version="8.3"
    )


def test_packages_are_left_out_by_composer(project: Path) -> None:
    said = refused(project, "report.php", {"report.php": "<?php\n"}, exclude_dependencies=("a/b",))

    assert "cannot leave out a/b: they are those of composer.json" in said
