"""What the modules of a project import from elsewhere."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.python.outside import Elsewhere, Outside, Part


def roots(*noted: tuple[Part, bool], files: tuple[str, ...] = (), can_be_required: bool = True) -> list[Outside]:
    elsewhere = Elsewhere()
    for part, required in noted:
        elsewhere.add(part, required=required)
    return [*elsewhere.roots(files, can_be_required=can_be_required)]


A, B, C = Part("p.a", "m.py:1"), Part("p.b", "m.py:2"), Part("q", "m.py:3")


def test_imports_are_gathered_by_their_roots() -> None:
    assert roots((A, True), (B, True), (C, True)) == [
        Outside("p", True, "m.py:1", (A, B)),
        Outside("q", True, "m.py:3", (C,)),
    ]


def test_the_place_is_that_of_the_first_that_is_required() -> None:
    assert roots((A, False), (B, True)) == [Outside("p", True, "m.py:2", (B,))]
    assert roots((A, False), (B, False)) == [Outside("p", False, "m.py:1")]


def test_where_nothing_is_known_to_be_required_nothing_is() -> None:
    assert roots((A, True), can_be_required=False) == [Outside("p", False, "m.py:1")]


def test_a_folder_of_the_project_is_there_with_the_modules_that_are_packaged() -> None:
    folder = Part("p", "m.py:1", "p")

    assert roots((folder, True), files=("p/a.py",)) == []
    assert roots((folder, True), files=("pp/a.py",)) == [Outside("p", True, "m.py:1", (Part("p", "m.py:1"),))]


def test_a_name_that_only_a_run_could_tell_has_no_parts() -> None:
    assert roots((Part("", "m.py:1"), True)) == [Outside("", True, "m.py:1")]


def test_a_part_leads_through_the_modules_above_it() -> None:
    assert [*Part("a.b.c", "m.py:1").prefixes] == ["a", "a.b", "a.b.c"]
