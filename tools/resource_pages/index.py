"""The page of all types."""

from __future__ import annotations

from stacktape_constructs.config.language import RESOURCE_TYPES
from stacktape_constructs.resources.registry import resource_type, resource_type_names
from tools.resource_pages.conditions import in_words
from tools.resource_pages.costs import billed_while_idle
from tools.resource_pages.parts import Part, parts_of
from tools.resource_pages.tables import code, table
from tools.resource_pages.trials import trials_of_all

_SERVICE = "AWS::"


def types_section() -> str:
    """The types that can be built, beside each other, and Stacktape's others."""
    others = sorted(RESOURCE_TYPES - set(resource_type_names()))
    return "\n\n".join(
        [
            table(
                ["type", "in Python", "AWS resources", "billed while idle", "in `connectTo`"],
                [_row(name) for name in resource_type_names()],
            ),
            f"Not supported yet, so that using them is an error, are Stacktape's {len(others)} other types: "
            f"{code(*others)}.",
        ]
    )


def _row(name: str) -> tuple[str, ...]:
    construct = trials_of_all()[name].construct.__name__
    own = [part for part in parts_of(name) if not part.shared and not part.events]
    return (
        f"[`{name}`]({name}.md)",
        f"[`{construct}`](../reference/resources.md#{construct.lower()})",
        ", ".join(dict.fromkeys(_short(part) for part in own if not in_words(part.conditions).startswith("with"))),
        billed_while_idle(name),
        "yes" if resource_type(name).connectable else "no",
    )


def _short(part: Part) -> str:
    # No code, which a narrow column would break in the middle of a word.
    return part.type.removeprefix(_SERVICE).replace("::", " ")
