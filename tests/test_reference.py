"""The Python reference: every public name is in it, under its own heading, and every resource page leads there."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import stacktape_constructs
import stacktape_constructs.errors
import stacktape_constructs.event_pattern
import stacktape_constructs.testing
from stacktape_constructs.resources.registry import resource_type_names
from tests.support import REPOSITORY
from tools.resource_pages.pages import HEADINGS

PAGES = sorted((REPOSITORY / "docs" / "reference").glob("*.md"))
RESOURCES = REPOSITORY / "docs" / "resources"

_ENTRY = re.compile(r"^## `(?P<name>\w+)`\n\n::: (?P<path>[\w.]+)$", re.MULTILINE)
ENTRIES = {found["path"]: (page, found["name"]) for page in PAGES for found in _ENTRY.finditer(page.read_text("utf-8"))}


def _value(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


DESCRIBED = [_value(path) for path in ENTRIES]


def _errors() -> list[str]:
    module = stacktape_constructs.errors
    return [
        name for name, value in vars(module).items() if inspect.isclass(value) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize(
    ("module", "names"),
    [
        (stacktape_constructs, stacktape_constructs.__all__),
        (stacktape_constructs.testing, stacktape_constructs.testing.__all__),
        (stacktape_constructs.event_pattern, stacktape_constructs.event_pattern.__all__),
        (stacktape_constructs.errors, _errors()),
    ],
    ids=lambda value: value.__name__ if inspect.ismodule(value) else "",
)
def test_every_public_name_is_in_the_reference(module: Any, names: list[str]) -> None:
    assert names
    assert [name for name in names if getattr(module, name) not in DESCRIBED] == []


def test_what_other_pages_import_is_in_the_reference() -> None:
    imported = set()
    for page in (REPOSITORY / "docs").rglob("*.md"):
        for module, names in re.findall(
            r"^from (stacktape_constructs[\w.]*) import (\([^)]*\)|.+)$", page.read_text("utf-8"), re.MULTILINE
        ):
            imported |= {f"{module}.{name}" for name in re.findall(r"\w+", names)}
    assert imported
    assert {path for path in imported if _value(path) not in DESCRIBED} == set()


@pytest.mark.parametrize("path", ENTRIES)
def test_an_entry_is_what_its_heading_says(path: str) -> None:
    assert _value(path).__name__ == ENTRIES[path][1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_begins_with_a_list_of_its_names(page: Path) -> None:
    text = page.read_text("utf-8")
    listed = re.findall(r"\[`(\w+)`\]\(#(\w+)\)", text)

    assert listed == [(name, name.lower()) for name, _ in listed]
    assert {name for name, _ in listed} == {name for where, name in ENTRIES.values() if where == page}
    assert text.count(":::") == len(listed)


@pytest.mark.parametrize("name", resource_type_names())
def test_a_resource_page_says_all_that_one_asks(name: str) -> None:
    text = (RESOURCES / f"{name}.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert {*HEADINGS.values(), "Different from Stacktape"} <= set(headings)
    assert re.search(r"^By the hour, used or not, AWS bills ", text, re.MULTILINE)
    assert "gets the variables above and may do what follows" in text or "`connectTo` cannot name" in text
    assert "(../reference/resources.md#" in text
