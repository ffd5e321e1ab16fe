from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.resources.registry import event_type_names, resource_type_names
from tools.resource_pages import pages
from tools.resource_pages.__main__ import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Documentation in which nothing was written yet."""
    made = tmp_path / "docs" / "resources"
    made.mkdir(parents=True)
    monkeypatch.setattr(pages, "PAGES", made)
    return made


def test_every_page_is_as_the_code_has_it() -> None:
    stale = [path.name for path, text in pages.pages().items() if path.read_text(encoding="utf-8") != text]

    assert stale == [], "run python -m tools.resource_pages"


@pytest.mark.parametrize("name", resource_type_names())
def test_a_resource_type_has_a_page_with_all_that_is_made_of_the_code(name: str) -> None:
    text = (pages.PAGES / f"{name}.md").read_text(encoding="utf-8")

    assert [mark for mark in pages.marks_of("resource", name) if text.count(mark) != 1] == []


@pytest.mark.parametrize("name", event_type_names())
def test_an_event_is_described_with_all_that_is_made_of_the_code(name: str) -> None:
    text = (pages.PAGES / "events.md").read_text(encoding="utf-8")

    assert [mark for mark in pages.marks_of("event", name) if text.count(mark) != 1] == []


def test_a_page_of_all_types_is_there() -> None:
    assert "<!-- types of all resources -->" in (pages.PAGES / "index.md").read_text(encoding="utf-8")


def test_what_is_written_by_hand_stays(folder: Path) -> None:
    text = "before\n\n<!-- events of resource event-bus -->\nold\n<!-- end of events -->\n\nafter\n"
    made = pages.rendered(text)

    assert made.startswith("before\n\n<!-- events of resource event-bus -->\n\nEvents of the type ")
    assert made.endswith("\n\n<!-- end of events -->\n\nafter\n")
    assert "old" not in made
    assert pages.rendered(made) == made


def test_a_part_of_a_type_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="bucket"):
        pages.rendered("<!-- events of resource bucket -->\n<!-- end of events -->\n")


def test_a_type_without_a_page_is_told_and_its_page_begun(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 1
    assert list(folder.iterdir()) == []
    assert main([]) == 0
    assert capsys.readouterr().out.count("docs/resources/event-bus.md\n") == 2
    assert main(["--check"]) == 0
    text = (folder / "event-bus.md").read_text(encoding="utf-8")
    assert text.startswith("# `event-bus`\n\nAn EventBridge event bus: publishers put events on it")
    assert "\n## What it is made of\n\n<!-- parts of resource event-bus -->\n\n| CloudFormation |" in text


def test_a_page_that_is_out_of_date_is_told_and_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    path = folder / "function.md"
    path.write_text(path.read_text(encoding="utf-8").replace("shop-dev-checkout", "shop-dev-old"), encoding="utf-8")
    capsys.readouterr()

    assert main(["--check"]) == 1
    assert capsys.readouterr().out == "docs/resources/function.md\n"
    assert main([]) == 0
    assert "shop-dev-old" not in path.read_text(encoding="utf-8")
