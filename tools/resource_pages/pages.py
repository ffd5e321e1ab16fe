"""The pages of `docs/resources`: which there are, and which made parts each has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from stacktape_constructs.resources.registry import event_type_names, resource_type_names
from tools.resource_pages.access import access_section
from tools.resource_pages.costs import costs_section, event_costs_section
from tools.resource_pages.events import events_section
from tools.resource_pages.index import types_section
from tools.resource_pages.parts import event_parts_section, parts_section
from tools.resource_pages.properties import event_properties_section, properties_section
from tools.resource_pages.trials import trials_of_all

PAGES = Path(__file__).parent.parent.parent / "docs" / "resources"

#: The parts of the page of a resource type, in their order, by what a page calls them.
OF_RESOURCE: Mapping[str, Callable[[str], str]] = {
    "properties": properties_section,
    "parts": parts_section,
    "costs": costs_section,
    "access": access_section,
    "events": events_section,
}

#: The same for an event.
OF_EVENT: Mapping[str, Callable[[str], str]] = {
    "properties": event_properties_section,
    "parts": event_parts_section,
    "costs": event_costs_section,
}

#: The headings that the parts of the page of a resource type stand under.
HEADINGS: Mapping[str, str] = {
    "properties": "Properties",
    "parts": "What it is made of",
    "costs": "Cost",
    "access": "Parameters, variables and access",
    "events": "Events",
}

_PART = re.compile(
    r"(?P<start><!-- (?P<what>[a-z]+) of (?P<kind>resource|event|all) (?P<name>[a-z-]+) -->\n)"
    r".*?(?P<end><!-- end of (?P=what) -->)",
    re.DOTALL,
)


def rendered(page: str) -> str:
    """The text of a page with its made parts as the code has them now.

    Raises:
        KeyError: a comment names a part, a type or an event that there is not.
    """
    return _PART.sub(lambda found: f"{found['start']}\n{_part(found)}\n\n{found['end']}", page)


def _part(found: re.Match[str]) -> str:
    if found["kind"] == "all":
        return {"types": types_section}[found["what"]]()
    of_resource = found["kind"] == "resource"
    if found["name"] not in (resource_type_names() if of_resource else event_type_names()):
        raise KeyError(found["name"])
    return (OF_RESOURCE if of_resource else OF_EVENT)[found["what"]](found["name"])


def marks_of(kind: str, name: str) -> list[str]:
    """The comments that must be on the page of a resource type or of an event."""
    return [f"<!-- {what} of {kind} {name} -->" for what in (OF_RESOURCE if kind == "resource" else OF_EVENT)]


def pages() -> dict[Path, str]:
    """All pages as they should be; that of a type without one is begun."""
    paths = {*PAGES.glob("*.md"), *(PAGES / f"{name}.md" for name in resource_type_names())}
    return {
        path: rendered(path.read_text(encoding="utf-8") if path.exists() else beginning(path.stem))
        for path in sorted(paths)
    }


def beginning(type_name: str) -> str:
    """The page of a type before anybody wrote something on it."""
    construct = trials_of_all()[type_name].construct
    sections = [f"# `{type_name}`", " ".join((construct.__doc__ or "").split("\n\n")[0].split())]
    for what in OF_RESOURCE:
        sections.append(f"## {HEADINGS[what]}\n\n<!-- {what} of resource {type_name} -->\n<!-- end of {what} -->")
    return "\n\n".join(sections) + "\n"
