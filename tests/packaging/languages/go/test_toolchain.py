from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.tool import Tool
from stacktape_constructs.packaging.languages.go import toolchain as toolchain_module
from stacktape_constructs.packaging.languages.go.toolchain import Toolchain


@pytest.fixture(autouse=True)
def nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain_module, "_compiled", set())


def toolchain(architecture: str = "x86_64") -> Toolchain:
    return Toolchain(go=Tool(Path("go")), folder=Path(), title="main.go", architecture=architecture)


def test_others_wait_for_the_first_program_and_not_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    others = threading.Barrier(2)

    def build(self: Toolchain, output: Path) -> None:
        if done:
            # Broken, and so an error, if these two are not compiled at the same time.
            others.wait(timeout=10)
        done.append(output.name)

    monkeypatch.setattr(Toolchain, "_build", build)
    with ThreadPoolExecutor(3) as threads:
        builds = [threads.submit(toolchain().build, Path(name)) for name in ("a", "b", "c")]

    assert [build.result() for build in builds] == [None] * 3
    assert set(done) == {"a", "b", "c"}


def test_a_program_that_cannot_be_compiled_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(self: Toolchain, output: Path) -> None:
        if output.name == "wrong":
            raise PackagingError(path=self.title, problem="is wrong")

    monkeypatch.setattr(Toolchain, "_build", build)

    with pytest.raises(PackagingError):
        toolchain().build(Path("wrong"))
    toolchain().build(Path("right"))
    toolchain("arm64").build(Path("right"))

    assert toolchain_module._compiled == {"x86_64", "arm64"}
