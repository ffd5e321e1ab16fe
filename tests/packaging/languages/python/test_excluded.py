"""Packages that are left out."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.python.excluded import Excluded, meets
from stacktape_constructs.packaging.languages.python.outside import Outside, Part
from tests.packaging.languages.projects import write


def imports(*names: str) -> list[Outside]:
    return [Outside(name.partition(".")[0], True, "a.py:1", (Part(name, "a.py:1"),)) for name in names]


def excluded(*given: str, resolved: Iterable[str] | None = (), **changes: object) -> Excluded:
    everything = None if resolved is None else frozenset(resolved)
    values = {"given": given, "installed": frozenset(), "resolve": lambda: everything, **changes}
    return Excluded(**values)  # type: ignore[arg-type]


def not_met(some: Excluded, *names: str, more: Iterable[str] = ()) -> set[str]:
    elsewhere = imports(*names, *more)
    return {part.name for part in some.not_met([part for one in imports(*names) for part in one.parts], elsewhere)}


class TestImports:
    @pytest.mark.parametrize(
        ("given", "name", "met"),
        [
            ("My-Own", "my_own.sub", True),
            ("opencv-python", "cv2", True),
            ("Pillow", "PIL.Image", True),
            ("attrs", "attr", True),
            ("google-cloud-storage", "google.cloud.storage.Client", True),
            ("google.cloud.storage", "google.cloud.storage", True),
            ("google-cloud-storage", "google.cloud.pubsub", False),
            ("requests", "requestz", False),
        ],
    )
    def test_a_package_meets_those_of_its_modules(self, given: str, name: str, met: bool) -> None:
        assert meets([given], Part(name, "a.py:1")) is met

    def test_where_none_is_left_out_all_that_is_missing_is(self) -> None:
        assert not_met(excluded(), "first", "second") == {"first", "second"}

    def test_what_the_others_lack_is_missing(self) -> None:
        assert not_met(excluded("my-own", complete=True), "my_own", "requests") == {"requests"}
        assert not_met(excluded("my-own", resolved=["my-own"]), "my_own", "requests") == {"requests"}

    def test_a_package_whose_modules_nobody_knows_may_meet_any(self) -> None:
        assert not_met(excluded("my-own", complete=True), "requests") == set()
        assert not_met(excluded("my-own", "numpy", complete=True), "requests", more=["numpy"]) == set()

    def test_what_only_a_package_needs_that_is_left_out_may_meet_some(self) -> None:
        some = excluded("my-own", resolved=["my-own", "third", "numpy", "fourth"], installed=frozenset({"fourth"}))

        assert not_met(some, "my_own", "third", "requests") == {"requests"}
        assert not_met(some, "my_own", "requests") == set(), "'third' may have it"
        assert not_met(some, "my_own", "third", "fourth") == {"fourth"}

    def test_where_nobody_knows_what_they_need_nothing_is_missing(self) -> None:
        assert not_met(excluded("my-own", resolved=None), "my_own", "requests") == set()

    def test_what_is_installed_for_this_python_tells_its_modules(self) -> None:
        # Of pytest, which runs this.
        assert importlib.metadata.files("pytest")
        assert not_met(excluded("pytest", complete=True), "_pytest", "py", "requests") == {"requests"}


class TestKnown:
    def said(self, name: str, project: Path, *imported: str, resolved: Iterable[str] | None = ("second",)) -> list[str]:
        write(project, {"uv.lock": 'name = "for-development"\n'})
        files = [project / "uv.lock", project / "gone.toml"]
        some = excluded(name, resolved=resolved)
        return [*some.unknown(imports(*imported), named={"first-one"}, files=files, named_by="uv.lock")]

    @pytest.mark.parametrize(
        "name",
        [
            *("First_One", "second", "For.Development", "boto3", "python-dateutil", "dateutil", "my-own"),
            *("aws-cdk-lib", "opencv-python-headless", "google-cloud-storage", "google-cloud"),
        ],
    )
    def test_what_is_named_needed_or_imported_can_be_left_out(self, name: str, project: Path) -> None:
        assert self.said(name, project, "my_own.a", "cv2", "google.cloud.storage") == []

    @pytest.mark.parametrize(
        ("name", "tail"),
        [
            ("frst-one", "; did you mean 'first-one'?"),
            ("secnd", "; did you mean 'second'?"),
            ("my-onw", "; did you mean 'my-own'?"),
            ("first-one==1", "; did you mean 'first-one'?"),
            ("development", "; remove it from exclude_dependencies (in YAML excludeDependencies)"),
        ],
    )
    def test_anything_else_is_told_with_what_is_meant(self, name: str, tail: str, project: Path) -> None:
        assert self.said(name, project, "my_own.a") == [
            f"the dependency '{name}' is to be left out, and nothing that uv.lock names needs it, and nothing "
            f"imports it{tail}"
        ]

    def test_where_none_is_left_out_no_file_is_read(self, project: Path) -> None:
        assert [*excluded(resolved=None).unknown([], named=(), files=[project], named_by="uv.lock")] == []

    def test_where_nobody_knows_what_is_needed_nothing_is_said(self, project: Path) -> None:
        assert self.said("secnd", project, resolved=None) == []
