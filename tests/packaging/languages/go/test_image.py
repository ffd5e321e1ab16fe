from __future__ import annotations

from pathlib import Path

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from tests.packaging.languages.image_requests import image, refused, text

_MAIN = "// Reports.\npackage main\n\nfunc main() {}\n"


def test_a_newer_go_is_taken_where_the_module_asks_for_it(project: Path) -> None:
    made = text(project, "main.go", {"main.go": _MAIN, "go.mod": "module a\n\ngo 1.99.1\n"})

    assert "/golang:1.99 AS build\n" in made
    assert "-o /program .\n" in made


def test_the_user_may_name_another_go(project: Path) -> None:
    assert "/golang:1.26 " in text(project, "main.go", {"main.go": _MAIN, "go.mod": "module a\n"}, version="1.26")


def test_modules_that_are_worked_on_together_are_built_together(project: Path) -> None:
    files = {"go.work": "go 1.24\nuse ./jobs\n", "jobs/go.mod": "module a\n", "jobs/cmd/main.go": _MAIN}

    source = image(project, "jobs/cmd/main.go", files)

    assert source.folder == project
    assert "WORKDIR /app/jobs" in source.build
    assert source.build[-1].endswith("-o /program ./cmd")


def test_a_file_of_no_module_is_refused(project: Path) -> None:
    assert "main.go: is part of no module" in refused(project, "main.go", {"main.go": _MAIN})


def test_a_file_that_starts_no_program_is_refused(project: Path) -> None:
    said = refused(project, "lib.go", {"lib.go": "package lib\n", "go.mod": "module a\n"})

    assert said == "lib.go: is not of package main, which alone becomes a program; give a file that is"


def test_nothing_can_be_left_out_of_a_program(project: Path) -> None:
    files = {"main.go": _MAIN, "go.mod": "module a\n"}

    assert "cannot leave out a: they are compiled" in refused(project, "main.go", files, exclude_dependencies=("a",))
    assert "is Go, which has no options" in refused(project, "main.go", files, options=JavaScriptOptions())
