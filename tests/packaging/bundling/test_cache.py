from __future__ import annotations

import os
from pathlib import Path

import pytest

from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE, CacheEntry, cache_folder
from stacktape_constructs.packaging.bundling.observations import Observations


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


def make(folder: Path) -> Observations:
    (folder / "code").write_text("code")
    return Observations()


def test_the_cache_is_where_users_keep_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert cache_folder() == tmp_path / "stacktape-constructs"


def test_what_was_made_is_found(cache: Path) -> None:
    made = CacheEntry.of({"a": 1}).make(make)

    assert CacheEntry.of({"a": 1}).find() == made
    assert CacheEntry.of({"a": 2}).find() is None


@pytest.mark.parametrize("text", ["", "[]", '{"digest": 1}', '{"digest": "x", "paths": [["file"]]}', "\0"])
def test_what_somebody_else_wrote_is_made_again(text: str) -> None:
    entry = CacheEntry.of({})
    entry.make(make)
    (entry.folder / "latest.json").write_text(text)

    assert entry.find() is None
    assert (entry.make(make) / "code").is_file()


def test_a_bundle_that_somebody_removed_is_made_again() -> None:
    entry = CacheEntry.of({})
    made = entry.make(make)
    (made / "code").unlink()
    made.rmdir()

    assert entry.find() is None


def test_what_nobody_used_for_a_month_is_removed() -> None:
    old, used = CacheEntry.of({"old": True}), CacheEntry.of({"used": True})
    for entry in (old, used):
        entry.make(make)
        os.utime(entry.folder, (0, 0))
    used.find()
    CacheEntry.of({"new": True}).make(make)

    assert not old.folder.exists()
    assert used.find() is not None


def test_a_file_that_comes_goes_or_changes_is_seen(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    folder.mkdir()

    def digest() -> str:
        seen = Observations()
        seen.add_file(file)
        seen.add_names(folder)
        assert Observations.again(seen.paths()).digest() == seen.digest()
        return seen.digest()

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
