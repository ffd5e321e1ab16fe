from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling import cache as cache_module
from stacktape_constructs.packaging.bundling import observations as observations_module
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE, CacheEntry, cache_folder
from stacktape_constructs.packaging.bundling.observations import Observations, View


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


def make(folder: Path) -> Observations:
    (folder / "code").write_text("code")
    return Observations()


def another_process() -> None:
    """Forgets what is done once in a process."""
    cache_module._remove_unused.cache_clear()


def test_the_cache_is_where_users_keep_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert cache_folder() == tmp_path / "stacktape-constructs"


@pytest.mark.parametrize("relative", ["", "relative"])
def test_a_folder_that_is_none_from_everywhere_is_the_users_own(
    relative: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, "")
    monkeypatch.setenv("XDG_CACHE_HOME", relative)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert cache_folder() == tmp_path / ".cache" / "stacktape-constructs"


def test_a_relative_folder_is_the_same_wherever_a_tool_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CACHE_VARIABLE, "kept")

    assert CacheEntry.of({}).make(make).folder.parent == tmp_path / "kept"


def test_a_folder_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))

    with pytest.raises(
        PackagingError,
        match=f"file: is where bundles are kept, and cannot be written: .*; name another folder with {CACHE_VARIABLE}",
    ):
        CacheEntry.of({}).make(make)


def test_without_a_home_the_folder_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)

    with pytest.raises(PackagingError, match=f"there is no home folder; name a folder with {CACHE_VARIABLE}"):
        cache_folder()


def test_what_was_made_is_found(cache: Path) -> None:
    made = CacheEntry.of({"a": 1}).make(make)

    assert CacheEntry.of({"a": 1}).find() == made
    assert CacheEntry.of({"a": 2}).find() is None


@pytest.mark.parametrize("text", ["", "[]", '{"digest": 1}', '{"digest": "x", "paths": [["file"]]}', "\0"])
def test_what_somebody_else_wrote_is_made_again(text: str) -> None:
    entry = CacheEntry.of({})
    entry.make(make)
    entry.pointer.write_text(text)

    assert entry.find() is None
    assert (entry.make(make).folder / "code").is_file()


def test_a_bundle_that_somebody_removed_is_made_again() -> None:
    entry = CacheEntry.of({})
    made = entry.make(make).folder
    (made / "code").unlink()
    made.rmdir()

    assert entry.find() is None


def test_a_kept_bundle_still_warns() -> None:
    def warn(folder: Path) -> Observations:
        seen = make(folder)
        seen.warnings.append("do not")
        return seen

    entry = CacheEntry.of({})

    assert entry.make(warn).warnings == ("do not",)
    kept = entry.find()
    assert kept is not None
    assert kept.warnings == ("do not",)


@pytest.mark.parametrize("damage", ["remove", "add"])
def test_a_bundle_that_somebody_damaged_is_made_again(damage: str) -> None:
    entry = CacheEntry.of({})
    bundle = entry.make(make).folder
    if damage == "remove":
        (bundle / "code").unlink()
    else:
        (bundle / "more").touch()

    assert entry.find() is None
    assert entry.make(make).folder != bundle
    assert entry.find() is not None


def test_what_nobody_used_for_a_month_is_removed(cache: Path) -> None:
    old, used = CacheEntry.of({"old": True}), CacheEntry.of({"used": True})
    for entry in (old, used):
        entry.make(make)
    for path in cache.iterdir():
        os.utime(path, (0, 0))
    used.find()
    another_process()
    new = CacheEntry.of({"new": True})
    new.make(make)

    assert (old.find(), len(list(cache.iterdir()))) == (None, 4)
    assert used.find() is not None


def test_what_others_keep_beside_it_is_never_removed(cache: Path) -> None:
    for name in ("bundle-of-mine", "0123456789abcdef0123456789abcdef", ".ssh"):
        (cache / name).mkdir(parents=True)
        os.utime(cache / name, (0, 0))
    another_process()
    CacheEntry.of({}).make(make)

    assert {"bundle-of-mine", "0123456789abcdef0123456789abcdef", ".ssh"} < {path.name for path in cache.iterdir()}


def test_what_changes_while_a_bundle_is_made_is_not_taken_for_what_it_was_made_of(tmp_path: Path) -> None:
    source = tmp_path / "source"
    entry = CacheEntry.of({})

    def read_and_edit(folder: Path) -> Observations:
        (folder / "code").write_text(source.read_text())
        time.sleep(0.05)
        source.write_text("new")
        seen = Observations()
        seen.add_file(source)
        return seen

    source.write_text("old")
    made = entry.make(read_and_edit).folder

    assert (made / "code").read_text() == "old"
    assert entry.find() is None


def test_a_file_that_comes_goes_or_changes_is_seen(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    folder.mkdir()

    def digest() -> str:
        seen = Observations()
        seen.add_file(file)
        seen.add_names(folder)
        assert Observations.of(seen.paths()).look() == seen.look()
        return seen.look().digest

    digests = [digest()]
    file.write_text("one")
    digests.append(digest())
    file.write_text("two")
    digests.append(digest())
    (folder / "new").touch()
    digests.append(digest())
    file.unlink()
    digests.append(digest())

    assert len(set(digests)) == 5


def view_of(file: Path) -> View:
    observations = Observations()
    observations.add_file(file)
    return observations.look()


def test_an_old_file_that_takes_the_place_of_another_is_seen(tmp_path: Path) -> None:
    """It has the size and the time of the other one."""
    file, other = tmp_path / "file", tmp_path / "other"
    for path in (file, other):
        path.write_text(path.name[:4])
        os.utime(path, (1, 1))
    before = view_of(file)
    other.replace(file)

    assert view_of(file).digest != before.digest
    assert view_of(file).newest > 1_000_000_000


def test_a_file_that_nobody_touched_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    opened = []
    read = observations_module._read

    def noted(path: str) -> Any:
        opened.append(path)
        return read(path)

    monkeypatch.setattr(observations_module, "_read", noted)
    monkeypatch.setattr(observations_module, "_SETTLED_NANOSECONDS", -1)

    assert len({view_of(file) for _ in range(3)}) == 1
    assert opened == [str(file)]


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path) -> None:
    """Two texts of one size, in one step of the file system's clock."""
    file = tmp_path / "file"

    def digest(text: str) -> str:
        file.write_text(text)
        return view_of(file).digest

    assert len({digest(text) for text in ("one", "two", "six")}) == 3
