"""What AWS bills for what a type is made of."""

from __future__ import annotations

from stacktape_constructs.resources.billing import BILLING
from stacktape_constructs.resources.registry import resource_type_names
from tools.resource_pages.conditions import in_words
from tools.resource_pages.parts import Part, parts_of
from tools.resource_pages.tables import table


def costs_section(type_name: str) -> str:
    """What a page says of the cost of a type, without its events."""
    return _section([part for part in parts_of(type_name) if not part.events])


def event_costs_section(event: str) -> str:
    """What a page says of the cost of an event, whatever it starts."""
    return _section([part for name in resource_type_names() for part in parts_of(name) if event in part.events])


def billed_while_idle(type_name: str) -> str:
    """What is billed by the time, though nothing happens: for a cell of a table."""
    told = [_while_idle(part) for part in parts_of(type_name) if BILLING[part.type].while_idle]
    return "; ".join(told) or "nothing"


def _while_idle(part: Part) -> str:
    return ", ".join(filter(None, [BILLING[part.type].while_idle, in_words(part.conditions)]))


def _section(parts: list[Part]) -> str:
    # The same type twice is one fact.
    by_type = {part.type: part for part in parts}
    idle = [_while_idle(part) for part in by_type.values() if BILLING[part.type].while_idle]
    paragraphs = [f"By the hour, used or not, AWS bills {'; '.join(idle) or 'nothing'}."]
    billed = [kind for kind in by_type if not BILLING[kind].free]
    if billed:
        paragraphs.append(
            table(
                ["CloudFormation", "billed by the hour", "billed for what it keeps", "billed for use", "AWS says"],
                [
                    (
                        f"`{kind}`",
                        BILLING[kind].while_idle,
                        BILLING[kind].kept,
                        BILLING[kind].used,
                        f"[prices]({BILLING[kind].page})",
                    )
                    for kind in billed
                ],
            )
        )
    if len(billed) < len(by_type):
        paragraphs.append(f"{'The rest of it' if billed else 'All of it'} costs nothing by itself.")
    return "\n\n".join(paragraphs)
