from __future__ import annotations

import stat
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling import bundle as bundle_module
from stacktape_constructs.packaging.bundling import gathering
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.bundling.observations import Observations


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


class Maker:
    """Makes a bundle of one source file and counts how often."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.times = 0

    def __call__(self, folder: Path) -> Observations:
        self.times += 1
        (folder / "code").write_text(self.source.read_text())
        seen = Observations()
        seen.add_file(self.source)
        return seen


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    source = tmp_path / "source"
    source.write_text("one")
    return Maker(source)


def bundle_of(maker: Maker, **request: object) -> Bundle:
    return Bundle(title="a", request=request, make=maker)


def test_a_bundle_that_is_not_asked_for_is_not_made(maker: Maker) -> None:
    bundle_of(maker)

    assert maker.times == 0


def test_one_request_is_made_once(maker: Maker) -> None:
    bundles = [bundle_of(maker) for _ in range(5)]
    for bundle in bundles:
        bundle.start()

    assert len({bundle.folder() for bundle in bundles}) == 1
    assert maker.times == 1


def test_another_request_is_another_bundle(maker: Maker) -> None:
    assert bundle_of(maker, minify=True).folder() != bundle_of(maker, minify=False).folder()


def test_a_changed_source_is_made_again_and_an_old_bundle_stays_as_it_was(maker: Maker) -> None:
    old = bundle_of(maker).folder()
    maker.source.write_text("two")
    new = bundle_of(maker).folder()

    assert ((old / "code").read_text(), (new / "code").read_text()) == ("one", "two")


def test_bundles_are_made_beside_each_other(tmp_path: Path) -> None:
    """Each waits for the other: one after the other, they would wait for ever."""
    together = threading.Barrier(2, timeout=10)

    def make(folder: Path) -> Observations:
        together.wait()
        return Observations()

    bundles = [Bundle(title=name, request={"name": name}, make=make) for name in ("a", "b")]
    for bundle in bundles:
        bundle.start()

    assert all(bundle.folder().is_dir() for bundle in bundles)


def test_who_interrupts_does_not_wait_for_what_was_not_begun(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = [], threading.Event()

    def wait(folder: Path) -> Observations:
        begun.append(folder)
        go_on.wait(timeout=60)
        return Observations()

    class Interrupted(Future[Path]):
        def result(self, timeout: float | None = None) -> Path:
            raise KeyboardInterrupt

    bundles = [Bundle(title="a", request={"number": number}, make=wait) for number in range(100)]
    for bundle in bundles:
        bundle.start()
    pool = bundle_module._workers()
    monkeypatch.setattr(bundles[-1], "_made", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        bundles[-1].folder()
    go_on.set()
    pool.shutdown(wait=True)

    assert len(begun) < 100
    assert gathering._travelers._number == 0
    bundle_of(maker).start()
    assert bundle_of(maker).folder().is_dir()


def test_what_cannot_be_made_leaves_nothing_and_is_tried_again(maker: Maker, cache: Path) -> None:
    def fail(folder: Path) -> Observations:
        (folder / "half").write_text("")
        raise PackagingError(path="a", problem="is wrong")

    with pytest.raises(PackagingError):
        Bundle(title="a", request={}, make=fail).folder()
    assert not [path for path in cache.rglob("*") if path.is_file()]

    assert (bundle_of(maker).folder() / "code").is_file()


def test_files_are_put_into_a_bundle_and_watched(maker: Maker, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("one")
    with_page = {"pages/page.html": page}
    first = bundle_of(maker).with_files(with_page).folder()
    page.write_text("two")
    second = bundle_of(maker).with_files(with_page).folder()

    assert [(folder / "pages" / "page.html").read_text() for folder in (first, second)] == ["one", "two"]


def test_an_included_program_stays_a_program(maker: Maker, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\n")
    modes = []
    for mode in (0o700, 0o600):
        tool.chmod(mode)
        folder = bundle_of(maker).with_files({"bin/tool": tool}).folder()
        modes.append(stat.S_IMODE((folder / "bin" / "tool").stat().st_mode))

    assert modes == [0o755, 0o644]


def test_an_included_file_does_not_replace_the_code(maker: Maker) -> None:
    with pytest.raises(PackagingError, match=r"is bundled as code, and the included file .* has that place, too"):
        bundle_of(maker).with_files({"code": maker.source}).folder()


def test_a_check_can_refuse_a_bundle(maker: Maker) -> None:
    def refuse(folder: Path, *, title: str) -> None:
        raise PackagingError(path=title, problem=f"has {len(list(folder.iterdir()))} file")

    with pytest.raises(PackagingError, match="a: has 1 file"):
        bundle_of(maker).with_check(refuse).folder()
