"""Folders of installed packages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.site_folder import (
    check_names,
    first_missing,
    has_module,
    installed_packages,
    is_pure,
    link,
    same_everywhere,
)
from tests.packaging.languages.projects import write
from tests.packaging.languages.python.projects import tree

INFO = "first-1.0.dist-info"


def same(folder: Path, files: Mapping[str, str]) -> dict[str, tuple[bytes, int]]:
    write(folder, files)
    same_everywhere(folder)
    return tree(folder)


class TestSameEverywhere:
    def test_what_tells_of_the_machine_is_removed(self, project: Path) -> None:
        left = same(
            project,
            {
                "first.py": "",
                "__pycache__/first.cpython-313.pyc": "",
                "deep/er/__pycache__/x.pyc": "",
                "bin/first": "#!/this/python",
                ".lock": "",
                f"{INFO}/METADATA": "",
                f"{INFO}/INSTALLER": "uv",
                f"{INFO}/REQUESTED": "",
                f"{INFO}/direct_url.json": "{}",
            },
        )

        assert set(left) == {"first.py", f"{INFO}/METADATA"}

    def test_a_package_may_have_the_name_of_the_folder_of_programs(self, project: Path) -> None:
        assert set(same(project, {"bin/__init__.py": "", "bin/a.py": ""})) == {"bin/__init__.py", "bin/a.py"}

    def test_the_list_of_files_has_what_is_left_in_one_order(self, project: Path) -> None:
        record = f'first.py,sha256=1,2\n../../bin/first,,\n"a,b.py",,\n{INFO}/INSTALLER,,\n{INFO}/RECORD,,\n'

        left = same(project, {"first.py": "", "a,b.py": "", f"{INFO}/INSTALLER": "", f"{INFO}/RECORD": record})

        assert left[f"{INFO}/RECORD"][0].decode() == f'"a,b.py",,\n{INFO}/RECORD,,\nfirst.py,sha256=1,2\n'

    def test_modes_are_those_of_programs_and_of_other_files(self, project: Path) -> None:
        write(project, {"a.py": "", "a.so": ""})
        (project / "a.py").chmod(0o600)
        (project / "a.so").chmod(0o700)

        assert {name: mode for name, (_, mode) in same(project, {}).items()} == {"a.py": 0o644, "a.so": 0o755}

    def test_the_cache_of_a_tool_is_left_as_it_is(self, tmp_path: Path) -> None:
        write(tmp_path, {"cache/a.py": "a", f"cache/{INFO}/RECORD": "gone.py,,\n"})
        os.chmod(tmp_path / "cache/a.py", 0o600)  # noqa: PTH101
        before = tree(tmp_path / "cache")
        link(tmp_path / "cache", tmp_path / "folder")

        assert tree(tmp_path / "folder") == before
        same_everywhere(tmp_path / "folder")

        assert tree(tmp_path / "cache") == before
        assert tree(tmp_path / "folder") == {"a.py": (b"a", 0o644), f"{INFO}/RECORD": (b"", 0o644)}


class TestLinked:
    def test_bundles_share_the_files_of_packages(self, tmp_path: Path) -> None:
        write(tmp_path, {"packages/first/a.py": "", "bundle/first/own.py": ""})

        link(tmp_path / "packages", tmp_path / "bundle")

        assert (tmp_path / "bundle/first/a.py").samefile(tmp_path / "packages/first/a.py")
        assert (tmp_path / "bundle/first/own.py").exists()

    def test_where_there_are_no_links_files_are_copied(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, {"packages/a.py": "a"})

        def refuse(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(os, "link", refuse)
        link(tmp_path / "packages", tmp_path / "bundle")

        assert not (tmp_path / "bundle/a.py").samefile(tmp_path / "packages/a.py")
        assert tree(tmp_path / "bundle") == tree(tmp_path / "packages")


@pytest.mark.parametrize(
    ("tags", "pure"),
    [("Tag: py3-none-any\n", True), ("Tag: py2-none-any\nTag: py3-none-any\n", True), ("Tag: cp313-x-linux\n", False)],
)
def test_a_wheel_says_whether_it_runs_on_any_machine(tags: str, pure: bool, tmp_path: Path) -> None:
    write(tmp_path, {"My_First-1.0.dist-info/WHEEL": f"Wheel-Version: 1.0\n{tags}"})

    assert is_pure(tmp_path, "my-first") is pure
    assert is_pure(tmp_path, "other")


def test_a_module_is_there_as_a_folder_or_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"first/a.py": "", "second.abi3.so": "", "third.libs/x.so": ""})

    assert [has_module(tmp_path, name) for name in ("first", "second", "third", "sec")] == [True, True, False, False]


def test_the_packages_in_a_folder_have_one_form_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, {"My_First-1.0.dist-info/METADATA": "", "my.second-2.dist-info/METADATA": "", "third/a.py": ""})

    assert installed_packages(tmp_path) == {"my-first", "my-second"}


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("google.cloud.storage", None),
        ("google.cloud.storage.Client", None),
        ("google.cloud.pubsub", "google.cloud.pubsub"),
        ("google.cloud.pubsub.Client", "google.cloud.pubsub"),
        ("google.auth.x", "google.auth"),
        ("google.fast.X", None),
        ("google", None),
        ("zope.interface", "zope.interface"),
        ("first.x.y", None),
        ("second.x", None),
        ("third.x", None),
        ("fourth.x", "fourth"),
    ],
)
def test_folders_without_init_files_tell_what_they_have_not(name: str, missing: str | None, tmp_path: Path) -> None:
    files = ["google/cloud/storage/__init__.py", "google/fast.abi3.so", "first/__init__.py", "second.py"]
    files += ["zope/event/__init__.py", "zope.event-5.0-py3.11-nspkg.pth", "zope.event-5.0.dist-info/METADATA"]
    write(tmp_path, dict.fromkeys([*files, "third/__init__.pyc", "third/y.py"], ""))

    assert first_missing(tmp_path, name) == missing


class TestNames:
    @pytest.mark.parametrize(
        ("own", "installed"),
        [
            ("first.py", "first.py"),
            ("first.py", "first/a.py"),
            ("first/__init__.py", "first/__init__.py"),
            ("first/a.py", "first/__init__.py"),
            ("first/a.py", "first.py"),
        ],
    )
    def test_a_module_of_the_project_must_not_hide_a_package(self, own: str, installed: str, tmp_path: Path) -> None:
        write(tmp_path, {installed: ""})

        with pytest.raises(PackagingError) as caught:
            check_names({own: Path("/project") / own}, tmp_path, title="a.py")

        assert caught.value.sentence == (
            f"a.py: has the module 'first' in its project (/project/{own}), and one of its dependencies has that name, "
            "too; rename the module"
        )

    def test_folders_without_init_files_are_one(self, tmp_path: Path) -> None:
        write(tmp_path, {"google/cloud/a.py": "", "second.py": ""})

        check_names({"google/own/a.py": Path("a"), "first.py": Path("b")}, tmp_path, title="a.py")
